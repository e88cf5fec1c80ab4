"""A partner's settings: verification codes, and how its people are told things (19.8, 4.2)."""

from __future__ import annotations

from partner_center.organisation.contracts import ChangeSettings, MessageSettings, Settings
from partner_center.organisation.organisation import organisation_key
from partner_center.platform.caller import Caller
from partner_center.platform.work import Work


def get_settings(caller: Caller, work: Work) -> Settings:
    """The settings as they are."""
    return Settings.of(work.get(organisation_key(caller.partner_id)))


def change_settings(request: ChangeSettings, caller: Caller, work: Work) -> Settings:
    """Switch codes on or off; it holds from the next call of everybody. Whoever switches them off gives one (19.8/r1)."""
    organisation = work.get(organisation_key(caller.partner_id))
    organisation.codes_on = request.codes_on
    work.change(organisation)
    return Settings.of(organisation)


def update_message_settings(request: MessageSettings, caller: Caller, work: Work) -> Settings:
    """Language of e-mails and SMS, time zone of their times and of working hours (4.2/r21-r23)."""
    organisation = work.get(organisation_key(caller.partner_id))
    organisation.language, organisation.time_zone = request.language, request.time_zone
    work.change(organisation)
    return Settings.of(organisation)
