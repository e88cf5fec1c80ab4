"""What other areas learn of authorizations and agency sessions."""

from __future__ import annotations

from partner_center.platform.caller import Purpose
from partner_center.platform.contracts import Time
from partner_center.platform.events import DomainEvent


class AuthorizationRequested(DomainEvent, name="customers.authorization_requested"):
    """A partner asks a customer to let it act on the customer's behalf (10.4.1.7)."""

    customer_id: str
    authorization_id: str
    requested_at: Time


class AuthorizationDecided(DomainEvent, name="customers.authorization_decided"):
    """The customer agreed (`authorized`) or refused (`rejected`)."""

    customer_id: str
    authorization_id: str
    decision: str
    decided_at: Time


class AuthorizationCancelled(DomainEvent, name="customers.authorization_cancelled"):
    """An authorization, or a request for one, has ended: by the customer, or with what it stood on (CancelledBy)."""

    customer_id: str
    authorization_id: str
    cancelled_by: str
    cancelled_at: Time


class AgencySessionStarted(DomainEvent, name="customers.agency_session_started"):
    """A partner's user acts as the customer from now on (10.4.1.8, 10.4.1.9)."""

    customer_id: str
    agency_session_id: str
    purpose: Purpose
    started_at: Time
