"""Withdrawing on a deployed cloud: the code that is always asked for, and vendor finance at the review desk."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from infra.client import Person, Reply, eventually
from infra.deployed_stage import Deployed


@dataclass
class Window:
    """A partner's administrator, to whose mobile codes go, and the vendor's finance."""

    stage: Deployed
    vendor: Person
    admin: Person
    mobile: str

    def a_pass(self) -> str:
        """A pass for a code: withdrawals always ask for one."""
        before = len(self.stage.backstage.sms_to(self.mobile))
        self.admin.post("/identity/verification-codes", {"operation": "withdraw", "channel": "sms"})
        arrived = eventually(lambda: self.stage.backstage.sms_to(self.mobile), lambda found: len(found) > before)
        found = re.search(r"(?<!\d)\d{6}(?!\d)", arrived[-1])
        assert found, arrived[-1]
        checked = self.admin.post("/identity/verification-codes/check", {"operation": "withdraw", "code": found.group()})
        return str(checked["verification_pass"])

    def apply(self, path: str, form: dict[str, Any]) -> Reply:
        """An application with its code."""
        return self.admin.call("POST", f"/funds/withdrawals/{path}", form, X_Verification_Pass=self.a_pass())

    def decide(self, number: str, decision: str) -> None:
        """Vendor finance decides."""
        duty = "/reviews/duties/funds.review_withdrawals/tasks"
        waiting = eventually(lambda: self.vendor.get(duty)["items"], lambda items: any(item["subject_id"] == number for item in items))
        (task,) = [item["task_id"] for item in waiting if item["subject_id"] == number]
        reason = {} if decision == "approved" else {"reason": "银行信息不符"}
        self.vendor.call("POST", f"{duty}/{task}/decision", {"decision": decision, **reason}).ok()

    def balance(self) -> str:
        """What is left on the top-up account."""
        return str(self.admin.get("/funds/balances")["top_up_unallocated"]["amount"])

    def look(self, number: str) -> dict[str, Any]:
        """An application."""
        found: dict[str, Any] = self.admin.get(f"/funds/withdrawals/{number}")
        return found
