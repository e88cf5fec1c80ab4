"""A partner as an organisation: what every call of its people depends on."""

from __future__ import annotations

from partner_center.kernel.permissions import PartnerType
from partner_center.platform.reach import ResellerOf
from partner_center.platform.table import Choice, Flag, Key, Place, Record, Text, Whole
from partner_center.platform.work import Work

CUSTOM_ROLES = 10  # that a partner may have unless agreed otherwise (5.1.1.4/r1)


class Organisation(Record, kind="organisation"):
    """What the authorizer must know of a partner, and its own settings.

    `distributor_id` is the distributor of a reseller, None while it has none: whoever wants to be it changes this record, so that of two at
    once one loses. `codes_on`: codes are asked for wherever the partner may choose (19.8/r1).
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
    organisation = Organisation(partner_id=partner_id, name=name, partner_type=partner_type)
    work.add(organisation)
    if distributor_id is not None:
        join_distributor(work, organisation, distributor_id)
    return organisation


def join_distributor(work: Work, organisation: Organisation, distributor_id: str, manager_id: str | None = None) -> None:
    """A reseller without a distributor has one from its next call on, who reaches its records; `manager_id`: who of its people does."""
    organisation.distributor_id = distributor_id
    work.keep(organisation)
    work.add(ResellerOf(distributor_id=distributor_id, reseller_id=organisation.partner_id, since=work.now, manager_id=manager_id))


def leave_distributor(work: Work, organisation: Organisation, reach: ResellerOf | None) -> None:
    """A reseller has no distributor any more; nobody of the former one (`reach`, as it was read) reaches its records."""
    organisation.distributor_id = None
    work.change(organisation)
    if reach is not None:
        work.remove(reach)
