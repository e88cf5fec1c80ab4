"""The page of owed invoices."""

from __future__ import annotations

from partner_center.invoicing.owed import OwedInvoice, OwedInvoiceSource
from partner_center.kernel.labels import Label
from partner_center.platform.table import OWNER
from partner_center.platform.view import View, col, equals

OWED_INVOICES = View(
    OwedInvoice,
    title=Label("欠票记录", "Owed invoices"),
    within=lambda caller, _: OwedInvoice.partition(partner_id=caller.partner_id),
    index=OWNER,
    columns=[
        col("owed_invoice_id", "欠票ID", "Owed invoice ID"),
        col("source", "来源", "Source"),
        col("reference", "来源单号", "Reference"),
        col("contracting_entity", "签约主体", "Contracting entity"),
        col("tax_rate", "税率", "Tax rate"),
        col("amount", "欠票金额(¥)", "Amount"),
        col("offset_amount", "已抵扣金额(¥)", "Offset"),
        col("open_amount", "未抵扣金额(¥)", "Open", value=lambda owed: owed.amount - owed.offset_amount),
        col("recorded_at", "产生时间", "Recorded at"),
    ],
    filters=[equals("source", "来源", "Source", OwedInvoiceSource)],
)
