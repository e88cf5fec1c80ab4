"""The customer's authorization of its partner: asked for, given, refused, ended (10.4.1.7, 13.8, 19.5).

There is one a partner and customer; what a new request replaces stays beside it. It lists the agency sessions that are open under it, so
that starting one and ending the authorization meet in one record: of two that race, one is decided anew. It has no expiry (19.5/r9) and
covers ordering and operating alike (19.5).
"""

from __future__ import annotations

from datetime import datetime

from partner_center.kernel import ids
from partner_center.kernel.errors import Refusal
from partner_center.kernel.labels import Labelled
from partner_center.platform.table import Choice, Instant, Key, Place, Record, Text, Texts

CURRENT = "current"


class AuthorizationStatus(Labelled):
    """OPEN in 13.8 and 10.4.1.7: the source names no labels; refusing exists (13.12.1: 客户确认或拒绝委托申请)."""

    PENDING = "pending", "待处理", "Pending"
    AUTHORIZED = "authorized", "已授权", "Authorized"
    REJECTED = "rejected", "已拒绝", "Rejected"
    CANCELLED = "cancelled", "已取消", "Cancelled"


class CancelledBy(Labelled):
    """What ended a request or an authorization."""

    CUSTOMER = "customer", "客户取消授权", "The customer ended it"
    UNLINKED = "unlinked", "解除关联", "The association ended"
    TYPE_SWITCHED = "type_switched", "切换关联类型", "The customer is no resale customer any more"


class CustomerAuthorization(Record, kind="customer_authorization"):
    """What a customer decided about its partner acting for it. `slot` is `current`, or the id of what a new request replaced.

    `commitment_version` is the version of the partner's commitment (19.7) that was ticked with the first request ever.
    """

    PLACE = Place("partner/{partner_id}/authorization/{customer_id}", "{slot}")
    OWNER = Place("partner/{partner_id}/authorization", "{listed_since}/{customer_id}")
    LOOKUP = Place("customer/{customer_id}/authorization", "{requested_at}/{authorization_id}")

    partner_id = Text()
    customer_id = Text()
    customer_name = Text(null=True)
    slot = Text(default=CURRENT)
    authorization_id = Text()
    status = Choice(AuthorizationStatus)
    requested_at = Instant()
    requested_by = Text()
    requester_name = Text(null=True)
    first_requested_at = Instant()
    commitment_version = Text()
    decided_at = Instant(null=True)
    letter_version = Text(null=True)
    cancelled_at = Instant(null=True)
    cancelled_by = Choice(CancelledBy, null=True)
    reason = Text(null=True)  # why the customer refused or ended it
    open_sessions = Texts()

    @property
    def listed_since(self) -> datetime | None:
        """By which the partner's list is sorted; None for what was replaced."""
        return self.requested_at if self.slot == CURRENT else None

    @property
    def is_open(self) -> bool:
        """Whether it waits for the customer, or holds."""
        return self.status in {AuthorizationStatus.PENDING, AuthorizationStatus.AUTHORIZED}

    def renewed(self, now: datetime, user_id: str, name: str | None) -> CustomerAuthorization:
        """What is kept of the former request, once a new one takes its place."""
        fields = {field: value for field, value in self.fields().items() if field not in {"slot", "version", "open_sessions"}}
        former = CustomerAuthorization(**fields, slot=self.authorization_id)
        self.authorization_id, self.status = ids.new_id("CA", now), AuthorizationStatus.PENDING
        self.requested_at, self.requested_by, self.requester_name = now, user_id, name
        self.decided_at = self.letter_version = self.cancelled_at = self.cancelled_by = self.reason = None
        return former

    def cancel(self, now: datetime, by: CancelledBy, reason: str | None = None) -> None:
        """It ends."""
        self.status, self.cancelled_at, self.cancelled_by, self.reason = AuthorizationStatus.CANCELLED, now, by, reason


def authorization_key(partner_id: str, customer_id: str) -> Key[CustomerAuthorization]:
    """The address of what holds between a partner and a customer."""
    return CustomerAuthorization.key(partner_id=partner_id, customer_id=customer_id, slot=CURRENT)


def refuses_request(known: CustomerAuthorization | None) -> Refusal | None:
    """One request at a time, and none for what is granted (10.4.1.7 OPEN)."""
    if known is None or not known.is_open:
        return None
    code = "authorization_pending" if known.status is AuthorizationStatus.PENDING else "already_authorized"
    return Refusal.because(code, "10.4.1.7/r1", authorization_id=known.authorization_id, requested_at=known.requested_at)


def refuses_unless_pending(known: CustomerAuthorization) -> Refusal | None:
    """Only what waits for the customer can be decided by it."""
    return _unless(known, AuthorizationStatus.PENDING, "authorization_not_pending")


def refuses_unless_granted(known: CustomerAuthorization) -> Refusal | None:
    """Only what was granted can be ended."""
    return _unless(known, AuthorizationStatus.AUTHORIZED, "authorization_not_granted")


def _unless(known: CustomerAuthorization, status: AuthorizationStatus, code: str) -> Refusal | None:
    return None if known.status is status else Refusal.because(code, "13.8/r1", status=known.status)


def refuses_unauthorized(known: CustomerAuthorization | None, rule: str) -> Refusal | None:
    """Nobody acts for a customer before it agreed; what is missing is asked for first (10.4.1.1/r11, r22; 10.4.1.8/r3; 10.4.1.9/r1)."""
    if known is not None and known.status is AuthorizationStatus.AUTHORIZED:
        return None
    if known is not None and known.status is AuthorizationStatus.PENDING:
        return Refusal.because("authorization_required", rule, way_out="wait_for_the_customer", status=known.status)
    return Refusal.because("authorization_required", rule, way_out="request_authorization_first", status=known.status if known else None)
