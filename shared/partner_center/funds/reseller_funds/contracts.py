"""The words of adjusting resellers' funds."""

from __future__ import annotations

from partner_center.kernel.money import Money
from partner_center.platform.contracts import Amount, Id, Request, Response, field


class OfReseller(Request):
    """Of one reseller."""

    reseller_id: Id = field("云经销商ID", "Reseller ID")


class AllocateFundsToReseller(OfReseller):
    """Transfer money into a reseller's account (11.1.5)."""

    amount: Amount = field("拨款金额(¥)", "Amount")
    confirmed: bool = field("确认", "Confirmed", default=False)


class RecallFundsFromReseller(OfReseller):
    """Take balance back from a reseller's account (11.1.5)."""

    amount: Amount = field("回收金额(¥)", "Amount")
    confirmed: bool = field("确认", "Confirmed", default=False)


class ResellerFundsAdjusted(Response):
    """An adjustment made. CNY: what the reseller's account holds, and what the distributor can still allocate."""

    reseller_id: str
    serial_no: str
    amount: Money
    reseller_balance: Money
    unallocated: Money


class ResellerBalances(Response):
    """What the forms 拨款 and 回收 of a reseller show. The two names leave masked. CNY."""

    reseller_id: str
    reseller_name: str | None = field("云经销商名称", "Reseller", masked=True)
    reseller_account: str | None = field("云经销商账号名", "Account name", masked=True)
    allocatable_balance: Money
    recallable_balance: Money
