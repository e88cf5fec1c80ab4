"""The adjustments between a partner and its customers, and between a distributor and its resellers (10.4.1.3, 11.1.5, 11.3.1.3): an
immutable record each.

A distributor's log is one partition of an index: what it did itself and what its resellers did. Every adjustment keeps the distributor of
its time, so that a former distributor goes on seeing what happened while it was the distributor, and nothing since.
"""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

from partner_center.kernel.labels import Labelled
from partner_center.kernel.money import Money
from partner_center.kernel.permissions import PartnerType
from partner_center.platform.table import Choice, Instant, Key, MoneyAttribute, Place, Record, Text, Texts


class AdjustmentType(Labelled):
    """What an adjustment did; the last three are the system's. Towards a reseller there is no choice of a type (11.1.5/r7)."""

    ALLOCATE_NORMAL = "allocate_normal", "拨款(普通)", "Allocation (normal)"
    ALLOCATE_EARMARKED = "allocate_earmarked", "拨款(专款专用)", "Allocation (earmarked)"
    RECALL = "recall", "回收", "Recall"
    UNLINK_RECALL = "unlink_recall", "解除关联回收", "Recall on unlinking"
    SWITCH_RECALL = "switch_recall", "切换关联类型回收", "Recall on switching the association type"
    COOPERATION_RECALL = "cooperation_recall", "结束合作回收", "Recall when a cooperation ended"


_STAMP = "%Y%m%d%H%M%S%f"
_DIGITS = 17  # of a stamp: to the millisecond, so that what one person does in a second is listed in the order in which it was done
RESELLERS_OF = "resellers_of"


class FundAdjustment(Record, kind="fund_adjustment"):
    """Money moved from a partner to a customer or a reseller, or back. CNY.

    arrears_settled: the part of an allocation that paid a debt.
    partner_id is whose money it is. Exactly one of customer_id and reseller_id is known. distributor_id: in whose log it stands beside the
    partner's own, the partner itself where it is a distributor. manager_id: the distributor's account manager who had the reseller.
    """

    PLACE = Place("partner/{partner_id}/fund_adjustment", "{stamp}/{serial_no}")
    OWNER = Place("{side}/{side_id}/fund_adjustment", "{adjusted_at}/{serial_no}")
    LOOKUP = Place("distributor/{distributor_id}/fund_adjustment", "{stamp}/{serial_no}")
    MANAGED_BY = "manager_id"

    partner_id = Text()
    serial_no = Text()
    customer_id = Text(null=True)
    customer_name = Text(null=True)
    account_name = Text(null=True)
    reseller_id = Text(null=True)
    reseller_name = Text(null=True)
    reseller_account = Text(null=True)
    distributor_id = Text(null=True)
    manager_id = Text(null=True)
    adjustment_type = Choice(AdjustmentType)
    amount = MoneyAttribute()
    arrears_settled = MoneyAttribute(default=Money.zero)
    usage_scenarios = Texts()
    adjusted_at = Instant()
    remark = Text(null=True)
    operator = Text(null=True)
    partner_name: str | None = None  # not kept here: what the partner is called when it is shown

    @property
    def side(self) -> str:
        """With whom money was exchanged: one customer, or one of the distributor's resellers."""
        return "customer" if self.customer_id else RESELLERS_OF

    @property
    def side_id(self) -> str | None:
        """The customer; the distributor whose resellers' adjustments lie together."""
        return self.customer_id or self.partner_id

    @property
    def has_detail(self) -> bool:
        """Whether its row leads to a detail: what came back when a customer was unlinked or switched (12.3.1.3)."""
        return self.adjustment_type in (AdjustmentType.UNLINK_RECALL, AdjustmentType.SWITCH_RECALL)

    @property
    def stamp(self) -> str:
        """The time inside the serial number, by which the records sort."""
        return stamp_of(self.serial_no)


def new_serial_no(adjustment_type: AdjustmentType, at: datetime) -> str:
    """`AD` for an allocation, `UR` for a recall, the time in UTC to the millisecond, six random hexadecimal digits.

    The guide's samples (AD202409060829023F2413, UR202401110122020b9491) end the time at the second.
    """
    is_allocation = adjustment_type in (AdjustmentType.ALLOCATE_NORMAL, AdjustmentType.ALLOCATE_EARMARKED)
    return f"{'AD' if is_allocation else 'UR'}{_stamp(at)}{secrets.token_hex(3).upper()}"


def stamp_of(serial_no: str) -> str:
    """The digits of time in a serial number; something that is no record's where it has none."""
    return serial_no[2 : 2 + _DIGITS] or "-"


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime(_STAMP)[:_DIGITS]


def adjustment_key(partner_id: str, serial_no: str) -> Key[FundAdjustment]:
    """The address of an adjustment."""
    return FundAdjustment.key(partner_id=partner_id, stamp=stamp_of(serial_no), serial_no=serial_no)


def adjustment_bounds(since: datetime | None, until: datetime | None) -> tuple[str | None, str | None]:
    """The sort keys between which the adjustments of a span of time lie (to the millisecond)."""
    return _stamp(since) if since else None, f"{_stamp(until)}/~" if until else None


def logs_of(partner_id: str, partner_type: str | None, distributor_id: str | None) -> str | None:
    """In whose log as a distributor a partner's adjustment stands: its own, or that of the one it is a reseller of at that time."""
    if partner_type == PartnerType.DISTRIBUTOR:
        return partner_id
    return distributor_id if partner_type == PartnerType.RESELLER else None


def log_partition(distributor_id: str) -> str:
    """Where everything lies that a distributor's log holds (11.3.1.3/r1-r3)."""
    assert FundAdjustment.LOOKUP is not None
    key = FundAdjustment.LOOKUP.of({"distributor_id": distributor_id, "stamp": "-", "serial_no": "-"})
    assert key is not None
    return key[0]
