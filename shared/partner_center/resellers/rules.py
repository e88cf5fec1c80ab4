"""Who may begin to work with whom: one table of conditions, asked when a distributor invites, a reseller accepts, a distributor approves.

11.1.2/r1-r3, 3.6.2/r1-r3; all reasons that hold are answered together. Programs does not exist yet: being in the reseller program is the
partner's type and standing, its country and business region stand on the partner, and the vendor keeps all three (partners).

OPEN in 11.1.1: approving re-checks the same (its text). OPEN in 11.1.2/r2: country or region and business region must be equal, the
latter as far as it is known; a reseller whose region is not recorded states it when it accepts (3.6.2/r5).
OPEN in chapter 11, what a delisted distributor may do: it takes on no more resellers. One that is exiting still does.
OPEN in 3.6.3/r8: inviting an account that is in no program yet, whose acceptance then joins it, waits for programs; it is refused here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from partner_center.kernel.errors import Refusal
from partner_center.kernel.permissions import PartnerType
from partner_center.partners import Partner, Standing
from partner_center.resellers.relation import Parties


class Step(Enum):
    """On the way to a relation."""

    INVITE = "invite"
    ACCEPT = "accept"
    APPROVE = "approve"


@dataclass(frozen=True)
class Facts:
    """What a step is decided on. `chosen` is the business region that the reseller states."""

    step: Step
    distributor: Partner
    reseller: Partner
    cooperates_with: str | None
    chosen: str | None = None

    @property
    def regions(self) -> set[str]:
        """The business regions that are known of the two."""
        return {region for region in (self.distributor.business_region, self.reseller.business_region, self.chosen) if region}

    @property
    def region_unknown(self) -> bool:
        """Whether a business region that must be compared now is not known."""
        own = self.chosen or self.reseller.business_region
        return self.distributor.business_region is None or (own is None and self.step is not Step.INVITE)


@dataclass(frozen=True)
class Condition:
    """One line of the table. Where a `decisive` one holds nothing further is asked, nor told about the other side."""

    code: str
    rule: str
    way_out: str | None
    holds: Callable[[Facts], bool]
    decisive: bool = False


CONDITIONS = (
    Condition(
        "not_a_distributor", "19.1/r1", None, lambda facts: facts.distributor.partner_type is not PartnerType.DISTRIBUTOR, decisive=True
    ),
    Condition(
        "not_a_reseller",
        "11.1.2/r1",
        "reseller_joins_the_program_first",
        lambda facts: facts.reseller.partner_type is not PartnerType.RESELLER or facts.reseller.standing is Standing.DELISTED,
        decisive=True,
    ),
    Condition("reseller_leaving", "11.1.2/r1", None, lambda facts: facts.reseller.standing is Standing.EXITING),
    Condition("own_distributor_delisted", "12.2.1.1/r1", None, lambda facts: facts.distributor.standing is Standing.DELISTED),
    Condition("cooperates_already", "3.6.2/r1", None, lambda facts: facts.cooperates_with == facts.distributor.partner_id),
    Condition(
        "cooperates_with_another",
        "11.1.2/r3",
        "end_the_other_cooperation",
        lambda facts: facts.cooperates_with not in {None, facts.distributor.partner_id},
    ),
    Condition("country_region_differs", "11.1.2/r2", None, lambda facts: facts.distributor.country_region != facts.reseller.country_region),
    Condition("business_region_differs", "3.6.2/r2", None, lambda facts: len(facts.regions) > 1),
    Condition("business_region_unknown", "3.6.2/r2", "have_the_region_recorded", lambda facts: facts.region_unknown),
)
NOBODY = Partner(partner_type=PartnerType.SOLUTION_PROVIDER)  # an account that is unknown is no reseller, like one that is something else


def reasons_against(step: Step, parties: Parties, *, chosen: str | None = None) -> list[Refusal]:
    """Why two parties may not take a step; none: they may."""
    facts = Facts(
        step,
        parties.distributor or NOBODY,
        parties.reseller or NOBODY,
        parties.organisation.distributor_id if parties.organisation else None,
        chosen,
    )
    refusals: list[Refusal] = []
    for condition in CONDITIONS:
        if condition.holds(facts):
            refusals.append(Refusal.because(condition.code, condition.rule, way_out=condition.way_out))
            if condition.decisive:
                break
    return refusals
