"""What a customer can order, with the disclaimers that must be ticked (guide 13.7)."""

from partner_center.orders import OfferedProducts, list_products
from partner_center.platform.action import Action, Purpose, Work


@Action.get("/products", allow="orders.place", agents=(Purpose.ORDER,))
def app(work: Work) -> OfferedProducts:
    return list_products(work)
