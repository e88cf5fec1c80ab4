"""The association of a customer with a partner: at most one live one per customer, in exactly one of two modes (10.1.1/r2)."""

from __future__ import annotations

from datetime import datetime

from partner_center.kernel.errors import Refusal
from partner_center.kernel.labels import Labelled
from partner_center.platform.table import Choice, Instant, Key, Place, Record, Text


class AssociationType(Labelled):
    """How the customer trades (10.1.1/r3-r8)."""

    CONSULTATIVE = "consultative", "顾问销售", "Consultative"
    RESALE = "resale", "代售", "Resale"


class AssociationStatus(Labelled):
    """Whether the association lives."""

    ASSOCIATED = "associated", "已关联", "Associated"
    UNLINKED = "unlinked", "已解除", "Unlinked"


class Association(Record, kind="association"):
    """A customer of a partner, with what the partner's pages show of it."""

    PLACE = Place("partner/{partner_id}/customer", "{customer_id}")
    OWNER = Place("partner/{partner_id}/customer", "{listed_since}/{customer_id}")
    LOOKUP = Place("manager/{partner_id}/{account_manager_id}", "{managed_since}/{customer_id}")
    SECRET = ("mobile", "email")

    partner_id = Text()
    customer_id = Text()
    customer_name = Text()
    account_name = Text()
    mobile = Text()
    email = Text(null=True)
    association_type = Choice(AssociationType)
    status = Choice(AssociationStatus)
    associated_at = Instant()
    account_manager_id = Text(null=True)
    managed_since = Instant(null=True)
    custom_label = Text(null=True)

    @property
    def listed_since(self) -> datetime | None:
        """By which the customer list is sorted; None while there is nothing to list."""
        return self.associated_at if self.status is AssociationStatus.ASSOCIATED else None


def association_key(partner_id: str, customer_id: str) -> Key[Association]:
    """The address of an association."""
    return Association.key(partner_id=partner_id, customer_id=customer_id)


def refuses_unless_linked(association: Association, *, resale: bool = False) -> Refusal | None:
    """Only while associated; with `resale` only in that mode, for it alone knows the partner's money (10.1.3/r1)."""
    if association.status is not AssociationStatus.ASSOCIATED:
        return Refusal.because("customer_not_linked", "10.1.2/r1", customer_id=association.customer_id, status=association.status)
    if resale and association.association_type is not AssociationType.RESALE:
        return Refusal.because(
            "customer_not_resale", "10.1.3/r1", customer_id=association.customer_id, association_type=association.association_type
        )
    return None
