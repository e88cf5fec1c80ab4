"""The words of the API of online payments."""

from __future__ import annotations

from partner_center.funds.online.payment import OnlineChannel
from partner_center.kernel.money import Money
from partner_center.platform.contracts import Amount, Id, Request, Response, Time, field


class CreateOnlineTopUp(Request):
    """Top the partner's account up online (10.6.3.2)."""

    amount: Amount = field("充值金额(¥)", "Amount")
    channel: OnlineChannel = field("支付方式", "How to pay")


class RechargeAccount(Request):
    """Recharge a consultative customer's own account online (13.3)."""

    amount: Amount = field("充值金额(¥)", "Amount")
    channel: OnlineChannel = field("支付方式", "How to pay")


class OnlinePaymentStarted(Response):
    """How to pay: open `page_url`, posting `page_form` there where it is not empty; or show `qr_text` as a QR code. CNY."""

    payment_no: str
    amount: Money
    channel: OnlineChannel
    payable_until: Time
    page_url: str | None = None
    page_form: dict[str, str] = {}
    qr_text: str | None = None


class CloseReconciliationItem(Request):
    """Close a work item of the reconciliation."""

    item_id: Id = field("差异单号", "Item")
    note: str = field("处理说明", "What was done", min_length=1, max_length=512)


class ReconciliationItemClosed(Response):
    """The item is closed."""

    item_id: str
    closed_at: Time
