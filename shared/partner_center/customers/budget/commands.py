"""Setting budgets and naming whom to warn (guide 10.4.1.4)."""

from __future__ import annotations

from partner_center.customers.association import association_key, refuses_unless_linked
from partner_center.customers.budget.contracts import AddRecipient, BudgetState, GetBudget, RecipientRef, RecipientState, SetBudget
from partner_center.customers.budget.record import (
    MOST_RECIPIENTS,
    BudgetRecipient,
    BudgetUse,
    CustomerBudget,
    budget_alert_recipients,
    budget_key,
    refuses_partner,
    use_key,
)
from partner_center.kernel import clock, ids
from partner_center.kernel.errors import NotFound, Refusal
from partner_center.platform.caller import Caller
from partner_center.platform.work import Work


def set_customer_budget(request: SetBudget, caller: Caller, work: Work) -> BudgetState:
    """Set a customer's monthly budget or take it back. What was warned of in this month stays warned of.

    Raises Refused `customer_not_linked`, `no_budget_alerts_for_resellers`; NotFound.
    """
    work.require(refuses_partner(caller))
    period = clock.billing_period(work.now)
    association, budget, use = work.look(
        association_key(caller.partner_id, request.customer_id),
        budget_key(caller.partner_id, request.customer_id),
        use_key(caller.partner_id, request.customer_id, period),
    )
    if association is None:
        raise NotFound("customer")
    work.require(refuses_unless_linked(association))
    budget = budget or CustomerBudget(partner_id=caller.partner_id, customer_id=request.customer_id)
    budget.amount, budget.set_by, budget.set_at = request.amount, caller.user_id, work.now
    work.keep(budget)
    return _state(request.customer_id, period, budget, use)


def get_customer_budget(request: GetBudget, caller: Caller, work: Work) -> BudgetState:
    """A customer's budget and how much of it is used this month. Raises Refused `no_budget_alerts_for_resellers`; NotFound."""
    work.require(refuses_partner(caller))
    period = clock.billing_period(work.now)
    association, budget, use = work.look(
        association_key(caller.partner_id, request.customer_id),
        budget_key(caller.partner_id, request.customer_id),
        use_key(caller.partner_id, request.customer_id, period),
    )
    if association is None:
        raise NotFound("customer")
    return _state(request.customer_id, period, budget, use)


def _state(customer_id: str, period: str, budget: CustomerBudget | None, use: BudgetUse | None) -> BudgetState:
    use = use or BudgetUse()
    return BudgetState(
        customer_id=customer_id,
        billing_period=period,
        budget=use.budget(budget),
        set_by_partner=budget is not None and budget.amount is not None,
        used=use.used,
        warned=[int(level) for level in use.warned],
    )


def add_budget_alert_recipient(request: AddRecipient, caller: Caller, work: Work) -> RecipientState:
    """Name somebody to be warned (10.4.1.4/r1, r2).

    Raises Refused `recipient_known` for the same e-mail and mobile, `too_many_recipients` beyond 20 (OPEN),
    `no_budget_alerts_for_resellers`.
    """
    work.require(refuses_partner(caller))
    known = budget_alert_recipients(work, caller.partner_id)
    recipient_id = ids.derived_id("BR", caller.partner_id, request.email.casefold(), request.mobile)
    work.require(
        Refusal.because("recipient_known", "10.4.1.4/r2") if any(one.recipient_id == recipient_id for one in known) else None,
        Refusal.because("too_many_recipients", "10.4.1.4/r2", limit=MOST_RECIPIENTS) if len(known) >= MOST_RECIPIENTS else None,
    )
    work.add(
        BudgetRecipient(
            partner_id=caller.partner_id,
            recipient_id=recipient_id,
            name=request.name,
            email=request.email,
            mobile=request.mobile,
            added_by=caller.user_id,
            added_at=work.now,
        )
    )
    return RecipientState(recipient_id=recipient_id, recipients=len(known) + 1)


def remove_budget_alert_recipient(request: RecipientRef, caller: Caller, work: Work) -> RecipientState:
    """Warn somebody no more. NotFound for one of nobody's or another partner's; Refused `no_budget_alerts_for_resellers`."""
    work.require(refuses_partner(caller))
    known = budget_alert_recipients(work, caller.partner_id)
    recipient = next((one for one in known if one.recipient_id == request.recipient_id), None)
    if recipient is None:
        raise NotFound("recipient")
    work.remove(recipient)
    return RecipientState(recipient_id=request.recipient_id, recipients=len(known) - 1)
