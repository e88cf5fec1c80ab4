from .owed import (
    OwedInvoice as OwedInvoice,
    OwedInvoiceSource as OwedInvoiceSource,
    OwedInvoiceTotal as OwedInvoiceTotal,
    owed_invoice_total_key as owed_invoice_total_key,
    record_owed_invoice as record_owed_invoice,
)
from .views import OWED_INVOICES as OWED_INVOICES
