"""What the area tells others. An account belongs to no partner, whoever it acts for: `partner_id` is empty."""

from __future__ import annotations

from partner_center.identity.account import RealNameKind
from partner_center.platform.contracts import Time
from partner_center.platform.events import DomainEvent


class AccountRegistered(DomainEvent, name="identity.account_registered"):
    """Somebody opened an account by himself (1.1)."""

    user_id: str


class CloudAccountActivated(DomainEvent, name="identity.cloud_account_activated"):
    """The cloud account of an account is activated (1.1/r3)."""

    user_id: str


class RealNameVerified(DomainEvent, name="identity.real_name_verified"):
    """The real name of an account is proved (1.1/r4)."""

    user_id: str
    kind: RealNameKind
    verified_at: Time
