"""Who calls: what the authorizer found out, handed to every function and every rule."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from partner_center.kernel.errors import Broken, NotFound
from partner_center.kernel.labels import Labelled
from partner_center.kernel.permissions import Actor, holds


class Purpose(Labelled):
    """What a partner's user acts as a customer for (10.4.1.8, 10.4.1.9)."""

    ORDER = "order", "代客下单", "Order on behalf"
    OPERATE = "operate", "代客运维", "Operate on behalf"


@dataclass(frozen=True)
class Agent:
    """Who really acts while the identity is a customer's: a user of the customer's partner, in one agency session."""

    partner_id: str
    user_id: str
    name: str
    agency_session_id: str
    purpose: Purpose

    @classmethod
    def of(cls, data: dict[str, Any]) -> Agent:
        """The agent as the authorizer handed it on."""
        return cls(**{**data, "purpose": Purpose(data["purpose"])})


@dataclass(frozen=True)
class Caller:
    """A person, a program or the system itself. Every read and write is scoped by it.

    With an `agent` it is a customer's identity in the hands of its partner: actor and `customer` are the customer's, `user_id`, `name` and
    `session` the person's who acts. It reaches only functions that declare `agents=` (10.4.1.8/r4, 10.4.1.9/r2).
    """

    user_id: str
    actor: Actor
    roles: tuple[str, ...] = ()
    name: str = ""
    partner: str | None = None
    partner_type: str | None = None
    distributor_id: str | None = None
    customer: str | None = None
    session: str | None = None
    granted: tuple[str, ...] = ()  # permissions of the partner's own roles
    limited_to: tuple[str, ...] | None = None  # the account managers whose customers alone it sees; None: every customer of the partner
    codes_on: bool = False  # the partner asks for verification codes where it may choose
    throttled: bool = False  # called too often: every function answers 429
    agent: Agent | None = None

    @classmethod
    def system(cls, name: str) -> Caller:
        """A schedule or consumer of ours."""
        return cls(user_id=f"system/{name}", actor=Actor.SYSTEM, name=name)

    @classmethod
    def visitor(cls) -> Caller:
        """Somebody who has not signed in."""
        return cls(user_id="visitor", actor=Actor.VISITOR)

    @classmethod
    def from_authorizer(cls, context: dict[str, Any] | None) -> Caller:
        """The caller that the authorizer put into the request's context; a visitor where there is none."""
        if not context or "caller" not in context:
            return cls.visitor()
        data = json.loads(context["caller"])
        tuples = {name: tuple(data[name]) for name in ("roles", "granted", "limited_to") if data.get(name) is not None}
        agent = Agent.of(data["agent"]) if data.get("agent") else None
        return cls(**{**data, **tuples, "actor": Actor(data["actor"]), "agent": agent})

    @property
    def operator(self) -> str | None:
        """Who does it, as pages and logs name him; None for the system, which they show as 无."""
        return None if self.actor is Actor.SYSTEM else self.name or self.user_id

    def as_context(self) -> str:
        """The text that the authorizer hands on."""
        return json.dumps({key: value for key, value in asdict(self).items() if value is not None})

    def may(self, permission: str) -> bool:
        """Whether the caller's roles, built-in or the partner's own, give a permission."""
        return permission in self.granted or holds(self.actor, self.roles, permission)

    @property
    def partner_id(self) -> str:
        """The partner for whom the caller acts. Whoever acts for none sees no partner's records: not found."""
        if self.partner is None:
            raise NotFound("partner")
        return self.partner

    @property
    def customer_id(self) -> str:
        """The customer account that calls; not found for anybody else."""
        if self.customer is None:
            raise NotFound("customer")
        return self.customer

    @property
    def scope(self) -> str:
        """Whose audit trail and idempotency keys the call belongs to."""
        if self.partner:
            return f"partner/{self.partner}"
        if self.customer:
            return f"customer/{self.customer}"
        return self.actor.value if self.actor is not Actor.SYSTEM else self.user_id

    def on_behalf_of(self, partner_id: str) -> Caller:
        """The system acting in a partner's records, so that audit and keys lie with that partner."""
        if self.actor is not Actor.SYSTEM:
            raise Broken("only the system acts on behalf of a partner")
        return Caller(self.user_id, self.actor, self.roles, self.name, partner=partner_id)
