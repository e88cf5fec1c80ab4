"""Recalling vouchers, and what expires (10.4.6.1.1, 10.4.6.1.3, 10.4.6.1.4, 12.3.6.4)."""

import pytest

from partner_center.kernel.money import Money
from tests.kit.coupons import remaining, voucher_of
from tests.kit.funds import check_books, everything
from tests.kit.world import customer_user, partner_user


def yuan(value) -> Money:
    return Money.of(value)


@pytest.mark.rule("10.4.6.1.3/r3", "10.4.6.1.3/r7")
def test_a_recall_takes_the_whole_balance_back_to_the_quota_and_says_how_much(desk):
    quota = desk.a_quota("100")
    voucher = desk.a_voucher(quota)
    desk.use("3.40")
    assert desk.recall_voucher(voucher).ok()["amount"]["amount"] == "6.60"
    assert remaining(quota) == yuan("96.60")
    check_books()


@pytest.mark.rule("10.4.6.1.3/r2")
def test_only_a_usable_voucher_is_recalled(desk, stopped_clock):
    quota = desk.a_quota()
    recalled, used_up = desk.a_voucher(quota), desk.a_voucher(quota, product_types=["obs"])
    desk.recall_voucher(recalled)
    desk.use("10", product="obs")
    later = desk.a_voucher(quota, effective_at="2024-10-01T00:00:00+08:00")
    short = desk.a_voucher(quota, expires_at="2024-09-03T00:00:00+08:00")
    stopped_clock.at("2024-09-04T00:00:00+08:00")
    answers = [desk.recall_voucher(voucher) for voucher in (recalled, used_up, later, short)]
    assert [answer.refused_as for answer in answers] == ["coupon_not_usable"] * 4
    assert [a.refusals["coupon_not_usable"]["facts"]["status"] for a in answers] == ["recalled", "used_up", "not_effective", "expired"]


@pytest.mark.rule("10.4.6.1.3/r9")
def test_another_partners_voucher_is_not_found(desk):
    assert desk.recall_voucher(desk.a_voucher(), partner="P2").status == 404


@pytest.mark.rule("10.4.6.1.3/r5", "10.4.6.1.3/r6")
def test_a_recalled_voucher_is_gone_for_the_customer_and_stays_for_the_partner(desk):
    voucher = desk.a_voucher()
    assert len(desk.world.call(customer_user("C1"), "GET", "/coupons/customer-vouchers").ok()["items"]) == 1
    desk.recall_voucher(voucher)
    assert desk.world.call(customer_user("C1"), "GET", "/coupons/customer-vouchers").ok()["items"] == []
    row = desk.world.call(partner_user("P1"), "GET", f"/coupons/vouchers/{voucher}").ok()
    assert (row["status"], row["balance"]["amount"], row["returned_amount"]["amount"]) == ("recalled", "0.00", "10.00")


def test_a_recall_once_per_key_and_not_in_a_dry_run(desk):
    voucher = desk.a_voucher()
    before = everything()
    dry = desk.world.call(partner_user("P1"), "POST", f"/coupons/vouchers/{voucher}/recall?dry_run=true").ok()
    assert dry["result"]["amount"]["amount"] == "10.00"
    assert everything() == before
    first = desk.recall_voucher(voucher, key="k").ok()
    assert desk.recall_voucher(voucher, key="k").ok() == first


@pytest.mark.rule("10.4.6.1.3/r4")
def test_a_batch_recalls_each_voucher_on_its_own(desk):
    quota = desk.a_quota("100")
    one, two = desk.a_voucher(quota), desk.a_voucher(quota, "5")
    desk.recall_voucher(two)
    body = {"coupon_ids": [one, two, "CP0"]}
    answer = desk.call(partner_user("P1"), "POST", "/coupons/voucher-recalls", body, "k").ok()
    results = [r["result"]["amount"]["amount"] if r["result"] else r["problem"]["code"] for r in answer["results"]]
    assert results == ["10.00", "coupon_not_usable", "not_found"]
    again = desk.call(partner_user("P1"), "POST", "/coupons/voucher-recalls", body, "k").ok()
    assert again["results"][0] == answer["results"][0]
    assert remaining(quota) == yuan(100)
    check_books()


@pytest.mark.rule("10.4.6.1.4/r1", "10.4.6.1.4/r2")
def test_issue_and_recall_are_logged_for_all_quotas_or_one(desk, stopped_clock):
    one, two = desk.a_quota(), desk.a_quota()
    voucher = desk.a_voucher(one)
    stopped_clock.pass_(minutes=1)
    desk.recall_voucher(voucher)
    desk.a_voucher(two)
    every = desk.world.call(partner_user("P1"), "GET", "/coupons/operations").ok()["items"]
    of_one = desk.world.call(partner_user("P1"), "GET", f"/coupons/operations?quota_id={one}").ok()["items"]
    assert len(every) == 3
    assert [(row["operation_type"], row["amount"]["amount"]) for row in of_one] == [("recall", "10.00"), ("issue", "10.00")]


def test_the_rest_of_an_expired_voucher_goes_back_once_however_often_the_job_runs(desk, stopped_clock):
    quota = desk.a_quota("100")
    voucher = desk.a_voucher(quota, expires_at="2024-09-03T23:59:59+08:00")
    desk.use("4")
    as_of = stopped_clock.at("2024-09-04T00:05:00+08:00").isoformat()
    assert desk.world.run_job("coupons.recall_expired_coupons", as_of)["done"] == 1
    assert desk.world.run_job("coupons.recall_expired_coupons", as_of)["done"] == 0
    assert remaining(quota) == yuan(96)
    assert voucher_of(voucher).status_at(stopped_clock.now) == "expired"
    row = desk.world.call(partner_user("P1"), "GET", "/coupons/operations").ok()["items"][0]
    assert (row["operation_type"], row["operator"], row["amount"]["amount"]) == ("expiry_recall", "无", "6.00")
    check_books()


def test_nothing_goes_back_before_it_expires(desk):
    desk.a_voucher(expires_at="2024-09-03T23:59:59+08:00")
    assert desk.world.run_job("coupons.recall_expired_coupons", "2024-09-03T23:59:59+08:00")["done"] == 0
    assert desk.world.run_job("coupons.expire_coupon_quotas", "2024-12-31T23:59:59+08:00")["done"] == 0


def test_an_expired_quota_is_invalid_at_once_and_taken_off_the_schedule_by_the_job(desk, stopped_clock):
    quota = desk.a_quota("100")
    stopped_clock.at("2025-01-01T00:00:00+08:00")
    row = desk.world.call(partner_user("P1"), "GET", f"/coupons/quotas/{quota}").ok()
    assert (row["status"], row["remaining_amount"]["amount"]) == ("invalid", "100.00")
    assert desk.world.run_job("coupons.expire_coupon_quotas", "2025-01-01T00:05:00+08:00")["done"] == 1
    assert desk.world.run_job("coupons.expire_coupon_quotas", "2025-01-01T01:05:00+08:00")["done"] == 0


@pytest.mark.rule("13.5.2/r9", "0.6/r4")
def test_a_customer_sees_vouchers_up_to_six_months_after_they_expired(desk, stopped_clock):
    desk.a_voucher(expires_at="2024-09-30T23:59:59+08:00")
    stopped_clock.at("2025-03-30T00:00:00+08:00")
    assert len(desk.world.call(customer_user("C1"), "GET", "/coupons/customer-vouchers").ok()["items"]) == 1
    stopped_clock.at("2025-04-01T00:00:00+08:00")
    assert desk.world.call(customer_user("C1"), "GET", "/coupons/customer-vouchers").ok()["items"] == []
