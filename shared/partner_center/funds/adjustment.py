"""The adjustments between a partner and its customers (10.4.1.3): an immutable record each."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

from partner_center.kernel.labels import Labelled
from partner_center.kernel.money import Money
from partner_center.platform.table import Choice, Instant, Key, MoneyAttribute, Place, Record, Text, Texts


class AdjustmentType(Labelled):
    """What an adjustment did; the last two are the system's."""

    ALLOCATE_NORMAL = "allocate_normal", "拨款(普通)", "Allocation (normal)"
    ALLOCATE_EARMARKED = "allocate_earmarked", "拨款(专款专用)", "Allocation (earmarked)"
    RECALL = "recall", "回收", "Recall"
    UNLINK_RECALL = "unlink_recall", "解除关联回收", "Recall on unlinking"
    SWITCH_RECALL = "switch_recall", "切换关联类型回收", "Recall on switching the association type"


_STAMP = "%Y%m%d%H%M%S"


class FundAdjustment(Record, kind="fund_adjustment"):
    """Money moved from a partner to a customer or back. `arrears_settled` is the part of an allocation that paid a debt. CNY."""

    PLACE = Place("partner/{partner_id}/fund_adjustment", "{stamp}/{serial_no}")
    OWNER = Place("customer/{customer_id}/fund_adjustment", "{adjusted_at}/{serial_no}")

    partner_id = Text()
    serial_no = Text()
    customer_id = Text()
    customer_name = Text()
    account_name = Text(null=True)
    adjustment_type = Choice(AdjustmentType)
    amount = MoneyAttribute()
    arrears_settled = MoneyAttribute(default=Money.zero)
    usage_scenarios = Texts()
    adjusted_at = Instant()
    remark = Text(null=True)
    operator = Text(null=True)

    @property
    def stamp(self) -> str:
        """The time inside the serial number, by which the records sort."""
        return stamp_of(self.serial_no)


def new_serial_no(adjustment_type: AdjustmentType, at: datetime) -> str:
    """`AD` for an allocation, `UR` for a recall, the time in UTC, six random digits (samples: AD202409060829023F2413, UR2024…0b9491)."""
    is_allocation = adjustment_type in (AdjustmentType.ALLOCATE_NORMAL, AdjustmentType.ALLOCATE_EARMARKED)
    return f"{'AD' if is_allocation else 'UR'}{at.astimezone(UTC):{_STAMP}}{secrets.token_hex(3).upper()}"


def stamp_of(serial_no: str) -> str:
    """The fourteen digits of time in a serial number; something that is no record's where it has none."""
    return serial_no[2:16] or "-"


def adjustment_key(partner_id: str, serial_no: str) -> Key[FundAdjustment]:
    """The address of an adjustment."""
    return FundAdjustment.key(partner_id=partner_id, stamp=stamp_of(serial_no), serial_no=serial_no)


def adjustment_bounds(since: datetime | None, until: datetime | None) -> tuple[str | None, str | None]:
    """The sort keys between which the adjustments of a span of time lie (to the second)."""
    return (
        since.astimezone(UTC).strftime(_STAMP) if since else None,
        until.astimezone(UTC).strftime(_STAMP) + "/~" if until else None,
    )
