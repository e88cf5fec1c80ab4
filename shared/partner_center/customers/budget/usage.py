"""Watching the use of budgets as consumption arrives: each threshold is warned of once per customer and billing period (10.4.1.4/r3-r5).

Counted once by the events' ids, in whatever order they come: sums do not mind. A jump over several thresholds warns of each, once. A month
is a record of its own, so a new one begins at zero; late usage counts where its billing period is.
"""

from __future__ import annotations

from typing import Any

from partner_center.customers.association import AssociationStatus, association_key
from partner_center.customers.budget.record import BudgetUse, budget_key, use_key
from partner_center.customers.events import BudgetThresholdPassed
from partner_center.customers.overview.consumption import amount_in, net_by_product
from partner_center.kernel import clock
from partner_center.kernel.money import Money, total
from partner_center.platform.consumer import Told
from partner_center.platform.work import Work

ALLOCATIONS = ("allocate_normal", "allocate_earmarked")  # types of funds' adjustments that give; all others take back


def check_budget_usage(told: Told) -> None:
    """Count what was charged or allocated, and warn where consumption has reached a threshold."""
    told.once(lambda work: _count(work, told))


def _count(work: Work, told: Told) -> None:
    data = told.data
    is_usage = "billing_period" in data
    period = data["billing_period"] if is_usage else clock.billing_period(told.happened.at)
    amount = total(net_by_product(data["groups"]).values()) if is_usage else _allocated(data)
    if not amount:
        return
    use, budget, association = work.look(
        use_key(data["partner_id"], data["customer_id"], period),
        budget_key(data["partner_id"], data["customer_id"]),
        association_key(data["partner_id"], data["customer_id"]),
    )
    use = use or BudgetUse(partner_id=data["partner_id"], customer_id=data["customer_id"], billing_period=period)
    if not is_usage:
        use.allocated = use.allocated + amount
        work.keep(use)
        return
    use.used = use.used + amount
    work.keep(use)
    if association is None or association.status is not AssociationStatus.ASSOCIATED:
        return
    limit = use.budget(budget)
    for threshold in use.newly_passed(limit):
        use.warned = [*use.warned, str(threshold)]
        work.emit(
            BudgetThresholdPassed(
                partner_id=use.partner_id,
                customer_id=use.customer_id,
                billing_period=period,
                threshold=threshold,
                budget=limit,
                used=use.used,
            )
        )


def _allocated(data: dict[str, Any]) -> Money:
    amount = abs(amount_in(data["amount"]))
    return amount if data["adjustment_type"] in ALLOCATIONS else -amount
