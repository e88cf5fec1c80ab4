"""Notices in tests: members with addresses, events told, what was planned and what left."""

from __future__ import annotations

import itertools
import json
from dataclasses import dataclass, field
from typing import Any

import pytest
from botocore.exceptions import ClientError
from pynamodb.exceptions import DoesNotExist

from partner_center.identity import VENDOR, Membership, MemberStatus
from partner_center.kernel import clock, ids
from partner_center.kernel.errors import Unavailable
from partner_center.kernel.permissions import Actor, PartnerType, Role
from partner_center.notices import Delivery, PortalMessage, delivery_key, sending as notices_sending
from partner_center.organisation import Organisation
from partner_center.platform.caller import Caller
from partner_center.platform.table import OWNER, every
from tests.kit.world import World

_EVENTS = itertools.count()


@dataclass
class Letterbox:
    """What left by e-mail and SMS, and how the services answer."""

    mails: list[tuple[str, str, str]] = field(default_factory=list)
    texts: list[tuple[str, str]] = field(default_factory=list)
    fails_with: str | None = None
    tried: int = 0

    def mail(self, to: str, subject: str, text: str) -> None:
        self._answer()
        self.mails.append((to, subject, text))

    def sms(self, mobile: str, text: str) -> None:
        self._answer()
        self.texts.append((mobile, text))

    def _answer(self) -> None:
        self.tried += 1
        if self.fails_with:
            error = ClientError({"Error": {"Code": self.fails_with, "Message": "to somebody@secret.example"}}, "Send")
            raise Unavailable("mail") from error


def a_letterbox(monkeypatch: pytest.MonkeyPatch) -> Letterbox:
    """Stands in for SES and SNS."""
    box = Letterbox()
    monkeypatch.setattr(notices_sending, "send_mail", box.mail)
    monkeypatch.setattr(notices_sending, "send_sms", box.sms)
    return box


def an_organisation(partner_id: str = "P1", **facts: Any) -> Organisation:
    """A partner's organisation, put into the table without a command."""
    given = {"name": "云帆科技", "partner_type": PartnerType.SOLUTION_PROVIDER, **facts}
    return saved(Organisation(partner_id=partner_id, **given))


def a_member(name: str, *roles: Role, of: str = "P1", **facts: Any) -> Membership:
    """A member with an e-mail and a mobile of his own, put into the table without a command."""
    number = sum(name.encode()) % 10_000
    given = {
        "name": name,
        "account_name": name,
        "email": f"{name}@partner.example",
        "mobile": f"1380000{number:04d}",
        "roles": [role.value for role in roles or (Role.PARTNER_ADMIN,)],
        "actor": Actor.VENDOR if of == VENDOR else Actor.PARTNER,
        "status": MemberStatus.ACTIVE,
        "joined_at": clock.now(),
        **facts,
    }
    return saved(Membership(user_id=f"U-{name}", tenant=of, **given))


def caller_of_member(member: Membership) -> Caller:
    """The member as it calls."""
    return Caller(member.user_id, member.actor, tuple(member.roles), member.name, partner=member.partner_id)


def an_event(name: str, *, event_id: str | None = None, **data: Any) -> dict[str, Any]:
    """An event as it goes over the bus."""
    detail = {
        "event_id": event_id or f"CMTEST{next(_EVENTS)}-0",
        "correlation_id": "test-0001",
        "occurred_at": clock.iso(clock.now()),
        "data": {"partner_id": "P1", **data},
    }
    return {"DetailType": name, "Source": "test", "Detail": json.dumps(detail)}


def tell(world: World, name: str, *, times: int = 1, event_id: str | None = None, **data: Any) -> None:
    """Something happened: the event is delivered, and what follows from it."""
    event = an_event(name, event_id=event_id or ids.new_id("CM", clock.now()), **data)
    for _ in range(times):
        world.deliver(event)
    world.settle()


TOP_UP = {"amount": {"amount": "1234.50", "currency": "CNY"}, "reference": "REF-1"}


def deliveries(scope: str = "partner/P1") -> list[Delivery]:
    """What was planned for a partner's people, a customer or the vendor, the first first."""
    return list(every(Delivery, Delivery.owner_partition(scope=scope), index=OWNER))


def delivery(delivery_id: str) -> Delivery | None:
    """A delivery as it is now."""
    key = delivery_key(delivery_id)
    try:
        return Delivery.get(key.partition, key.sort, consistent_read=True)
    except DoesNotExist:
        return None


def inbox(name: str) -> list[PortalMessage]:
    """The messages in an inbox: `partner/P1/U-anna`, `customer/C1`, `vendor/U-bob`."""
    return list(every(PortalMessage, PortalMessage.partition(inbox=name)))


def saved(record: Any) -> Any:
    """A record put into the table without a command."""
    record.settle()
    record.save()
    return record
