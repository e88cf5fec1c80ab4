"""The statement of the top-up or the credit account (guide 10.6.3.6, 11.5.3.5, 12.5.1)."""

from partner_center.funds import LEDGER

app = LEDGER.get(
    "/ledger",
    allow="funds.read",
    guide=["10.6.3.6/list_ledger_entries", "11.5.3.5/list_ledger_entries", "12.5.1/list_ledger_entries"],
)
