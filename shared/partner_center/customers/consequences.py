"""What an association does to the balances, coupons and credit that a customer has already (13.1.1/r20-r23).

The customer is told before it accepts. Withdrawing a balance and keeping vouchers need nothing done. Cash coupons go back to whoever issued
them when coupons hear `customers.customer_associated` of a resale customer (`coupons.bring_back_coupons`). Credit is reclaimed here, in the
transaction of the association: glossary 4.1, a credit account in use stops resale, so what is reclaimed is an unused limit, which the
vendor's systems tell (`direct_credit_limit`) and hear of by `customers.direct_credit_reclaimed`.
"""

from __future__ import annotations

from datetime import datetime

from partner_center.customers.account import CustomerAccount
from partner_center.customers.association import AssociationType
from partner_center.customers.contracts import Words
from partner_center.customers.events import DirectCreditReclaimed
from partner_center.customers.terms import PACKAGE
from partner_center.kernel import clock
from partner_center.kernel.effective import rows
from partner_center.kernel.money import Money
from partner_center.platform.work import Work


def consequences_of(association_type: AssociationType, at: datetime) -> list[Words]:
    """What a customer is told before it accepts a mode; nothing for consultative customers."""
    begun = [row for row in rows(PACKAGE, "association_consequences") if clock.instant(row["effective_from"]) <= at]
    latest = {row["code"]: row for row in begun if row["association_type"] == association_type.value}
    return [Words(zh=row["zh"], en=row["en"]) for row in latest.values()]


def reclaim_credit(work: Work, account: CustomerAccount, association_type: AssociationType, partner_id: str) -> bool:
    """An unused credit limit of a direct customer goes when it becomes a resale customer (13.1.1/r23). Whether there was one."""
    limit = account.direct_credit_limit
    if association_type is not AssociationType.RESALE or not limit:
        return False
    account.direct_credit_limit = Money.zero()
    work.emit(DirectCreditReclaimed(partner_id=partner_id, customer_id=account.customer_id, amount=limit))
    return True
