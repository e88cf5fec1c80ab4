"""An activity of the vendor for which partners may invite. The vendor feeds them; a link made for one ends with it (10.3.4.3/r5)."""

from __future__ import annotations

from datetime import datetime

from partner_center.kernel.errors import Refusal
from partner_center.platform.table import Instant, Key, Place, Record, Text


class InviteActivity(Record, kind="invite_activity"):
    """One activity. It lasts from `starts_at` until just before `ends_at`; what the vendor changes holds for links made before as well."""

    PLACE = Place("invite_activity", "{activity_id}")

    activity_id = Text()
    name = Text()
    description = Text(null=True)
    starts_at = Instant()
    ends_at = Instant()

    def refuses_link(self, now: datetime) -> Refusal | None:
        """For an activity that is over nobody is invited any more; links may be made before it begins."""
        if now < self.ends_at:
            return None
        return Refusal.because("activity_over", "10.3.4.3/r5", way_out="choose_another_activity", deadline=self.ends_at)

    def refuses_acceptance(self, now: datetime) -> Refusal | None:
        """A link holds as long as its activity says."""
        if now < self.starts_at:
            return Refusal.because("activity_not_begun", "10.3.4.3/r5", deadline=self.starts_at)
        if now >= self.ends_at:
            return Refusal.because("link_expired", "10.3.4.3/r5", way_out="ask_for_new_invitation", deadline=self.ends_at)
        return None


def activity_key(activity_id: str) -> Key[InviteActivity]:
    """The address of an activity."""
    return InviteActivity.key(activity_id=activity_id)
