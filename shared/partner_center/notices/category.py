"""Categories of notices (消息类型): what a partner subscribes to (data/categories.json, rows in force by date)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from partner_center.kernel import clock
from partner_center.kernel.effective import rows
from partner_center.kernel.labels import Label

BUDGET_ALERTS = "budget_alerts"  # 财务消息 > 伙伴预算提醒 (10.4.1.4)


@dataclass(frozen=True)
class Category:
    """One category. `always`: it tells of money or security and cannot be switched off."""

    code: str
    label: Label
    always: bool


def categories(at: datetime) -> dict[str, Category]:
    """The categories in force at an instant, by code."""
    begun = [row for row in rows("partner_center.notices", "categories") if clock.instant(row["effective_from"]) <= at]
    return {row["code"]: Category(row["code"], Label(row["zh"], row["en"]), bool(row["always"])) for row in begun}
