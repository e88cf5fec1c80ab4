"""A partner as an organisation: what every call of its people depends on."""

from __future__ import annotations

from partner_center.kernel.permissions import PartnerType
from partner_center.platform.table import Choice, Flag, Key, Place, Record, Text, Whole

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
