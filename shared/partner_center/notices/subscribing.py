"""A partner configures who is told what (消息接收配置; 10.4.1.4 for budget alerts)."""

from __future__ import annotations

from partner_center.identity import MemberStatus, membership_key
from partner_center.kernel.errors import NotFound, Refusal
from partner_center.notices.category import Category, categories
from partner_center.notices.contracts import (
    AddRecipient,
    ExtraRecipient,
    RecipientRef,
    Subscribe,
    Subscriptions,
    SubscriptionState,
)
from partner_center.notices.subscription import Subscription, refuses_silence, subscription_key
from partner_center.platform.caller import Caller
from partner_center.platform.contracts import masked
from partner_center.platform.work import Work


def list_subscriptions(caller: Caller, work: Work) -> Subscriptions:
    """Every category with what holds for it, chosen or not."""
    partner_id = caller.partner_id
    chosen = {known.category: known for known in work.every(Subscription, Subscription.partition(partner_id=partner_id))}
    states = [
        state_of(category, chosen.get(code) or Subscription.default(partner_id, code)) for code, category in categories(work.now).items()
    ]
    return Subscriptions(items=states)


def change_subscription(request: Subscribe, caller: Caller, work: Work) -> SubscriptionState:
    """Choose channels and members for a category. Raises Refused `category_always_told`, `recipient_not_a_member`; NotFound."""
    category = category_of(request.category, work)
    members = [membership_key(user_id, caller.partner_id) for user_id in request.members]
    found, *memberships = work.look(subscription_key(caller.partner_id, category.code), *members)
    strangers = [
        user_id
        for user_id, member in zip(request.members, memberships, strict=True)
        if member is None or member.status is not MemberStatus.ACTIVE
    ]
    work.require(
        refuses_silence(category, portal=request.portal, email=request.email),
        Refusal.because("recipient_not_a_member", user_ids=strangers) if strangers else None,
    )
    subscription = found or Subscription.default(caller.partner_id, category.code)
    subscription.portal, subscription.email, subscription.sms = request.portal, request.email, request.sms
    subscription.members = list(request.members)
    work.keep(subscription)
    return state_of(category, subscription)


def add_recipient(request: AddRecipient, caller: Caller, work: Work) -> ExtraRecipient:
    """Tell somebody beside the members (10.4.1.4/r1, r2). Raises Refused `recipient_known`, `too_many_recipients`; NotFound."""
    category = category_of(request.category, work)
    subscription = _subscription(category, caller, work)
    mobile = request.mobile.removeprefix("+86")
    work.require(subscription.refuses_address(request.email, mobile))
    added = subscription.add_address(request.name, request.email, mobile)
    work.keep(subscription)
    return shown(added)


def remove_recipient(request: RecipientRef, caller: Caller, work: Work) -> SubscriptionState:
    """Tell somebody no more. Raises NotFound."""
    category = category_of(request.category, work)
    subscription = _subscription(category, caller, work)
    if not subscription.drop_address(request.recipient_id):
        raise NotFound("recipient")
    work.keep(subscription)
    return state_of(category, subscription)


def category_of(code: str, work: Work) -> Category:
    """A category in force. Raises NotFound."""
    category = categories(work.now).get(code)
    if category is None:
        raise NotFound("category")
    return category


def state_of(category: Category, subscription: Subscription) -> SubscriptionState:
    """A category as its page shows it; the recipients' names and addresses masked."""
    return SubscriptionState(
        category=category.code,
        name_zh=category.label.zh,
        name_en=category.label.en,
        always=category.always,
        portal=bool(subscription.portal),
        email=bool(subscription.email),
        sms=bool(subscription.sms),
        members=list(subscription.members),
        recipients=[shown(known) for known in subscription.addresses],
    )


def shown(known: dict[str, str]) -> ExtraRecipient:
    """A recipient beside the members, masked."""
    hidden = {name: masked(known[name]) or "" for name in ("name", "email", "mobile")}
    return ExtraRecipient(recipient_id=known["id"], **hidden)


def _subscription(category: Category, caller: Caller, work: Work) -> Subscription:
    found = work.get(subscription_key(caller.partner_id, category.code), or_none=True)
    return found or Subscription.default(caller.partner_id, category.code)
