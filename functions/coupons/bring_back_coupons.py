"""What a customer does that brings its coupons back to their issuers (guide 13.1.1, 14.2.1.3, 14.3.3, 16.2.2.3)."""

from partner_center.coupons import bring_back_coupons
from partner_center.platform.consumer import Consumer, Reach, Told


@Consumer.hears_named(
    "customers.customer_associated",
    "customers.association_type_switched",
    "customers.contracting_entity_changed",
    "customers.account_closed",
    "funds.customer_fully_withdrew",
    reach=Reach.MONEY,
    timeout_s=300,
)
def app(told: Told) -> None:
    bring_back_coupons(told)
