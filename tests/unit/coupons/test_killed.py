"""The jobs over coupons may die after any write: the next run ends in the state of one that was not interrupted."""

from __future__ import annotations

import pytest

from partner_center.coupons import expiry
from partner_center.kernel.money import Money
from partner_center.platform.ledger import LedgerEntry, statement_partition
from tests.kit import faults
from tests.kit.coupons import CouponDesk, remaining, voucher_of

AS_OF = "2024-09-04T00:05:00+08:00"


@pytest.mark.parametrize("writes", [1, 2, 3])
def test_expired_vouchers_go_back_once_though_the_job_dies_after_any_write(desk: CouponDesk, stopped_clock, writes: int, monkeypatch):
    monkeypatch.setattr(expiry, "AT_ONCE", 1)
    quota = desk.a_quota("100")
    vouchers = [desk.a_voucher(quota, value, expires_at="2024-09-03T23:59:59+08:00") for value in ("10", "20", "30")]
    stopped_clock.at(AS_OF)
    with pytest.raises(faults.Killed), faults.watching(after=faults.killed_after(writes)):
        desk.world.run_job("coupons.recall_expired_coupons", AS_OF)
    report = desk.world.run_job("coupons.recall_expired_coupons", AS_OF)
    assert report["done"] == 3 - writes
    assert remaining(quota) == Money.of(100)
    for voucher in vouchers:
        record = voucher_of(voucher)
        assert record.balance == Money.zero()
        amounts = [entry.amount for entry in LedgerEntry.query(statement_partition(record.account_id))]
        assert len(amounts) == 2
        assert sum(amount.amount for amount in amounts) == 0
