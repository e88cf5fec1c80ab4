"""Who is to be told: a template's audience, resolved to people with their inbox and addresses at the moment of telling."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from partner_center.customers import budget_alert_recipients, customer_account_key
from partner_center.identity import VENDOR, Membership, MemberStatus, account_key, membership_key
from partner_center.kernel import ids
from partner_center.kernel.errors import Broken
from partner_center.kernel.permissions import PERMISSIONS, Role
from partner_center.notices.message import customer_inbox
from partner_center.notices.subscription import Subscription, chosen, subscription_key
from partner_center.notices.template import Template
from partner_center.organisation import CustomRole, grantable, limited_to
from partner_center.platform.caller import Caller
from partner_center.platform.reach import managed_key
from partner_center.platform.table import OWNER
from partner_center.platform.work import Work

OF_CUSTOMER = "customer/"  # begins the tenant of an event that tells of a customer's own deed


@dataclass(frozen=True)
class Recipient:
    """Somebody to be told. `who` is the same for the same person; `scope` says whose notice it is; no inbox: not by portal message."""

    who: str
    scope: str
    name: str
    inbox: str | None = None
    email: str | None = None
    mobile: str | None = None


@dataclass(frozen=True)
class Addressed:
    """Recipients of one template, and the partner's subscription where they are a partner's."""

    recipients: tuple[Recipient, ...]
    subscription: Subscription | None = None


def audience_of(template: Template, data: dict[str, Any], work: Work) -> Addressed:
    """Whom a template's event is told to. Raises Broken for an audience of an unknown kind."""
    audience, partner_id = template.audience, data.get("partner_id") or None
    match audience["to"]:
        case "members":
            return _members(template, data, partner_id, work) if partner_id else Addressed(())
        case "staff":
            return Addressed(tuple(_member(found, VENDOR) for found in _entitled(VENDOR, _permission(audience, data), work)))
        case "customer":
            return Addressed(_customers([data.get(audience["field"])], work))
        case "customers":
            return Addressed(_customers([entry[audience["at"]] for entry in data.get(audience["field"]) or ()], work))
        case "user":
            return _user(_text(audience, data), partner_id, template, work)
        case "budget_recipients":
            return Addressed(tuple(_budget_recipients(partner_id, work))) if partner_id else Addressed(())
        case "address":
            return Addressed(tuple(_address(audience, data, partner_id)))
    raise Broken(f"{template.code}: no audience {audience['to']}")


def rights_of(member: Membership, own_roles: dict[str, CustomRole]) -> Caller:
    """A member as it would call: the rights of its roles and of the partner's own ones."""
    roles = tuple(role for role in member.roles if Role(role).side is member.actor)
    holdable = set(grantable())
    granted = {name for role in member.custom_roles if role in own_roles for name in own_roles[role].permissions} & holdable
    limits = limited_to(member)
    return Caller(member.user_id, member.actor, roles, partner=member.partner_id, granted=tuple(sorted(granted)), limited_to=limits)


def _members(template: Template, data: dict[str, Any], partner_id: str, work: Work) -> Addressed:
    """A partner's members with the permission, each within his data scope, as it chose among them; and whom it named beside them."""
    audience = template.audience
    subscription = work.get(subscription_key(partner_id, template.category), or_none=True)
    subscription = subscription or Subscription.default(partner_id, template.category)
    entitled = {}
    manager = _manager_of(data, partner_id, work)
    for member in _entitled(partner_id, _permission(audience, data), work):
        limits = limited_to(member)
        if limits is None or not (audience.get("unlimited") or ("customer_id" in data and manager not in limits)):
            entitled[member.user_id] = member
    told = chosen(subscription.members, entitled)
    beside = (
        Recipient(f"address/{known['id']}", f"partner/{partner_id}", known["name"], email=known["email"], mobile=known["mobile"])
        for known in subscription.addresses
    )
    return Addressed((*(_member(entitled[user_id], partner_id) for user_id in sorted(told)), *beside), subscription)


def _manager_of(data: dict[str, Any], partner_id: str, work: Work) -> str | None:
    if not (customer_id := data.get("customer_id")):
        return None
    managed = work.get(managed_key(partner_id, customer_id), or_none=True)
    return managed.manager_id if managed else None


