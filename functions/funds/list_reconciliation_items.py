"""What vendor finance has to look at: where providers and our books do not agree (guide 10.6.3.2)."""

from partner_center.funds import RECONCILIATION_ITEMS

app = RECONCILIATION_ITEMS.get("/reconciliation-items", detail="{item_id}", allow="funds.reconcile", guide=[])
