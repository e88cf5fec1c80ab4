"""Whether a partner may win customers: asked by all that reports or invites, and again when a customer accepts (11.2.2, 12.2.1).

What a caller needs for it lies beside what the command reads anyway: the profile of the partner and, of a reseller, that of its
distributor. OPEN in 12.2.1.3/r1, read as there and for every reason why a partner may win nobody: links that were made before serve no new
association. OPEN in 11.2.2.1: pages of what there is stay open, and so does deleting it, or a withdrawn leave would keep its claims.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from partner_center.kernel.errors import NotFound, Refusal
from partner_center.kernel.permissions import PartnerType
from partner_center.organisation import organisation_key
from partner_center.partners import Partner, partner_key, refuses_expansion
from partner_center.platform.caller import Caller
from partner_center.platform.table import Key
from partner_center.platform.work import Work


@dataclass(frozen=True)
class Expander:
    """A partner that would win a customer, and of a reseller its distributor."""

    partner: Partner
    distributor: Partner | None = None

    @classmethod
    def of(cls, found: Sequence[Partner | None]) -> Expander:
        """From what was read under `expander_keys`."""
        partner, *above = found
        if partner is None:
            raise NotFound("partner")
        return cls(partner, above[0] if above else None)

    def refuses(self) -> Refusal | None:
        """Why it may not report, invite or invite again."""
        return refuses_expansion(self.partner, self.distributor)

    def refuses_link(self) -> Refusal | None:
        """Why a customer cannot use its invitation: said to the customer, whom the partner's own affairs do not concern."""
        if (refusal := self.refuses()) is None:
            return None
        rule = "12.2.1.3/r1" if refusal.code == "distributor_delisted" else refusal.rule
        return Refusal.because("partner_wins_nobody", rule, way_out="contact_the_partner")


def expander_keys(caller: Caller) -> list[Key[Partner]]:
    """What a command of a partner reads beside its own records."""
    return [partner_key(caller.partner_id), *([partner_key(caller.distributor_id)] if caller.distributor_id else [])]


def inviter_keys(partner_id: str) -> tuple[Key[Any], Key[Any]]:
    """The profile of somebody else's partner, and the organisation that knows its distributor."""
    return partner_key(partner_id), organisation_key(partner_id)


def distributor_keys(partner: Partner | None, organisation: Any) -> list[Key[Partner]]:
    """What is still to be read of a reseller; nothing of others."""
    if partner is None or partner.partner_type is not PartnerType.RESELLER or organisation is None or organisation.distributor_id is None:
        return []
    return [partner_key(organisation.distributor_id)]


def expander_of(work: Work, partner_id: str) -> Expander:
    """A partner on whose behalf somebody else decides. One round of reading, two for a reseller. Raises NotFound."""
    partner, organisation = work.look(*inviter_keys(partner_id))
    return Expander.of([partner, *work.look(*distributor_keys(partner, organisation))])
