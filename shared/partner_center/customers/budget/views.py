"""Whom a partner wants to be warned (guide 10.4.1.4)."""

from __future__ import annotations

from typing import Any

from partner_center.customers.budget.record import BudgetRecipient, recipient_key, refuses_partner
from partner_center.kernel.errors import Refused
from partner_center.kernel.labels import Label
from partner_center.platform.caller import Caller
from partner_center.platform.view import View, col


def _partition(caller: Caller, asked: dict[str, Any]) -> str:
    if (refusal := refuses_partner(caller)) is not None:
        raise Refused(refusal)
    return BudgetRecipient.partition(partner_id=caller.partner_id)


BUDGET_RECIPIENTS = View(
    BudgetRecipient,
    title=Label("伙伴预算提醒接收人", "Recipients of budget warnings"),
    within=_partition,
    one=lambda caller, recipient_id: recipient_key(caller.partner_id, recipient_id),
    columns=[
        col("recipient_id", "接收人编号", "Recipient"),
        col("name", "姓名", "Name", masked=True),
        col("email", "邮箱", "E-mail", masked=True),
        col("mobile", "手机", "Mobile", masked=True),
        col("added_at", "添加时间", "Added at"),
    ],
)