def _entitled(tenant: str, permission: str, work: Work) -> Iterator[Membership]:
    members = list(work.every(Membership, Membership.owner_partition(tenant=tenant), index=OWNER, limit=1000))
    own: dict[str, CustomRole] = {}
    if any(list(member.custom_roles) for member in members):
        own = {role.role_id: role for role in work.every(CustomRole, CustomRole.partition(partner_id=tenant))}
    for member in members:
        if member.status is MemberStatus.ACTIVE and rights_of(member, own).may(permission):
            yield member


def _member(member: Membership, tenant: str) -> Recipient:
    scope = VENDOR if tenant == VENDOR else f"partner/{tenant}"
    inbox = f"{scope}/{member.user_id}"
    return Recipient(f"user/{member.user_id}", scope, member.name, inbox, member.email, member.mobile)


def _customers(customer_ids: list[Any], work: Work) -> tuple[Recipient, ...]:
    wanted = [customer_id for customer_id in dict.fromkeys(customer_ids) if customer_id]
    accounts = work.look(*(customer_account_key(customer_id) for customer_id in wanted)) if wanted else []
    return tuple(
        Recipient(
            f"customer/{customer_id}",
            f"customer/{customer_id}",
            account.account_name if account else customer_id,
            customer_inbox(customer_id),
            account.email if account else None,
            account.mobile if account else None,
        )
        for customer_id, account in zip(wanted, accounts, strict=True)
    )


def _user(user_id: str | None, tenant: str | None, template: Template, work: Work) -> Addressed:
    """One person: as a member of the tenant that the event names, otherwise as the holder of his own account."""
    if not user_id:
        return Addressed(())
    if tenant is None or tenant.startswith(OF_CUSTOMER):
        account = work.get(account_key(user_id), or_none=True)
        name, email, mobile = (account.account_name, account.email, account.mobile) if account else (user_id, None, None)
        customer_id = tenant.removeprefix(OF_CUSTOMER) if tenant else user_id
        return Addressed((Recipient(f"user/{user_id}", f"customer/{customer_id}", name, customer_inbox(customer_id), email, mobile),))
    member = work.get(membership_key(user_id, tenant), or_none=True)
    if member is not None and member.status is not MemberStatus.ACTIVE:
        return Addressed(())
    scope = VENDOR if tenant == VENDOR else f"partner/{tenant}"
    recipient = _member(member, tenant) if member else Recipient(f"user/{user_id}", scope, user_id, f"{scope}/{user_id}")
    subscription = work.get(subscription_key(tenant, template.category), or_none=True) if tenant != VENDOR else None
    return Addressed((recipient,), subscription)


def _address(audience: dict[str, Any], data: dict[str, Any], partner_id: str | None) -> Iterator[Recipient]:
    email, mobile = (data.get(audience[field]) if field in audience else None for field in ("email", "mobile"))
    if email or mobile:
        name = data.get(audience.get("name", "")) or email or mobile
        scope = f"partner/{partner_id}" if partner_id else VENDOR
        yield Recipient(f"address/{ids.fingerprint(email or '', mobile or '')}", scope, str(name), email=email, mobile=mobile)


def _budget_recipients(partner_id: str, work: Work) -> Iterator[Recipient]:
    """Whom the partner named for budget warnings (10.4.1.4); the choices of its members do not concern them."""
    for known in budget_alert_recipients(work, partner_id):
        yield Recipient(f"budget/{known.recipient_id}", f"partner/{partner_id}", known.name, email=known.email, mobile=known.mobile)


def _text(audience: dict[str, Any], data: dict[str, Any]) -> str | None:
    value = data.get(audience["field"])
    return str(value).partition(audience["up_to"])[0] if value and "up_to" in audience else value


def _permission(audience: dict[str, Any], data: dict[str, Any]) -> str:
    permission = str(data[audience["permission_in"]] if "permission_in" in audience else audience["permission"])
    if permission not in PERMISSIONS:
        raise Broken(f"no permission {permission}")
    return permission
