"""A partner as an organisation: what every call of its people depends on."""

from __future__ import annotations

from partner_center.kernel.permissions import PartnerType
from partner_center.platform.reach import ResellerOf
from partner_center.platform.table import Choice, Flag, Key, Place, Record, Text, Whole
from partner_center.platform.work import Work

CUSTOM_ROLES = 10  # that a partner may have unless agreed otherwise (5.1.1.4/r1)


class Organisation(Record, kind="organisation"):
    """What the authorizer must know of a partner, and its own settings.

    `distributor_id` is the distributor of a reseller. `codes_on`: codes are asked for wherever the partner may choose (19.8/r1).
    `language` and `time_zone` are the message settings (4.2): in which language and at whose working hours its people are told things.
    """

    PLACE = Place("organisation/{partner_id}", "profile")

    partner_id = Text()
    name = Text()
    partner_type = Choice(PartnerType)
    distributor_id = Text(null=True)
    codes_on = Flag(default=False)
    language = Text(default="zh-CN")
    time_zone = Text(default="Asia/Shanghai")
    custom_role_limit = Whole(default=CUSTOM_ROLES)


def organisation_key(partner_id: str) -> Key[Organisation]:
    """The address of a partner's organisation."""
    return Organisation.key(partner_id=partner_id)


def open_organisation(work: Work, partner_id: str, name: str, partner_type: PartnerType, distributor_id: str | None = None) -> Organisation:
    """The organisation of a partner that is being admitted; a reseller's distributor reaches its records from now on."""
    organisation = Organisation(partner_id=partner_id, name=name, partner_type=partner_type, distributor_id=distributor_id)
    work.add(organisation)
    if distributor_id is not None:
        work.add(ResellerOf(distributor_id=distributor_id, reseller_id=partner_id, since=work.now))
    return organisation
