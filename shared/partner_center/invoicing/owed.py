"""Owed invoices: money for which an invoice is still due, to be offset by the next ones (10.6.4.2, entity owed_invoice)."""

from __future__ import annotations

from decimal import Decimal

from partner_center.kernel import ids
from partner_center.kernel.labels import Labelled
from partner_center.kernel.money import Money
from partner_center.platform.ledger import Tally
from partner_center.platform.table import Choice, Exact, Instant, Key, MoneyAttribute, Place, Record, Text
from partner_center.platform.work import Work


class OwedInvoiceSource(Labelled):
    """Why an invoice is owed."""

    REFUND_ORDER = "refund_order", "退款订单", "Refund order"
    DOWNGRADE = "downgrade", "降配", "Downgrade"
    BY_RECEIPT = "by_receipt", "按到款索取发票", "Invoice requested by receipt of payment"
    INCENTIVE_PAYOUT = "incentive_payout", "返华为云账户-记欠票", "Incentive payout"
    INCENTIVE_TRANSFER = "incentive_transfer", "激励划拨", "Incentive transfer"


_REBATES = frozenset({OwedInvoiceSource.INCENTIVE_PAYOUT, OwedInvoiceSource.INCENTIVE_TRANSFER})


class OwedInvoiceTotal(Tally, kind="owed_invoice_total"):
    """What a partner owes in invoices altogether, changed with each owed invoice and each offset, so that a withdrawal knows it exactly.

    rebates: the part of `amount` for incentives that were credited before their invoice (10.7.4.2/r21). CNY.
    """

    PLACE = Place("partner/{partner_id}/owed_invoice_total", "total")

    partner_id = Text()
    amount = MoneyAttribute(default=Money.zero)
    rebates = MoneyAttribute(default=Money.zero)


def owed_invoice_total_key(partner_id: str) -> Key[OwedInvoiceTotal]:
    """Where a partner's total lies."""
    return OwedInvoiceTotal.key(partner_id=partner_id)


class OwedInvoice(Record, kind="owed_invoice"):
    """An amount (CNY) owed in invoices, per contracting entity and tax rate; `offset_amount` is what later invoices took off."""

    PLACE = Place("partner/{partner_id}/owed_invoice", "{owed_invoice_id}")
    OWNER = Place("partner/{partner_id}/owed_invoice", "{recorded_at}/{owed_invoice_id}")

    partner_id = Text()
    owed_invoice_id = Text()
    source = Choice(OwedInvoiceSource)
    reference = Text()
    contracting_entity = Text()
    tax_rate = Exact()
    amount = MoneyAttribute()
    offset_amount = MoneyAttribute()
    recorded_at = Instant()


def record_owed_invoice(
    work: Work,
    partner_id: str,
    amount: Money,
    *,
    reference: str,
    contracting_entity: str,
    tax_rate: Decimal,
    source: OwedInvoiceSource = OwedInvoiceSource.INCENTIVE_PAYOUT,
) -> OwedInvoice:
    """Record that an invoice over `amount` is owed, in the caller's own transaction; `reference` names what caused it, once."""
    owed = OwedInvoice(
        partner_id=partner_id,
        owed_invoice_id=ids.derived_id("OI", partner_id, source.value, reference),
        source=source,
        reference=reference,
        contracting_entity=contracting_entity,
        tax_rate=tax_rate,
        amount=amount,
        offset_amount=Money.zero(amount.currency),
        recorded_at=work.now,
    )
    work.add(owed)
    sums = work.get(owed_invoice_total_key(partner_id), or_none=True) or OwedInvoiceTotal(partner_id=partner_id)
    work.count(sums, amount=amount, **({"rebates": amount} if source in _REBATES else {}))
    return owed
