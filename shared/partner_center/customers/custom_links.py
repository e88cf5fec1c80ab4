"""Offline invitation: the links that a partner makes and passes on itself (10.3.4.3)."""

from __future__ import annotations

from partner_center.customers.expanding import Expander, expander_keys
from partner_center.customers.invitation_contracts import (
    CreateCustomLink,
    GetGeneralLink,
    Link,
    LinkRef,
    QrCode,
)
from partner_center.customers.link import Channel, LinkTimes, general_link_id, link_key, new_link, qr_url_of
from partner_center.customers.meaning import meaning_of
from partner_center.kernel import clock
from partner_center.kernel.errors import NotFound
from partner_center.organisation import manager_key, refuses_manager
from partner_center.platform.caller import Caller
from partner_center.platform.work import Work


def create_custom_invite_link(request: CreateCustomLink, caller: Caller, work: Work) -> Link:
    """A link whose customers carry a label, or go to an account manager (10.3.4.3/r3, r6).

    Raises Refused `link_limit_reached` beyond 100 within 24 hours, counted per partner account (OPEN), `not_an_account_manager`; NotFound
    for a dedicated manager who is no member that the caller sees.
    """
    dedicated = [manager_key(caller.partner_id, request.account_manager_id)] if request.account_manager_id else []
    found, *rest = work.look(LinkTimes.key(partner_id=caller.partner_id), *dedicated, *expander_keys(caller))
    managers, expander = rest[: len(dedicated)], Expander.of(rest[len(dedicated) :])
    if any(manager is None for manager in managers):
        raise NotFound("account manager")
    times = found or LinkTimes(partner_id=caller.partner_id)
    work.require(expander.refuses(), times.refuses_another(work.now), *(refuses_manager(manager) for manager in managers))
    times.made_at = [*times.within_a_day(work.now), clock.iso(work.now)]
    work.keep(times)
    link = new_link(work, caller.partner_id, Channel.CUSTOM_LINK, **request.model_dump())
    work.add(link)
    return Link.of(link, meaning_of(link.association_type, caller.partner_type, work.now))


def get_general_invite_link(request: GetGeneralLink, caller: Caller, work: Work) -> Link:
    """The signed-in user's link for a mode, made when first asked for; its label is the user's account name (10.3.4.3/r1)."""
    link_id = general_link_id(caller, request.association_type)
    link, *expander = work.look(link_key(caller.partner_id, Channel.GENERAL_LINK, link_id), *expander_keys(caller))
    work.require(Expander.of(expander).refuses())
    if link is None:
        link = new_link(work, caller.partner_id, Channel.GENERAL_LINK, request.association_type, link_id=link_id, custom_label=caller.name)
        work.add(link)
    return Link.of(link, meaning_of(link.association_type, caller.partner_type, work.now))


def download_invite_qr_code(request: LinkRef, caller: Caller, work: Work) -> QrCode:
    """The QR code of a link that the partner passes on, as a drawing that stays sharp at any size; it opens the page for phones."""
    import segno

    channels = (Channel.CUSTOM_LINK, Channel.GENERAL_LINK, Channel.ACTIVITY_LINK)
    found = [link for link in work.look(*(link_key(caller.partner_id, channel, request.link_id) for channel in channels)) if link]
    if not found:
        raise NotFound("invitation link")
    code = segno.make(qr_url_of(found[0]), error="m", micro=False)
    return QrCode(file_name=f"invitation-{request.link_id}.svg", image=code.svg_data_uri(scale=8, border=4))
