"""The words of the consumption API."""

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints, model_validator

from partner_center.consumption.focus_line import LONGEST_VALUE
from partner_center.kernel.errors import Wrong
from partner_center.kernel.money import Money
from partner_center.platform.contracts import Id, Period, Request, Response, field

FocusText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_VALUE)]
MAPPINGS_AT_ONCE = 50


class MapSubAccount(Request):
    """Which customer a provider's sub-account belongs to."""

    provider: FocusText = field("云服务提供商", "Provider (FOCUS ProviderName)")
    sub_account_id: FocusText = field("子账号ID", "Sub-account (FOCUS SubAccountId)")
    customer_id: Id = field("客户ID", "Customer")


class MapSubAccounts(Request):
    """Several mappings at once."""

    mappings: list[MapSubAccount] = field("映射", "Mappings", min_length=1, max_length=MAPPINGS_AT_ONCE)

    @model_validator(mode="after")
    def _each_sub_account_once(self) -> MapSubAccounts:
        if len({(mapping.provider, mapping.sub_account_id) for mapping in self.mappings}) < len(self.mappings):
            raise Wrong("mappings：同一子账号只能出现一次", "mappings: no sub-account twice")
        return self


class MappedSubAccount(Response):
    """A mapping as it stands now, and whose the sub-account was before."""

    provider: str
    sub_account_id: str
    customer_id: str
    customer_id_before: str | None = None


class MappedSubAccounts(Response):
    """The mappings as they stand now."""

    items: list[MappedSubAccount]


class GetConsumptionTotals(Request):
    """Which month's totals."""

    billing_period: Period = field("账期", "Billing period")


class Note(Response):
    """A text in both languages."""

    zh: str
    en: str


class TypeTotals(Response):
    """Totals of one association type, rounded to the cent (CNY)."""

    association_type: str
    amount: Money
    refund: Money
    adjustment: Money


class PaymentTotals(Response):
    """What was paid how, and what of it went back to vouchers by refunds (CNY)."""

    cash_paid: Money
    voucher_deducted: Money
    voucher_returned: Money
    arrears: Money


class ConsumptionTotals(Response):
    """A month's consumption of all of a partner's customers: exact sums, rounded once to the cent (CNY)."""

    billing_period: str
    amount: Money
    refund: Money
    adjustment: Money
    by_association_type: list[TypeTotals]
    by_payment_method: PaymentTotals
    note: Note
