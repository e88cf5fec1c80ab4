"""Reconcile a bill with the usage file by itself: no code of the product, only the csv module and decimals.

    python tests/reconcile.py focus.csv mapping.json bill.json

mapping.json: [[provider, sub-account, customer], …] of the partner's resale customers; bill.json: the answer of
GET /billing/bills/{period}.
A line counts in the month of its BillingPeriodStart; costs are USD at 7.0; each customer's sums are rounded half up once.
"""

import csv
import json
import sys
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path


def main(focus: str, mapping: str, bill: str) -> None:
    customers = {(provider, account): customer for provider, account, customer in json.loads(Path(mapping).read_text("utf-8"))}
    billed = json.loads(Path(bill).read_text("utf-8"))
    sums = defaultdict(Decimal)
    with Path(focus).open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines):
            customer = customers.get((line["ProviderName"], line["SubAccountId"]))
            if customer and line["BillingPeriodStart"].startswith(billed["billing_period"]):
                cost = Decimal(line["BilledCost"]) * 7
                adjusts = line["ChargeCategory"] == "Adjustment"
                sums["adjustment" if adjusts else "refund" if cost < 0 else "consumption", customer] += cost if adjusts else abs(cost)
    wrong = 0
    for kind in ("consumption", "refund", "adjustment"):
        by_file = sum((v.quantize(Decimal("0.01"), ROUND_HALF_UP) for (k, _), v in sums.items() if k == kind), Decimal("0.00"))
        by_bill = Decimal(billed[kind]["amount"])
        wrong += by_file != by_bill
        print(f"{kind:12} file {by_file:>10}  bill {by_bill:>10}  {'agrees' if by_file == by_bill else 'DIFFERS'}")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
