"""An invitation as the customer's side meets it: whose link it is, and whether it still holds (13.1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from partner_center.customers.activities.activity import InviteActivity, activity_key
from partner_center.customers.expanding import Expander, expander_of, inviter_keys
from partner_center.customers.invitation import ExpansionRecord, record_key
from partner_center.customers.link import InvitationLink
from partner_center.kernel.errors import Refusal
from partner_center.partners import Partner
from partner_center.platform.table import Key
from partner_center.platform.work import Work


@dataclass(frozen=True)
class Invitation:
    """A link with its partner and, where it has them, its expansion record and its activity."""

    link: InvitationLink
    expander: Expander
    record: ExpansionRecord | None
    activity: InviteActivity | None

    @property
    def partner(self) -> Partner:
        """Who invites."""
        return self.expander.partner

    @property
    def expires_at(self) -> datetime | None:
        """Until when it can be accepted; None for links that do not expire (0.5/r2)."""
        if self.record is not None:
            return self.record.expires_at
        return self.activity.ends_at if self.activity is not None else None

    def refuses(self, now: datetime, used: str = "link_used") -> list[Refusal | None]:
        """Why it does not hold: its own end, its activity's, or a partner that may win nobody. `used`: what a used one is called."""
        return [
            self.record.refuses_acceptance(self.link, now, used) if self.record else None,
            self.activity.refuses_acceptance(now) if self.activity else None,
            self.expander.refuses_link(),
        ]


def invitation_keys(link: InvitationLink) -> list[Key[Any]]:
    """What `load_invitation` reads first: whoever reads it together with other things saves a round."""
    return [
        *inviter_keys(link.partner_id),
        *([record_key(link.partner_id, link.record_id)] if link.record_id else []),
        *([activity_key(link.activity_id)] if link.activity_id else []),
    ]


def load_invitation(work: Work, link: InvitationLink) -> Invitation:
    """The invitation of a link: one round of reading, two where a reseller invites."""
    found = dict(zip(keys := invitation_keys(link), work.look(*keys), strict=True))
    record = found[record_key(link.partner_id, link.record_id)] if link.record_id else None
    activity = found[activity_key(link.activity_id)] if link.activity_id else None
    return Invitation(link, expander_of(work, link.partner_id), record, activity)
