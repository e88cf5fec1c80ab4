"""A customer's line changed: keep the marks by which searches find it (guide 10.4.1.1)."""

from partner_center.customers import mark_customer
from partner_center.platform.consumer import Consumer, Told


@Consumer.hears_named("customers.customer_listed", guide=["10.4.1.1/list_customers"])
def app(told: Told) -> None:
    mark_customer(told)
