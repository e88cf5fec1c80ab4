"""What the area tells others. The tenant of an event is whose people should hear of it."""

from __future__ import annotations

from partner_center.platform.contracts import Time
from partner_center.platform.events import DomainEvent


class CooperationApplied(DomainEvent, name="resellers.cooperation_applied"):
    """A reseller that the vendor admitted wants to work with the distributor `partner_id` (11.1.1)."""

    application_id: str
    reseller_id: str
    reseller_name: str
    applied_at: Time


class CooperationDecided(DomainEvent, name="resellers.cooperation_decided"):
    """The distributor approved or rejected the application of the reseller `partner_id`."""

    application_id: str
    distributor_id: str
    distributor_name: str
    status: str
    review_opinion: str | None


class ResellerInvited(DomainEvent, name="resellers.reseller_invited"):
    """A mail with a link is to go out for the distributor `partner_id`; `sending` counts the mails of the invitation."""

    invitation_id: str
    sending: int


class InvitationAccepted(DomainEvent, name="resellers.invitation_accepted"):
    """A reseller accepted the invitation of the distributor `partner_id`."""

    invitation_id: str
    reseller_id: str
    reseller_name: str
    accepted_at: Time


class CooperationBegan(DomainEvent, name="resellers.cooperation_began"):
    """The reseller `partner_id` has a distributor."""

    reseller_name: str
    distributor_id: str
    distributor_name: str
    since: Time


class CooperationEnded(DomainEvent, name="resellers.cooperation_ended"):
    """The reseller `partner_id` has no distributor any more."""

    reseller_name: str
    distributor_id: str
    ended_at: Time
