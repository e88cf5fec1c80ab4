"""What one coupon quota takes when 64 issue from it at once, and what expiry costs a coupon.

    python -m infra.bench_quota [seconds] [coupons]

How contention is measured: infra/bench_contention.py.
"""

from __future__ import annotations

import resource
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from infra.bench_contention import CALLERS, SECONDS, Storage, answered_by, compare, put


def issuing(storage: Storage) -> Callable[[int], None]:
    """One voucher to one customer, each caller to a customer of its own, all from one quota."""
    from partner_center.coupons import CouponKind, IssueVouchers, issue_coupons
    from partner_center.kernel import clock
    from partner_center.kernel.money import Money
    from partner_center.platform.work import Origin, Work, carry_out
    from tests.kit.world import partner_user

    _seed(storage, CALLERS)
    caller = partner_user("P1")

    def issue(number: int) -> None:
        request = IssueVouchers(quota_id="Q1", customer_ids=[f"C{number}"], face_value=Money.of("0.01"))
        carry_out(
            lambda: Work(caller, clock.now(), Origin("coupons.issue_vouchers", "bench")),
            lambda work: issue_coupons(CouponKind.VOUCHER, request, caller, work),
        )

    return issue


def _seed(storage: Storage, customers: int) -> None:
    from partner_center.coupons import CouponKind, CouponQuota, QuotaSource
    from partner_center.customers import Association, AssociationStatus, AssociationType
    from partner_center.kernel import clock
    from partner_center.kernel.money import Money

    now, value = clock.now(), Money.of(1_000_000)
    terms: dict[str, Any] = {"issued_at": now, "effective_at": now, "expires_at": now + timedelta(days=365), "reference": "bench"}
    records: list[Any] = [
        CouponQuota(
            partner_id="P1", coupon_kind=CouponKind.VOUCHER, quota_id="Q1", initial_amount=value, balance=value,
            source=QuotaSource.VENDOR, **terms,
        )
    ]  # fmt: skip
    records += [
        Association(
            partner_id="P1", customer_id=f"C{number}", customer_name=f"客户{number}", account_name=f"acct-{number}", mobile="13800000000",
            association_type=AssociationType.RESALE, status=AssociationStatus.ASSOCIATED, associated_at=now,
        )
        for number in range(customers)
    ]  # fmt: skip
    put(storage, *records)


def _check(storage: Storage, _: Counter[str]) -> None:
    """Nothing oversold."""
    quota = next(item for item in storage.items.values() if item["kind"]["S"] == "coupon_quota")
    issued = sum(Decimal(item["face_value"]["N"]) for item in storage.items.values() if item["kind"]["S"] == "coupon")
    assert Decimal(quota["balance"]["N"]) + issued == Decimal(quota["initial_amount"]["N"])
    assert Decimal(quota["issued"]["N"]) == issued


# --- expiry -----------------------------------------------------------------------------------------------------------------------


def expiring(coupons: int) -> None:
    """What it costs to take back coupons that expired: calls, items and capacity of each, and the memory of the run."""
    from partner_center.coupons import expiry
    from partner_center.kernel import clock
    from partner_center.platform.schedule import Run

    storage = Storage(forgets=("ledger_entry", "coupon_operation", "audit", "outbox"))
    _seed(storage, 1)
    as_of = clock.now()
    _seed_expired(storage, coupons)
    run = Run("coupons.recall_expired_coupons", as_of, lambda: 900_000, "bench")
    with answered_by(storage):
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        began = time.monotonic()
        expiry.recall_expired_coupons(run)
        spent = time.monotonic() - began
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    left = sum(item["kind"]["S"] == "coupon" and Decimal(item["balance"]["N"]) > 0 for item in storage.items.values())
    print(
        f"{coupons} coupons expired in {run.done} transactions, {storage.calls['Query']} pages of the due index, {spent:.0f} s here, "
        f"{left} left: {storage.written / coupons:.2f} items and {storage.write_units / coupons:.1f} write units a coupon "
        f"(indexes not counted); the process grew by {grown / 1024:.0f} MiB"
    )


def _seed_expired(storage: Storage, coupons: int) -> None:
    from partner_center.coupons import BillingScope, Coupon, CouponKind
    from partner_center.kernel import clock
    from partner_center.kernel.money import Money

    now = clock.now()
    for number in range(coupons):
        coupon = Coupon(
            partner_id="P1", coupon_kind=CouponKind.VOUCHER, coupon_id=f"CP{number:08}", quota_id="Q1", customer_id="C0",
            customer_name="客户0", account_name="acct-0", face_value=Money.of(1), balance=Money.of(1), billing_scope=BillingScope.GENERAL,
            issued_at=now - timedelta(days=60), effective_at=now - timedelta(days=60), expires_at=now - timedelta(hours=1),
            warned_at=now - timedelta(days=8),
        )  # fmt: skip
        coupon.settle()
        coupon.version = 1
        storage.items[coupon.pk, coupon.sk] = coupon.serialize(null_check=False)
        storage.due.append((str(coupon.due_sk), (coupon.pk, coupon.sk)))
    storage.due.sort()


def main() -> None:
    """Print both; what docs/operations.md quotes."""
    import tests.conftest  # noqa: F401 - the environment of a mocked account

    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    compare("issuing", issuing, _check, key="quota_issue_rate_ratio", seconds=seconds)
    expiring(int(sys.argv[2]) if len(sys.argv) > 2 else 10_000)


if __name__ == "__main__":
    main()
