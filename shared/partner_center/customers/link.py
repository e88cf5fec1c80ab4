"""Invitation links and their QR codes: the partner passes general and custom ones on itself, e-mailed ones belong to an expansion record.

General and custom links do not expire and serve many customers (0.5/r2, OPEN in 10.3.4.3), activity links as long as their activity lasts;
what an e-mailed link may still do stands in its expansion record. The token in the link is unguessable and the link's only secret.
"""

from __future__ import annotations

import os
from datetime import datetime
from typing import Any

from partner_center.customers.association import AssociationType
from partner_center.customers.terms import terms
from partner_center.kernel import clock, ids
from partner_center.kernel.errors import NotFound, Refusal
from partner_center.kernel.labels import Labelled
from partner_center.platform.caller import Caller
from partner_center.platform.table import LOOKUP, Choice, Instant, Key, Place, Record, Text, Texts
from partner_center.platform.work import Work


class Channel(Labelled):
    """How a link reaches the customer."""

    EMAIL = "email", "线上邀请", "E-mail invitation"
    GENERAL_LINK = "general_link", "通用邀请链接", "General link"
    CUSTOM_LINK = "custom_link", "自定义邀请链接", "Custom link"
    ACTIVITY_LINK = "activity_link", "活动邀请链接", "Activity link"


class CustomType(Labelled):
    """What a custom link carries."""

    CUSTOM_LABEL = "custom_label", "自定义标签", "Custom label"
    DEDICATED_CM = "dedicated_cm", "专属客户经理", "Dedicated account manager"


class InvitationLink(Record, kind="invitation_link"):
    """A link that invites to an association in one mode. Never changed once made."""

    PLACE = Place("partner/{partner_id}/invitation_link/{channel}", "{link_id}")
    LOOKUP = Place("invitation/{token}", "link")
    MANAGED_BY = "managed_by"
    SECRET = ("token",)

    partner_id = Text()
    link_id = Text()
    token = Text()
    channel = Choice(Channel)
    association_type = Choice(AssociationType)
    custom_type = Choice(CustomType, null=True)
    custom_label = Text(null=True)
    account_manager_id = Text(null=True)
    activity_id = Text(null=True)
    activity_name = Text(null=True)
    remark = Text(null=True)
    record_id = Text(null=True)
    report_id = Text(null=True)
    created_by = Text()
    created_at = Instant()

    @property
    def managed_by(self) -> str:
        """To whom the customers belong who come by it, if he is an account manager: the dedicated one, or whoever made it."""
        return self.account_manager_id or self.created_by


class LinkTimes(Record, kind="invitation_link_times"):
    """When the partner made its latest custom links, so that the limit within 24 hours is known without a search."""

    PLACE = Place("partner/{partner_id}", "invitation_link_times")

    partner_id = Text()
    made_at = Texts()  # instants, oldest first, none older than 24 hours when written

    def refuses_another(self, now: datetime) -> Refusal | None:
        """At most 100 custom links within any 24 hours (10.3.4.3/r4); the deadline says from when on there may be one more."""
        limit = terms(now).custom_links
        recent = self.within_a_day(now)
        if len(recent) < limit:
            return None
        free_at = clock.instant(recent[-limit]) + clock.DAY
        return Refusal.because("link_limit_reached", "10.3.4.3/r4", way_out="use_existing_link", deadline=free_at, limit=limit)

    def within_a_day(self, now: datetime) -> list[str]:
        """The instants that still count."""
        return [text for text in self.made_at if clock.instant(text) > now - clock.DAY]


def link_key(partner_id: str, channel: Channel, link_id: str) -> Key[InvitationLink]:
    """The address of a link."""
    return InvitationLink.key(partner_id=partner_id, channel=channel, link_id=link_id)


def link_by_token(work: Work, token: str) -> InvitationLink:
    """The link that a customer holds. Raises NotFound."""
    found = work.query(InvitationLink, f"invitation/{token}", index=LOOKUP, limit=1).items
    if not found:
        raise NotFound("invitation")
    return found[0]


def url_of(link: InvitationLink) -> str:
    """The address that a customer opens in the portal."""
    return f"{os.environ.get('PORTAL_ORIGIN', 'https://partner-center.example')}/invitations/{link.token}"


def qr_url_of(link: InvitationLink) -> str:
    """The address in the link's QR code: the page for phones (13.1.3)."""
    return f"{url_of(link)}/qr"


def new_link(work: Work, partner_id: str, channel: Channel, association_type: AssociationType, **more: Any) -> InvitationLink:
    """A link with a token of its own."""
    return InvitationLink(
        partner_id=partner_id,
        link_id=more.pop("link_id", None) or ids.new_id("IL", work.now),
        token=ids.secret_token(),
        channel=channel,
        association_type=association_type,
        created_by=more.pop("created_by", None) or work.caller.user_id,
        created_at=work.now,
        **more,
    )


def general_link_id(caller: Caller, association_type: AssociationType) -> str:
    """The id of a user's general link for a mode: there is one."""
    return ids.derived_id("IL", caller.partner_id, caller.user_id, association_type)
