"""The person responsible for a customer answers its alerts (10.4.5.1; 11.3.5.1 and 12.3.5.1 alike)."""

from __future__ import annotations

from collections.abc import Callable

from partner_center.customers.alerts.alert import AlertStatus, CustomerAlert, alert_key, is_of, refuses_handling, refuses_person
from partner_center.customers.alerts.answers import ChurnReason, NotChurnedFeedback, ResourceResult
from partner_center.customers.alerts.category import AlertCategory
from partner_center.customers.alerts.contracts import AlertHandling, HandleAlert, HandleChurnAlert, HandleResourceAlert
from partner_center.customers.alerts.events import AlertHandled
from partner_center.customers.association import association_key
from partner_center.kernel.errors import NotFound, Refusal
from partner_center.platform.caller import Caller
from partner_center.platform.work import Work

OTHER = {ChurnReason.OTHER, NotChurnedFeedback.OTHER, ResourceResult.OTHER}


def handle_churn_alert(request: HandleChurnAlert, caller: Caller, work: Work) -> AlertHandling:
    """Say whether the customer is lost, with the reason or the feedback that belongs to it.

    Raises Refused `not_responsible_for_customer`, `alert_already_handled`, `alert_of_other_category`, `churn_reason_required`,
    `churn_feedback_required`, `answer_contradicts_itself`, `text_only_with_other`; NotFound.
    """

    def note(alert: CustomerAlert) -> None:
        alert.churned = request.customer_churned
        alert.churn_reason, alert.not_churned_feedback = request.churn_reason, request.not_churned_feedback

    chosen = request.churn_reason or request.not_churned_feedback
    return _handle(request, AlertCategory.CHURN, caller, work, note, refuses_answer(request), _refuses_text(request, chosen))


def handle_resource_alert(request: HandleResourceAlert, caller: Caller, work: Work) -> AlertHandling:
    """Say what became of a resource alert. Raises Refused as `handle_churn_alert` where it applies; NotFound."""

    def note(alert: CustomerAlert) -> None:
        alert.resource_result = request.result

    return _handle(request, AlertCategory.RESOURCE, caller, work, note, _refuses_text(request, request.result))


def refuses_answer(request: HandleChurnAlert) -> Refusal | None:
    """Lost asks for a reason, not lost for feedback, and neither for the other's (10.4.5.1/r4, r5)."""
    if request.customer_churned:
        if request.churn_reason is None:
            return Refusal.because("churn_reason_required", "10.4.5.1/r4")
        return Refusal.because("answer_contradicts_itself", "10.4.5.1/r4") if request.not_churned_feedback is not None else None
    if request.not_churned_feedback is None:
        return Refusal.because("churn_feedback_required", "10.4.5.1/r5")
    return Refusal.because("answer_contradicts_itself", "10.4.5.1/r5") if request.churn_reason is not None else None


def _refuses_text(request: HandleAlert, chosen: ChurnReason | NotChurnedFeedback | ResourceResult | None) -> Refusal | None:
    """OPEN in 10.4.5.1: a text goes with 其他 alone, and need not."""
    if request.other_text is not None and chosen not in OTHER:
        return Refusal.because("text_only_with_other", "10.4.5.1")
    return None


def _handle(
    request: HandleAlert,
    category: AlertCategory,
    caller: Caller,
    work: Work,
    note: Callable[[CustomerAlert], None],
    *answers: Refusal | None,
) -> AlertHandling:
    alert, association = work.look(
        alert_key(request.customer_id, request.alert_id), association_key(caller.partner_id, request.customer_id)
    )
    if alert is None or association is None or not is_of(alert, association):
        raise NotFound("alert")
    work.require(refuses_person(caller, association))
    work.require(refuses_handling(alert, category), *answers)
    note(alert)
    alert.other_text = request.other_text
    alert.status = AlertStatus.HANDLED
    alert.handled_at, alert.handled_by, alert.handled_by_name = work.now, caller.user_id, caller.name or None
    work.change(alert)
    work.rely_on(association)  # whoever takes the customer meanwhile takes the right to answer with it
    work.emit(
        AlertHandled(
            partner_id=association.partner_id,
            customer_id=alert.customer_id,
            associated_at=association.associated_at,
            alert_id=alert.alert_id,
            category=category,
        )
    )
    return AlertHandling(customer_id=alert.customer_id, alert_id=alert.alert_id, status=alert.status, handled_at=work.now)
