"""The account check before an application, by either side; it changes nothing and may be run again (10.4.1.5/r19, 13.2/r11)."""

from __future__ import annotations

from partner_center.customers.applications.application import Operation, Side
from partner_center.customers.applications.case import Case, load_case, partner_of
from partner_center.customers.applications.conditions import Condition, Facts, lines_of
from partner_center.customers.applications.contracts import AccountCheck, CheckLine, CheckOwnAccount, RunAccountCheck
from partner_center.customers.association import refuses_unless_linked
from partner_center.customers.contracts import Words
from partner_center.platform.caller import Caller
from partner_center.platform.work import Work


def run_account_check(request: RunAccountCheck, caller: Caller, work: Work) -> AccountCheck:
    """The partner's check. Raises NotFound for a foreign customer; Refused `customer_not_linked`."""
    case, _ = load_case(work, caller.partner_id, request.customer_id)
    return _check(work, case, Side.PARTNER, request.operation)


def check_unbind_account(request: CheckOwnAccount, caller: Caller, work: Work) -> AccountCheck:
    """The customer's check, of its own request or of a switch that its partner asked for. NotFound for a customer without a partner."""
    case, _ = load_case(work, partner_of(work, caller), caller.customer_id)
    return _check(work, case, Side.CUSTOMER, request.operation)


def _check(work: Work, case: Case, side: Side, operation: Operation) -> AccountCheck:
    work.require(refuses_unless_linked(case.association))
    facts = case.facts(work.now)
    checks = [_line(line, facts) for line in lines_of(side, operation, facts)]
    return AccountCheck(
        operation=operation,
        association_type=case.association.association_type,
        passed=all(check.passed for check in checks),
        checks=checks,
        notes=case.notes(operation),
    )


def _line(line: Condition, facts: Facts) -> CheckLine:
    refusal = line.refusal(facts)
    return CheckLine(
        code=line.code,
        title=Words.of(line.code),
        passed=refusal is None,
        rule=line.rule,
        hint=Words.of(line.way_out) if refusal else None,
        until=refusal.deadline if refusal else None,
    )
