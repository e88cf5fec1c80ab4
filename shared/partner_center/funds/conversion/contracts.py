"""The words of converting partners."""

from __future__ import annotations

from pydantic import model_validator

from partner_center.funds.accounts import AllocationMode
from partner_center.funds.conversion.run import RunStatus
from partner_center.kernel.errors import Wrong
from partner_center.platform.contracts import Id, Request, Response, field

MOST_NAMED = 500  # partners named in one trial; whoever means all says so


class TryModeConversion(Request):
    """Try to convert partners that are named, or all of the other mode; nothing changes (10.6.3.1/r12)."""

    allocation_mode: AllocationMode = field("目标账户模式", "Account mode to convert to")
    partner_ids: list[Id] = field("伙伴", "Partners", default=[], max_length=MOST_NAMED, unique=True)
    all_partners: bool = field("该模式下全部伙伴", "All partners of the other mode", default=False)

    @model_validator(mode="after")
    def _named_or_all(self) -> TryModeConversion:
        if self.all_partners == bool(self.partner_ids):
            raise Wrong("请指定伙伴，或选择全部伙伴", "name partners, or ask for all of them")
        return self


class OfTrial(Request):
    """Of a completed trial."""

    conversion_id: Id


class ModeConversionBegun(Response):
    """A run that was begun."""

    conversion_id: str
    is_trial: bool
    allocation_mode: AllocationMode
    status: RunStatus
