"""Take in customers' orders from the vendor's order system, up to 25 at once (guide 10.4.3.1, 10.4.3.2)."""

from partner_center.orders import OrderTaken, RecordOrders, record_orders
from partner_center.platform.action import Action, Reach, Work
from partner_center.platform.batch import BatchAnswer


@Action.post("/feed/orders", allow="orders.feed", reach=Reach.MONEY, guide=["10.4.3.1/sync_order_status"])
def app(request: RecordOrders, work: Work) -> BatchAnswer[OrderTaken]:
    return record_orders(request, work)
