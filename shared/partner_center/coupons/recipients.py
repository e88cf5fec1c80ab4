"""Who may receive coupons, by the kind and the type of the partner that issues them (`issuers` in coupons/data/kinds.json)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Protocol, cast

from partner_center.customers import Association, CustomerAccount, association_key, refuses_unless_linked
from partner_center.kernel.errors import Refusal
from partner_center.platform.table import Key, Record


@dataclass(frozen=True)
class Recipient:
    """Somebody who is to receive a coupon. `shown_by` are the facts that say so and must still hold when the coupon is there.

    not_invoiced: why it may not be invoiced as the coupon's user, which some quotas ask for (14.2.1.2/r1). account: its account, where the
    circle looks at it. chosen_as: the customer who was chosen, where its coupons go to another account (14.2.1.2/r6).
    """

    customer_id: str
    customer_name: str
    account_name: str | None
    shown_by: tuple[Record, ...]
    refusal: Refusal | None = None
    not_invoiced: Refusal | None = None
    account: CustomerAccount | None = None
    chosen_as: str | None = None


class Recipients(Protocol):
    """A circle of customers to whom a partner may issue."""

    def keys(self, partner_id: str, customer_ids: Sequence[str]) -> Sequence[Key[Any]]:
        """What to read, in the command's one round."""

    def found(self, customer_ids: Sequence[str], records: Sequence[Any]) -> Sequence[Recipient | None]:
        """The customers in the order asked for, None for one that the partner does not know. `records` in the order of the keys."""


class LinkedCustomers:
    """The partner's own customers, of both association types (10.1.2, 10.1.3)."""

    def keys(self, partner_id: str, customer_ids: Sequence[str]) -> Sequence[Key[Association]]:
        """The associations."""
        return [association_key(partner_id, customer_id) for customer_id in customer_ids]

    def found(self, customer_ids: Sequence[str], records: Sequence[Any]) -> Sequence[Recipient | None]:
        """Each with its association."""
        return [self._recipient(association) if association is not None else None for association in records]

    def _recipient(self, association: Association) -> Recipient:
        return Recipient(
            association.customer_id, association.customer_name, association.account_name, (association,), refuses_unless_linked(association)
        )


# Modules are loaded when their circle is asked for: most functions issue to linked customers only.
_ELSEWHERE = {
    "subsidy_whitelist": ("partner_center.coupons.subsidy_whitelist", "WhitelistedCustomers"),
    "pickup_whitelist": ("partner_center.coupons.pickup_whitelist", "WhitelistedCustomers"),
}


def circle(name: str) -> Recipients:
    """A circle by its name in the data."""
    if name == "linked":
        return LinkedCustomers()
    module, kind = _ELSEWHERE[name]
    return cast(Callable[[], Recipients], getattr(import_module(module), kind))()
