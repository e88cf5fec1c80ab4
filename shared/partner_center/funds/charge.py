"""Paying for a resale customer's usage and orders out of what the partner allocated to it, and giving back (10.6.3.1/r6, r11)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from partner_center.customers import Association, association_key, refuses_unless_linked
from partner_center.funds.accounts import Wallet, look_up_funds
from partner_center.funds.bucket import NORMAL_BUCKET, AllocationType, Arrears, FundBucket, customer_funds_partition
from partner_center.kernel import clock
from partner_center.kernel.errors import Refusal
from partner_center.kernel.money import Money, total
from partner_center.platform.ledger import Account, Clearing, Movement
from partner_center.platform.work import Work


@dataclass
class CustomerFunds:
    """One customer's buckets and arrears with the partner's wallet, as several charges of one work change them.

    association: how the customer stands with the partner; None where nobody looked.
    """

    partner_id: str
    customer_id: str
    wallet: Wallet
    buckets: list[FundBucket]
    arrears: Arrears
    association: Association | None = None

    @property
    def has_left(self) -> bool:
        """Whether the customer spends the partner's money no more: what it would get goes to the partner (10.4.1.2/r3)."""
        return self.association is not None and refuses_unless_linked(self.association, resale=True) is not None

    @property
    def balance(self) -> Money:
        """What lies in all buckets."""
        return total(bucket.balance for bucket in self.buckets)

    def spendable_on(self, product_type: str, now: datetime) -> list[FundBucket]:
        """The buckets that may pay for a product, in drawing order: earmarked first, the earliest expiry first."""
        usable = [bucket for bucket in self.buckets if bucket.balance and bucket.covers(product_type, now)]
        return sorted(usable, key=lambda b: (not b.is_earmarked, b.expires_at is None, clock.iso(b.expires_at or now), b.bucket_id))

    def bucket(self, bucket_id: str, now: datetime) -> FundBucket:
        """The bucket of that id, emptied or not; the normal one where there is none of that id."""
        return next((bucket for bucket in self.buckets if bucket.bucket_id == bucket_id), None) or self.normal_bucket(now)

    def normal_bucket(self, now: datetime) -> FundBucket:
        """The bucket of money for anything; opened by what first goes into it."""
        for bucket in self.buckets:
            if bucket.bucket_id == NORMAL_BUCKET:
                return bucket
        opened = FundBucket(
            partner_id=self.partner_id,
            customer_id=self.customer_id,
            bucket_id=NORMAL_BUCKET,
            allocation_type=AllocationType.NORMAL,
            effective_at=now,
        )
        self.buckets.append(opened)
        return opened


@dataclass(frozen=True)
class FundsCharge:
    """What a charge took: from buckets, and what nothing covered (recorded as a claim). Together the amount."""

    cash_paid: Money
    arrears: Money


def load_customer_funds(work: Work, partner_id: str, customer_id: str) -> CustomerFunds:
    """A customer's buckets and arrears (one query), the partner's wallet and the association (one round)."""
    wallet, association = work.look(Wallet.key(partner_id=partner_id), association_key(partner_id, customer_id))
    accounts = list(work.every(Account, customer_funds_partition(partner_id, customer_id)))
    arrears = next((account for account in accounts if isinstance(account, Arrears)), None)
    return CustomerFunds(
        partner_id,
        customer_id,
        wallet or Wallet(partner_id=partner_id),
        [account for account in accounts if isinstance(account, FundBucket)],
        arrears or Arrears(partner_id=partner_id, customer_id=customer_id),
        association,
    )


def charge_funds(work: Work, funds: CustomerFunds, amount: Money, *, product_type: str, reference: str) -> FundsCharge:
    """Take a charge (cents, not negative) from the buckets that may pay for the product; what they lack becomes arrears."""
    legs: list[tuple[Account, Money]] = []
    rest = amount
    for bucket in funds.spendable_on(product_type, work.now):
        part = min(rest, bucket.balance)
        legs.append((bucket, -part))
        rest = rest - part
    revenue = Clearing("revenue", funds.partner_id)
    work.move(Movement.CONSUMPTION, *legs, (funds.arrears, -rest), (revenue, amount), customer_id=funds.customer_id, reference=reference)
    work.count(funds.wallet, consumed_amount=amount - rest, arrears_amount=rest)
    return FundsCharge(amount - rest, rest)


