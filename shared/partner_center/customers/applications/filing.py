"""What was filed when, and what is open: one record a customer, one a partner and customer, changed by every filing and every end.

Both are versioned, so that of two filings at once, or of an answer and a cancellation, one is decided on what the other one left.

OPEN in 10.4.1.5 and 13.2, read as there: three months are calendar months in Beijing time from the filing; the customer's count whatever
becomes of them, the partner's not where pre-review refused or the partner cancelled. The partner waits for what the customer filed with
*this* partner; the customer's own limit counts its filings with any partner.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from partner_center.customers.applications.application import AssociationApplication, Side
from partner_center.kernel import clock
from partner_center.platform.table import Instant, Key, Place, Record, Text
from partner_center.platform.work import Work

MONTHS_BETWEEN = 3


class CustomerFilings(Record, kind="customer_filings"):
    """The open application of a customer, whoever filed it, and when and with whom the customer last asked to be unlinked."""

    PLACE = Place("customer/{customer_id}", "association_filings")

    customer_id = Text()
    open_application_id = Text(null=True)
    open_partner_id = Text(null=True)
    filed_at = Instant(null=True)
    filed_with = Text(null=True)


class PartnerFiling(Record, kind="partner_filing"):
    """When a partner last applied for one customer, as far as it counts."""

    PLACE = Place("partner/{partner_id}/association_filing", "{customer_id}")

    partner_id = Text()
    customer_id = Text()
    filed_at = Instant(null=True)


def customer_filings_key(customer_id: str) -> Key[CustomerFilings]:
    """The address of what is filed about a customer."""
    return CustomerFilings.key(customer_id=customer_id)


def partner_filing_key(partner_id: str, customer_id: str) -> Key[PartnerFiling]:
    """The address of a partner's last filing about a customer."""
    return PartnerFiling.key(partner_id=partner_id, customer_id=customer_id)


@dataclass
class Filings:
    """Both records of one partner and customer."""

    of_customer: CustomerFilings
    of_partner: PartnerFiling

    @classmethod
    def of(cls, partner_id: str, customer_id: str, of_customer: CustomerFilings | None, of_partner: PartnerFiling | None) -> Filings:
        """From what was found; what does not exist yet is made by the first filing."""
        return cls(
            of_customer or CustomerFilings(customer_id=customer_id),
            of_partner or PartnerFiling(partner_id=partner_id, customer_id=customer_id),
        )

    @property
    def has_open_application(self) -> bool:
        """Whether something is undecided: it keeps everybody else waiting."""
        return self.of_customer.open_application_id is not None

    @property
    def partner_waits_until(self) -> datetime | None:
        """Until when the partner's last application keeps it from another one (10.4.1.5/r4)."""
        return _free_again(self.of_partner.filed_at)

    @property
    def partner_waits_for_customer_until(self) -> datetime | None:
        """Until when what the customer filed with this partner keeps the partner from applying (10.4.1.5/r3)."""
        ours = self.of_customer.filed_with == self.of_partner.partner_id
        return _free_again(self.of_customer.filed_at) if ours else None

    @property
    def customer_waits_until(self) -> datetime | None:
        """Until when the customer's last request keeps it from another one (13.2/r1)."""
        return _free_again(self.of_customer.filed_at)

    def open(self, work: Work, application: AssociationApplication) -> None:
        """Note a filing."""
        customer, partner = self.of_customer, self.of_partner
        customer.open_application_id, customer.open_partner_id = application.application_id, application.partner_id
        if application.initiated_by is Side.CUSTOMER:
            customer.filed_at, customer.filed_with = application.applied_at, application.partner_id
        else:
            partner.filed_at = application.applied_at
            work.keep(partner)
        work.keep(customer)

    def close(self, work: Work, application: AssociationApplication, *, counts: bool = True) -> None:
        """Note an end. `counts=False`: the partner may apply again at once."""
        self.of_customer.open_application_id = self.of_customer.open_partner_id = None
        work.change(self.of_customer)
        if not counts and application.initiated_by is Side.PARTNER:
            self.of_partner.filed_at = None
            work.change(self.of_partner)


def _free_again(filed_at: datetime | None) -> datetime | None:
    return clock.months_later(filed_at, MONTHS_BETWEEN) if filed_at is not None else None
