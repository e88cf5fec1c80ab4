"""The notice on switching the association type (关联关系切换须知), which the customer ticks beside that on associating (10.4.1.5/r23)."""

from __future__ import annotations

from partner_center.customers.terms import PACKAGE
from partner_center.kernel.errors import Refusal
from partner_center.platform.agreement import Agreement

SWITCHING_NOTICE = Agreement("association_switching_notice", PACKAGE, "switching_notice")


def refuses_switching_notice(accepted: bool) -> Refusal | None:
    """It must be ticked before the switch."""
    return None if accepted else Refusal.because("switching_notice_not_accepted", "10.4.1.5/r23")
