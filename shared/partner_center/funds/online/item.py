"""Work items for vendor finance: where a provider's word and our books do not agree."""

from __future__ import annotations

from datetime import date

from partner_center.funds.online.contracts import CloseReconciliationItem, ReconciliationItemClosed
from partner_center.funds.online.events import DifferencesFound
from partner_center.funds.online.payment import OnlinePayment, Provider
from partner_center.kernel import ids
from partner_center.kernel.errors import Refusal
from partner_center.kernel.labels import Labelled
from partner_center.kernel.money import Money
from partner_center.platform.caller import Caller
from partner_center.platform.table import Choice, Instant, Key, MoneyAttribute, Place, Record, Text
from partner_center.platform.work import Work


class Difference(Labelled):
    """How they do not agree: first what a notice said, then what a statement says."""

    UNKNOWN_PAYMENT = "unknown_payment", "通知的支付单不存在", "A notice of a payment that we do not know"
    WRONG_AMOUNT = "wrong_amount", "通知金额不符", "A notice with another amount"
    WRONG_CURRENCY = "wrong_currency", "通知币种不符", "A notice in another currency"
    WRONG_MERCHANT = "wrong_merchant", "通知商户号不符", "A notice for another merchant"
    WRONG_APP = "wrong_app", "通知应用不符", "A notice for another app"
    WRONG_SELLER = "wrong_seller", "通知收款方不符", "A notice for another seller"
    WRONG_PROVIDER = "wrong_provider", "支付渠道不符", "A notice of another provider"
    NO_FLOW_NUMBER = "no_flow_number", "通知缺少渠道流水号", "A notice without the provider's number"
    PAID_TWICE = "paid_twice", "重复支付", "Paid twice"
    UNKNOWN_REFUND = "unknown_refund", "通知的退款单不存在", "A notice of a refund that we do not know"
    MISSING_WITH_US = "missing_with_us", "我方缺少该笔交易", "In the provider's statement, not in our books"
    MISSING_WITH_PROVIDER = "missing_with_provider", "渠道账单缺少该笔交易", "In our books, not in the provider's statement"
    AMOUNT_DIFFERS = "amount_differs", "金额不一致", "The amounts differ"
    REFUND_DIFFERS = "refund_differs", "退款不一致", "The refunds differ"
    NOT_CREDITED = "not_credited", "已支付未入账", "Paid, but not credited"


class ItemStatus(Labelled):
    """Whether somebody still has to look at it."""

    OPEN = "open", "待处理", "Open"
    CLOSED = "closed", "已处理", "Closed"


class ReconciliationItem(Record, kind="reconciliation_item"):
    """One difference, once per day, provider and flow. `ours` and `theirs` are the amounts on each side, where there are any. CNY.

    day: the Beijing date of the statement; flow_no: the provider's number, for a refund ours.
    """

    PLACE = Place("reconciliation_item/{item_id}", "item")
    OWNER = Place("reconciliation_items", "{day}/{item_id}")

    item_id = Text()
    day = Text()
    provider = Choice(Provider)
    difference = Choice(Difference)
    flow_no = Text()
    payment_no = Text(null=True)
    partner_id = Text(null=True)
    ours = MoneyAttribute(null=True)
    theirs = MoneyAttribute(null=True, currency_in="their_currency")
    their_currency = Text(null=True)
    status = Choice(ItemStatus, default=ItemStatus.OPEN)
    opened_at = Instant()
    note = Text(null=True)
    closed_at = Instant(null=True)
    closed_by = Text(null=True)
    partner_name: str | None = None  # not kept here: what the partner is called when it is shown


def item_key(item_id: str) -> Key[ReconciliationItem]:
    """The address of an item."""
    return ReconciliationItem.key(item_id=item_id)


def open_item(
    work: Work,
    difference: Difference,
    *,
    provider: Provider,
    day: str,
    flow_no: str,
    payment: OnlinePayment | None = None,
    payment_no: str | None = None,
    partner_id: str | None = None,
    ours: Money | None = None,
    theirs: Money | None = None,
    alone: bool = True,
) -> bool:
    """Open a work item, unless that difference of that flow and day has one. Says whether it did.

    alone: vendor finance is told of it now; a statement's differences are told together.
    """
    item_id = ids.derived_id("RI", day, provider, difference, flow_no)
    if work.get(item_key(item_id), or_none=True) is not None:
        return False
    work.add(
        ReconciliationItem(
            item_id=item_id,
            day=day,
            provider=provider,
            difference=difference,
            flow_no=flow_no,
            payment_no=(payment.payment_no if payment else payment_no) or None,
            partner_id=(payment.partner_id if payment else partner_id) or None,
            ours=payment.amount if payment and ours is None else ours,
            theirs=theirs,
            their_currency=theirs.currency if theirs is not None else None,
            opened_at=work.now,
        )
    )
    if alone:
        tell_finance(work, provider, day, 1)
    return True


def tell_finance(work: Work, provider: Provider, day: str, items: int) -> None:
    """Tell vendor finance that there is something to look at."""
    work.emit(DifferencesFound(partner_id="", provider=provider.value, day=date.fromisoformat(day), items=items))


def refuses_closing(item: ReconciliationItem) -> Refusal | None:
    """An item is closed once."""
    if item.status is ItemStatus.OPEN:
        return None
    return Refusal.because("item_already_closed", item_id=item.item_id, closed_at=item.closed_at)


def close_reconciliation_item(request: CloseReconciliationItem, caller: Caller, work: Work) -> ReconciliationItemClosed:
    """Note what was done about a difference. Money is not moved by it: it is credited or refunded by the commands for that.

    Raises NotFound; Refused `item_already_closed`.
    """
    item = work.get(item_key(request.item_id))
    work.require(refuses_closing(item))
    item.status, item.note, item.closed_at, item.closed_by = ItemStatus.CLOSED, request.note, work.now, caller.operator
    work.change(item)
    return ReconciliationItemClosed(item_id=item.item_id, closed_at=work.now)
