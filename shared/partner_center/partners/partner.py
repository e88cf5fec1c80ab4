"""A partner of the vendor: who it is and how it is reached."""

from __future__ import annotations

from collections.abc import Iterator

from partner_center.kernel.labels import Labelled
from partner_center.kernel.permissions import PartnerType
from partner_center.platform.events import DomainEvent
from partner_center.platform.table import OWNER, Choice, Flag, Instant, Key, Place, Record, Text, every


class ContractingEntity(Labelled):
    """The vendor's company with which the partner has its contract (glossary part 2)."""

    HCC = "hcc", "云计算公司", "Cloud computing company"
    HST = "hst", "软件技术公司", "Software technology company"
    OTHER = "other", "其他", "Other"


class Standing(Labelled):
    """Whether the partner is still in the program that makes it what it is (glossary part 2)."""

    ACTIVE = "active", "正常", "Active"
    EXITING = "exiting", "退出中", "Exiting"
    DELISTED = "delisted", "摘牌退出", "Delisted"


class Partner(Record, kind="partner"):
    """A company that the vendor has admitted. `mobile` and `email` are the contacts of its profile (10.3.4.1/r16).

    `business_region` is the representative office's name; `customer_development` is the vendor's leave for a distributor to win customers
    itself (11.2.2.1/r1); `refunds_forbidden` says that its contract forbids refunds (10.6.3.5.1/r5). Until programs and contracts know
    them, the vendor keeps standing, leave and that word of the contract through `record_partner_facts`.
    """

    PLACE = Place("partner/{partner_id}", "profile")
    OWNER = Place("partners/{partner_type}", "{partner_id}")
    SECRET = ("mobile", "email")

    partner_id = Text()
    name = Text()
    partner_type = Choice(PartnerType)
    mobile = Text(null=True)
    email = Text(null=True)
    business_certified = Flag(default=False)
    country_region = Text(default="CN")
    business_region = Text(null=True)
    customer_development = Flag(default=False)
    refunds_forbidden = Flag(default=False)
    standing = Choice(Standing, default=Standing.ACTIVE)
    contracting_entity = Choice(ContractingEntity)
    admitted_at = Instant()

    @property
    def can_be_contacted(self) -> bool:
        """Whether the profile names a phone or an e-mail."""
        return bool(self.mobile or self.email)


class PartnerAdmitted(DomainEvent, name="partners.partner_admitted"):
    """The vendor has a new partner.

    `distributor_id`: with whom a reseller works from the first day; `intended_distributor_id`: who is to decide about it (3.6.1/r16).
    """

    name: str
    partner_type: PartnerType
    distributor_id: str | None = None
    intended_distributor_id: str | None = None


class PartnerStandingChanged(DomainEvent, name="partners.partner_standing_changed"):
    """A partner begins to leave its program, has been delisted, or is back."""

    partner_type: PartnerType
    standing: Standing


def partners_of_type(partner_type: PartnerType) -> Iterator[Partner]:
    """Every partner of a type, in the order of their ids: for jobs that go through all of them."""
    yield from every(Partner, Partner.owner_partition(partner_type=partner_type), index=OWNER)


def partner_key(partner_id: str) -> Key[Partner]:
    """The address of a partner's profile."""
    return Partner.key(partner_id=partner_id)
