from .owed import OwedInvoice as OwedInvoice, OwedInvoiceSource as OwedInvoiceSource, record_owed_invoice as record_owed_invoice
from .views import OWED_INVOICES as OWED_INVOICES
