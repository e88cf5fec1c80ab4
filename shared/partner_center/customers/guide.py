"""What the online tab explains: the process of online expansion, and whom one may report (10.3.4.1/r34, r35)."""

from __future__ import annotations

from datetime import datetime

from partner_center.customers.contracts import Words
from partner_center.customers.eligibility import CONDITIONS, OnReport
from partner_center.customers.report_contracts import ExpansionGuide, GuideStep, ReportCondition, ReportConditions, ReportResult
from partner_center.customers.terms import PACKAGE, terms
from partner_center.kernel import clock
from partner_center.kernel.effective import rows
from partner_center.kernel.errors import Refusal
from partner_center.kernel.permissions import PartnerType
from partner_center.platform.caller import Caller
from partner_center.platform.work import Work

RESULTS = {OnReport.REFUSED: ReportResult.REFUSED, OnReport.REVIEW: ReportResult.MANUAL_REVIEW}


def get_online_expansion_guide(caller: Caller, work: Work) -> ExpansionGuide:
    """流程引导, step by step. Resellers have none (12.2.1.1/r3)."""
    reseller = caller.partner_type == PartnerType.RESELLER
    work.require(Refusal.because("no_guide_for_resellers", "12.2.1.1/r3") if reseller else None)
    begun = [row for row in rows(PACKAGE, "online_expansion_guide") if clock.instant(row["effective_from"]) <= work.now]
    latest = {row["step"]: row for row in begun}
    return ExpansionGuide(
        steps=[GuideStep(step=step, by=row["by"], text=Words(zh=row["zh"], en=row["en"])) for step, row in sorted(latest.items())]
    )


def list_report_conditions(caller: Caller, work: Work) -> ReportConditions:
    """报备客户条件: who cannot be reported, and who after a manual review only, for the caller's partner type (10.3.4.1/r34)."""
    told = [
        ReportCondition(code=c.code, title=Words.of(c.code), rule=c.report[0], result=RESULTS[c.report[1]])
        for c in CONDITIONS
        if c.report and c.code not in _of_other_types(caller.partner_type, work.now)
    ]
    return ReportConditions(conditions=told)


def _of_other_types(partner_type: str | None, at: datetime) -> set[str]:
    strict = partner_type in terms(at).verified_consumers_refused
    return {"consumption_unverified"} if strict else {"consumption_not_followed"}
