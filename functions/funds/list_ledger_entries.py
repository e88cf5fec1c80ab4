"""The statement of the top-up or the credit account (guide 10.6.3.6)."""

from partner_center.funds import LEDGER

app = LEDGER.get("/ledger", allow="funds.read", guide=["10.6.3.6/list_ledger_entries"])