def refund_funds(work: Work, funds: CustomerFunds, amount: Money, *, reference: str) -> None:
    """Give back a charge (cents, not negative): it settles arrears first, the rest goes to the normal bucket.

    Where the customer has left the partner meanwhile the rest is the partner's at once.
    """
    settled = min(amount, funds.arrears.balance)
    rest = amount - settled
    revenue = Clearing("revenue", funds.partner_id)
    if funds.association is not None:
        work.rely_on(funds.association)
    if rest and funds.has_left:
        give_to_partner(work, funds.partner_id, funds.customer_id, rest, movement=Movement.REFUND, reference=reference)
        rest = Money.zero()
    legs: list[tuple[Account, Money]] = [(funds.arrears, settled)]
    if rest:
        work.keep(funds.arrears)  # a charge that found no money at the same moment writes it too: one of the two is decided anew
        legs.append((funds.normal_bucket(work.now), rest))
    work.count(funds.wallet, consumed_amount=-rest, arrears_amount=-settled)
    work.move(Movement.REFUND, (revenue, -settled - rest), *legs, customer_id=funds.customer_id, reference=reference)


def give_to_partner(
    work: Work,
    partner_id: str,
    customer_id: str,
    amount: Money,
    *,
    movement: Movement,
    reference: str,
    customer_name: str | None = None,
    remark: str | None = None,
) -> None:
    """Give the partner what a customer that has left it would have got back: as if it had been recalled at once (10.4.1.2/r3)."""
    own = look_up_funds(work, partner_id)
    own.put_back(
        work,
        movement,
        amount,
        (Clearing("revenue", partner_id), -amount),
        customer_id=customer_id,
        customer_name=customer_name,
        reference=reference,
        remark=remark,
    )
    work.count(own.wallet, allocated_amount=-amount, consumed_amount=-amount)


@dataclass(frozen=True)
class BucketPart:
    """What a bucket paid of an order."""

    bucket_id: str
    amount: Money


def refuses_order_amount(funds: CustomerFunds, amount: Money, *, product_type: str, now: datetime) -> Refusal | None:
    """An order is paid from what is there: it makes no arrears. Earmarked money counts for its products only (13.4/r2)."""
    usable = total(bucket.balance for bucket in funds.spendable_on(product_type, now))
    if amount <= usable:
        return None
    return Refusal.because("customer_balance_insufficient", "13.3/r2", way_out="ask_partner_to_allocate", amount=amount, usable=usable)


def pay_order_from_funds(work: Work, funds: CustomerFunds, amount: Money, *, product_type: str, reference: str) -> list[BucketPart]:
    """Take an order's price (cents, not negative) from the buckets that may pay for the product; answers what each paid.

    Raises Refused `customer_balance_insufficient`.
    """
    work.require(refuses_order_amount(funds, amount, product_type=product_type, now=work.now))
    parts: list[tuple[FundBucket, Money]] = []
    rest = amount
    for bucket in funds.spendable_on(product_type, work.now):
        part = min(rest, bucket.balance)
        if part:
            parts.append((bucket, part))
            rest = rest - part
    legs: list[tuple[Account, Money]] = [(bucket, -part) for bucket, part in parts]
    revenue = Clearing("revenue", funds.partner_id)
    work.move(Movement.ORDER_PAYMENT, *legs, (revenue, amount), customer_id=funds.customer_id, reference=reference)
    work.count(funds.wallet, consumed_amount=amount)
    return [BucketPart(bucket.bucket_id, part) for bucket, part in parts]


def refund_order_to_funds(work: Work, funds: CustomerFunds, parts: Sequence[BucketPart], *, reference: str) -> None:
    """Give back to each bucket what it paid of an order."""
    amount = total(part.amount for part in parts)
    legs: list[tuple[Account, Money]] = [(funds.bucket(part.bucket_id, work.now), part.amount) for part in parts]
    revenue = Clearing("revenue", funds.partner_id)
    work.move(Movement.ORDER_REFUND, (revenue, -amount), *legs, customer_id=funds.customer_id, reference=reference)
    work.count(funds.wallet, consumed_amount=-amount)
