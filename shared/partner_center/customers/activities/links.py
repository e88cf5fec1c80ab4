"""Inviting for an activity (10.3.4.3, tab 活动邀请链接)."""

from __future__ import annotations

from partner_center.customers.activities.activity import InviteActivity, activity_key
from partner_center.customers.activities.contracts import ActivityState, CreateActivityLink, RecordActivity
from partner_center.customers.expanding import Expander, expander_keys
from partner_center.customers.invitation_contracts import Link
from partner_center.customers.link import Channel, new_link
from partner_center.customers.meaning import meaning_of
from partner_center.kernel.errors import NotFound
from partner_center.organisation import manager_key, refuses_manager
from partner_center.platform.caller import Caller
from partner_center.platform.work import Work


def record_invite_activity(request: RecordActivity, work: Work) -> ActivityState:
    """Take in an activity from the vendor's systems, or what has changed of one."""
    activity = work.get(activity_key(request.activity_id), or_none=True) or InviteActivity(activity_id=request.activity_id)
    activity.name, activity.description = request.name, request.description
    activity.starts_at, activity.ends_at = request.starts_at, request.ends_at
    work.keep(activity)
    return ActivityState(activity_id=activity.activity_id, name=activity.name, starts_at=activity.starts_at, ends_at=activity.ends_at)


def create_activity_invite_link(request: CreateActivityLink, caller: Caller, work: Work) -> Link:
    """A link for an activity; whoever comes by it belongs to the account manager that it names (10.3.4.3/r5, r6).

    Without one it belongs to whoever made it, if he is an account manager (r2). The limit of 100 within 24 hours is the custom links' (r4).
    Raises Refused `activity_over`, `not_an_account_manager`; NotFound for an unknown activity or member.
    """
    dedicated = [manager_key(caller.partner_id, request.account_manager_id)] if request.account_manager_id else []
    activity, *rest = work.look(activity_key(request.activity_id), *dedicated, *expander_keys(caller))
    managers, expander = rest[: len(dedicated)], Expander.of(rest[len(dedicated) :])
    if activity is None or any(manager is None for manager in managers):
        raise NotFound("activity or account manager")
    work.require(expander.refuses(), activity.refuses_link(work.now), *(refuses_manager(manager) for manager in managers))
    link = new_link(work, caller.partner_id, Channel.ACTIVITY_LINK, **request.model_dump(), activity_name=activity.name)
    work.add(link)
    return Link.of(link, meaning_of(link.association_type, caller.partner_type, work.now))
