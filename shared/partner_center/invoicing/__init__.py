"""Invoices between the vendor and the partner (10.6.4); so far the owed ones."""

from partner_center.invoicing.owed import OwedInvoice, OwedInvoiceSource, record_owed_invoice
from partner_center.invoicing.views import OWED_INVOICES

__all__ = ["OWED_INVOICES", "OwedInvoice", "OwedInvoiceSource", "record_owed_invoice"]
