"""From an event to notices: whom it is told to, by which channels, in which words; one delivery and one portal message each.

Their ids follow from the event, the template and the recipient, so that an event that is delivered five times plans once. A portal message
is there with the plan; what leaves by e-mail and SMS is sent afterwards (sending.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from partner_center.customers import association_key, customer_account_key
from partner_center.kernel import ids
from partner_center.kernel.labels import EN, ZH
from partner_center.notices.audience import OF_CUSTOMER, Recipient, audience_of
from partner_center.notices.delivery import Delivery, DeliveryDue, DeliveryStatus, delivery_key
from partner_center.notices.hours import within_hours, zone_of
from partner_center.notices.message import PortalMessage, message_id_of, message_key
from partner_center.notices.template import Channel, Template, templates_for
from partner_center.organisation import organisation_key
from partner_center.platform.consumer import Told
from partner_center.platform.contracts import masked
from partner_center.platform.table import Key
from partner_center.platform.work import Work

AT_ONCE = 20  # recipients of one template in one transaction: at most three records each


@dataclass(frozen=True)
class Setting:
    """What an event's notices are made of beside the event: names, and the language and time zone of its partner."""

    facts: dict[str, Any]
    language: str
    zone: ZoneInfo


@dataclass(frozen=True)
class Notice:
    """One template for one recipient, by these channels."""

    template: Template
    recipient: Recipient
    channels: tuple[Channel, ...]


def plan_notices(told: Told) -> None:
    """Plan what is told of an event, once. A large audience takes several transactions, each of which adds what is not there yet."""
    told.once(lambda work: _plan(told, work))


def _plan(told: Told, work: Work) -> None:
    templates = templates_for(told.name, told.data, told.happened.at)
    if not templates:
        return
    setting = setting_of(told.data, work)
    wanted = [notice for template in templates for notice in notices_of(template, told.data, work)]
    while len(wanted) > AT_ONCE:
        part, wanted = wanted[:AT_ONCE], wanted[AT_ONCE:]
        told.unit(partial(add_notices, part, told, setting))
    add_notices(wanted, told, setting, work)


def setting_of(data: dict[str, Any], work: Work) -> Setting:
    """Names and settings for an event's notices. A customer's name stands masked, as on the partner's pages."""
    partner_id, customer_id = data.get("partner_id") or None, data.get("customer_id")
    tenant = partner_id if partner_id and not partner_id.startswith(OF_CUSTOMER) else "-"
    organisation, association, account = work.look(
        organisation_key(tenant), association_key(tenant, customer_id or "-"), customer_account_key(customer_id or "-")
    )
    known = (association.customer_name if association else None) or (account.account_name if account else None)
    names = {"partner_name": organisation.name if organisation else partner_id, "customer_name": masked(known) or customer_id}
    language = EN if organisation and organisation.language.startswith("en") else ZH
    return Setting({**data, **names}, language, zone_of(organisation.time_zone if organisation else None))


def notices_of(template: Template, data: dict[str, Any], work: Work) -> Iterator[Notice]:
    """One notice for each recipient whom a channel reaches."""
    addressed = audience_of(template, data, work)
    allowed = [channel for channel in template.channels if addressed.subscription is None or addressed.subscription.takes(channel)]
    for recipient in addressed.recipients:
        reached = {Channel.PORTAL: recipient.inbox, Channel.EMAIL: recipient.email, Channel.SMS: recipient.mobile}
        if channels := tuple(channel for channel in allowed if reached[channel]):
            yield Notice(template, recipient, channels)


def add_notices(notices: list[Notice], told: Told, setting: Setting, work: Work) -> None:
    """Put deliveries and portal messages into the unit of work, as far as they are not there."""
    made = [record for notice in notices for record in _records(notice, told, setting, work.now)]
    keys = [_key_of(record) for record in made]
    for record, known in zip(made, work.look(*keys) if keys else [], strict=True):
        if known is not None:
            continue
        work.add(record)
        if isinstance(record, Delivery) and record.may_be_taken(work.now):
            work.emit(DeliveryDue.of(record, work.now))


def _key_of(record: Delivery | PortalMessage) -> Key[Any]:
    return delivery_key(record.delivery_id) if isinstance(record, Delivery) else message_key(record.inbox, record.message_id)


def _records(notice: Notice, told: Told, setting: Setting, now: datetime) -> Iterator[Delivery | PortalMessage]:
    for channel in notice.channels:
        if channel is Channel.PORTAL:
            yield _message(notice, told, setting)
        else:
            yield _delivery(notice, channel, told, setting, now)


def _message(notice: Notice, told: Told, setting: Setting) -> PortalMessage:
    template, inbox = notice.template, notice.recipient.inbox or ""

    def words(what: str, language: str) -> str:
        return template.rendered(getattr(template, what), setting.facts, language, setting.zone)

    return PortalMessage(
        inbox=inbox,
        message_id=message_id_of(told.happened.at, told.happened.event_id, template.code, inbox),
        event_name=told.name,
        template=template.code,
        category=template.category,
        title_zh=words("title", ZH),
        title_en=words("title", EN),
        text_zh=words("text", ZH),
        text_en=words("text", EN),
        told_at=told.happened.at,
    )


def _delivery(notice: Notice, channel: Channel, told: Told, setting: Setting, now: datetime) -> Delivery:
    template, recipient = notice.template, notice.recipient
    body = template.sms if channel is Channel.SMS and template.sms else template.text
    return Delivery(
        delivery_id=ids.derived_id("ND", told.happened.event_id, template.code, recipient.who, recipient.scope, channel.value),
        event_id=told.happened.event_id,
        event_name=told.name,
        template=template.code,
        category=template.category,
        scope=recipient.scope,
        partner_id=recipient.scope.removeprefix("partner/") if recipient.scope.startswith("partner/") else None,
        recipient=recipient.name,
        channel=channel,
        sent_to=(recipient.email if channel is Channel.EMAIL else recipient.mobile) or "",
        title=template.rendered(template.title, setting.facts, setting.language, setting.zone),
        text=template.rendered(body, setting.facts, setting.language, setting.zone),
        status=DeliveryStatus.PLANNED,
        planned_at=told.happened.at,
        next_try_at=within_hours(now, setting.zone) if template.working_hours_only else now,
    )
