"""What one partner's account takes when 64 allocate from it at once.

    python -m infra.bench_funds [seconds]

How contention is measured: infra/bench_contention.py.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Callable
from decimal import Decimal

from infra.bench_contention import CALLERS, SECONDS, Item, Storage, compare, put

PAID_IN = Decimal(1_000_000)


def allocating(storage: Storage) -> Callable[[int], None]:
    """One cent to one customer, each caller to a customer of its own, all from one account."""
    from partner_center.funds import AllocateFunds, AllocationType, allocate_funds
    from partner_center.kernel import clock
    from partner_center.kernel.money import Money
    from partner_center.platform.work import Origin, Work, carry_out
    from tests.kit.world import partner_user

    _seed(storage)
    caller = partner_user("P1")

    def allocate(number: int) -> None:
        request = AllocateFunds(customer_id=f"C{number}", allocation_type=AllocationType.NORMAL, amount=Money.of("0.01"))
        carry_out(
            lambda: Work(caller, clock.now(), Origin("funds.allocate_funds", "bench")),
            lambda work: allocate_funds(request, caller, work),
        )

    return allocate


def _seed(storage: Storage) -> None:
    from partner_center.customers import Association, AssociationStatus, AssociationType
    from partner_center.funds import FundAccount, FundAccountType, Wallet
    from partner_center.kernel import clock
    from partner_center.kernel.money import Money

    put(
        storage,
        FundAccount(partner_id="P1", account_type=FundAccountType.TOP_UP, balance=Money.of(PAID_IN)),
        FundAccount(partner_id="P1", account_type=FundAccountType.CREDIT),
        Wallet(partner_id="P1"),
    )
    for number in range(CALLERS):
        put(
            storage,
            Association(
                partner_id="P1", customer_id=f"C{number}", customer_name=f"客户{number}", account_name=f"acct-{number}",
                mobile="13800000000", association_type=AssociationType.RESALE, status=AssociationStatus.ASSOCIATED,
                associated_at=clock.now(),
            ),
        )  # fmt: skip


def _check(storage: Storage, outcomes: Counter[str]) -> None:
    """None lost, none doubled: account, buckets, wallet, records and entries say the same."""
    kinds: dict[str, list[Item]] = defaultdict(list)
    for item in storage.items.values():
        kinds[item["kind"]["S"]].append(item)
    allocated = _sum(kinds["fund_bucket"], "balance")
    (wallet,) = kinds["wallet"]
    top_up = next(account for account in kinds["fund_account"] if account["account_type"]["S"] == "top_up")
    assert Decimal(top_up["balance"]["N"]) == PAID_IN - allocated, "the account gave what customers have"
    assert Decimal(wallet["allocated_amount"]["N"]) == allocated, "the wallet counted it"
    assert _sum(kinds["fund_adjustment"], "amount") == allocated, "each is recorded once"
    assert len(kinds["fund_adjustment"]) == outcomes["done"], "whoever was told that it succeeded, and nobody else, allocated"
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for entry in kinds["ledger_entry"]:
        sums[entry["account_id"]["S"]] += Decimal(entry["amount"]["N"])
    assert sum(sums.values()) == 0, "double entry"
    assert sums["partner/P1/fund_account/top_up"] == -allocated, "the entries explain the balance"
    assert set(outcomes) <= {"done", "Conflict"}, f"who did not get through was told to try again: {dict(outcomes)}"


def _sum(items: list[Item], name: str) -> Decimal:
    return sum((Decimal(item[name]["N"]) for item in items), Decimal(0))


def main() -> None:
    """Print it; what docs/operations.md quotes."""
    import tests.conftest  # noqa: F401 - the environment of a mocked account

    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    compare("allocating", allocating, _check, key="fund_allocation_rate_ratio", seconds=seconds)


if __name__ == "__main__":
    main()
