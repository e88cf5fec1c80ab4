"""A customer came, went, or trades in the other way: its partner sees its pick-up coupons, or no more (guide 10.4.6.2)."""

from partner_center.coupons import follow_association_of_pickups
from partner_center.platform.consumer import Consumer, Told


@Consumer.hears_named(
    "customers.customer_associated",
    "customers.customer_unlinked",
    "customers.association_type_switched",
    guide=["10.4.6.2/list_pickup_vouchers"],
    timeout_s=120,
)
def app(told: Told) -> None:
    follow_association_of_pickups(told)
