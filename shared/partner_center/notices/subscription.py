"""Subscriptions (消息接收配置): by which channels a partner's people, and whom beside them, are told notices of a category."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from partner_center.kernel import ids
from partner_center.kernel.errors import Refusal
from partner_center.notices.category import Category
from partner_center.notices.template import Channel
from partner_center.platform.table import Data, Flag, Key, Place, Record, Text, Texts

MOST_ADDRESSES = 20  # beside the members, in one category


class Subscription(Record, kind="notice_subscription"):
    """One partner's choice for one category; where there is none, everybody entitled is told by every channel of a template.

    `members` are user ids, empty for everybody who holds the permission that the notice asks for. `addresses` are people beside them:
    [{"id", "name", "email", "mobile"}] (10.4.1.4/r1), told by e-mail and SMS.
    """

    PLACE = Place("notices/{partner_id}/subscription", "{category}")
    SECRET = ("addresses",)

    partner_id = Text()
    category = Text()
    portal = Flag(default=True)
    email = Flag(default=True)
    sms = Flag(default=True)
    members = Texts()
    addresses = Data()

    @classmethod
    def default(cls, partner_id: str, category: str) -> Subscription:
        """What holds while a partner has chosen nothing."""
        return cls(partner_id=partner_id, category=category, addresses=[])

    def takes(self, channel: Channel) -> bool:
        """Whether notices of the category go out by a channel."""
        return bool({Channel.PORTAL: self.portal, Channel.EMAIL: self.email, Channel.SMS: self.sms}[channel])

    def refuses_address(self, email: str, mobile: str) -> Refusal | None:
        """Everybody once, and not without end."""
        if any(known["id"] == address_id(self.category, email, mobile) for known in self.addresses):
            return Refusal.because("recipient_known", "10.4.1.4/r2")
        if len(self.addresses) >= MOST_ADDRESSES:
            return Refusal.because("too_many_recipients", "10.4.1.4/r2", recipients=len(self.addresses), at_most=MOST_ADDRESSES)
        return None

    def add_address(self, name: str, email: str, mobile: str) -> dict[str, Any]:
        """One more recipient."""
        added = {"id": address_id(self.category, email, mobile), "name": name, "email": email, "mobile": mobile}
        self.addresses = [*self.addresses, added]
        return added

    def drop_address(self, recipient_id: str) -> bool:
        """One recipient less; False where there is no such one."""
        kept = [known for known in self.addresses if known["id"] != recipient_id]
        found = len(kept) < len(self.addresses)
        self.addresses = kept
        return found


def address_id(category: str, email: str, mobile: str) -> str:
    """The same id for the same recipient of a category."""
    return ids.derived_id("NR", category, email.lower(), mobile)


def refuses_silence(category: Category, *, portal: bool, email: bool) -> Refusal | None:
    """Money and security are always told (OPEN: which categories may be switched off; an SMS always may)."""
    if not category.always or (portal and email):
        return None
    return Refusal.because("category_always_told", category=category.code)


def subscription_key(partner_id: str, category: str) -> Key[Subscription]:
    """The address of a partner's choice for a category."""
    return Subscription.key(partner_id=partner_id, category=category)


def chosen(members: Iterable[str], entitled: Iterable[str]) -> set[str]:
    """Of those entitled, whom the partner chose; all of them where it chose none, or none who is still entitled."""
    everybody = set(entitled)
    return (everybody & set(members)) or everybody
