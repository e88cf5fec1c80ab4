"""What the form of an issue shows of its customers (12.3.6.2)."""

from __future__ import annotations

from partner_center.coupons.contracts import MOST_CUSTOMERS
from partner_center.coupons.kinds import CouponKind, terms_of
from partner_center.coupons.quota import quota_key, quota_use_key
from partner_center.coupons.recipients import circle
from partner_center.kernel.errors import NotFound
from partner_center.kernel.money import Money
from partner_center.platform.caller import Caller
from partner_center.platform.contracts import Id, Request, Response, field, masked
from partner_center.platform.work import Work


class GetRecipients(Request):
    """Customers chosen to receive coupons of a quota."""

    quota_id: Id
    customer_ids: list[Id] = field("发放客户", "Customers", min_length=1, max_length=MOST_CUSTOMERS, unique=True)


class RecipientRow(Response):
    """One customer: names masked, what it received of this quota so far (10.4.6.1.2; recalls do not lessen it)."""

    customer_id: str
    customer_name: str | None
    account_name: str | None
    issued_count: int
    issued_amount: Money


class RecipientTable(Response):
    """The customers in the order asked for."""

    quota_id: str
    customers: list[RecipientRow]


def get_recipients(kind: CouponKind, request: GetRecipients, caller: Caller, work: Work) -> RecipientTable:
    """Name, account and coupons already issued (count and sum) of customers to whom the quota's holder is about to issue.

    Raises NotFound for a foreign quota or customer.
    """
    partner_id, customer_ids, terms = caller.partner_id, request.customer_ids, terms_of(kind, work.now)
    work.require(terms.refuses_issuer(caller.partner_type))
    recipients = circle(terms.issuers[str(caller.partner_type)])
    asked = recipients.keys(partner_id, customer_ids)
    quota, *found = work.look(
        quota_key(partner_id, kind, request.quota_id),
        *asked,
        *(quota_use_key(partner_id, request.quota_id, customer_id) for customer_id in customer_ids),
    )
    customers = recipients.found(customer_ids, found[: len(asked)])
    if quota is None or None in customers:
        raise NotFound("quota or customer")
    rows = [
        RecipientRow(
            customer_id=customer.customer_id,
            customer_name=masked(customer.customer_name),
            account_name=masked(customer.account_name),
            issued_count=use.voucher_count if use else 0,
            issued_amount=use.amount if use else Money.zero(),
        )
        for customer, use in zip(customers, found[len(asked) :], strict=True)
        if customer is not None
    ]
    return RecipientTable(quota_id=quota.quota_id, customers=rows)
