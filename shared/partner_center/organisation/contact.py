"""Customer contacts: whom a partner's customers may turn to (guide 5.1.1.6)."""

from __future__ import annotations

from partner_center.platform.table import Instant, Key, Place, Record, Text

# At most 5 contacts (5.1.1.6/r3; a page hint in the guide that reads 1 is taken for misread). A contact's id is its place among them, so
# that there can never be a sixth, however many are created at once.
PLACES = ("1", "2", "3", "4", "5")


class CustomerContact(Record, kind="customer_contact"):
    """A contact that the partner's customers see."""

    PLACE = Place("organisation/{partner_id}/contact", "{contact_id}")

    partner_id = Text()
    contact_id = Text()
    name = Text()
    position = Text()
    mobile = Text()
    email = Text()
    landline = Text(null=True)
    created_at = Instant()


def contact_key(partner_id: str, contact_id: str) -> Key[CustomerContact]:
    """The address of a contact."""
    return CustomerContact.key(partner_id=partner_id, contact_id=contact_id)
