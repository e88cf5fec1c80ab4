"""Allocations and recalls (10.4.1.2, 10.4.1.3, 13.4)."""

from dataclasses import replace

import pytest

from partner_center.funds.bucket import AllocationType, bucket_id_of
from partner_center.kernel.money import Money
from partner_center.platform.sensitive import Sensitive
from tests.kit import faults
from tests.kit.codes import a_pass
from tests.kit.funds import a_customer, check_books, everything
from tests.kit.world import customer_user, partner_user


def yuan(value) -> Money:
    return Money.of(value)


def buckets(desk, customer="C1") -> dict[str, str]:
    return {bucket["bucket_id"]: bucket["balance"]["amount"] for bucket in desk.customer_balances(customer)["buckets"]}


def test_an_allocation_is_one_read_round_and_one_transaction(desk):
    desk.top_up("100")
    with faults.watching() as calls:
        desk.allocate("10").ok()
    assert calls == {"TransactGetItems": 1, "TransactWriteItems": 1}


def test_an_allocation_draws_the_top_up_first_then_credit(desk):
    desk.top_up("100")
    desk.credit_limit("100")
    desk.allocate("130").ok()
    seen = desk.balances()
    assert (seen["top_up_unallocated"], seen["credit_unallocated"]) == (yuan(0), yuan(70))


@pytest.mark.rule("10.4.1.2/r8")
def test_recalled_money_fills_credit_first_then_the_top_up(desk):
    desk.top_up("100")
    desk.credit_limit("100")
    desk.allocate("130")
    desk.recall("50").ok()
    seen = desk.balances()
    assert (seen["credit_unallocated"], seen["top_up_unallocated"]) == (yuan(100), yuan(20))
    check_books()


@pytest.mark.rule("10.4.1.1/r15")
def test_allocating_moves_money_to_the_customer_and_recalling_moves_it_back(desk):
    desk.top_up("100")
    desk.allocate("30").ok()
    assert (buckets(desk), desk.balances()["account_balance"]) == ({"normal": "30.00"}, yuan(70))
    desk.recall("10").ok()
    assert (buckets(desk), desk.balances()["account_balance"]) == ({"normal": "20.00"}, yuan(80))
    check_books()


@pytest.mark.rule("10.4.1.2/r4")
def test_a_remark_has_at_most_512_characters(desk):
    desk.top_up("100")
    desk.allocate("1", remark="备" * 512).ok()
    before = everything()
    assert desk.allocate("1", remark="备" * 513).status == 400
    assert everything() == before


@pytest.mark.rule("10.4.1.2/r9")
@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("customers/C1/allocations", {"allocation_type": "normal", "amount": "1"}),
        ("allocations", {"allocations": [{"customer_id": "C1", "allocation_type": "normal", "amount": "1"}]}),
        ("customers/C1/recalls", {"buckets": [{"bucket_id": "normal", "amount": "1"}]}),
        ("recalls", {"customer_ids": ["C1"]}),
    ],
)
def test_with_codes_switched_on_money_moves_with_a_code_only(desk, path, body):
    desk.top_up("100")
    desk.allocate("10").ok()
    caller = replace(partner_user("P1"), codes_on=True, session="S1")
    before = everything()
    answer = desk.call(caller, "POST", f"/funds/{path}", body, "k")
    assert (answer.status, answer.body["code"]) == (403, "verification_code_required")
    assert everything() == before
    desk.call(caller, "POST", f"/funds/{path}", body, "k", headers=a_pass(caller, Sensitive.ADJUST_FUNDS)).ok()
    assert buckets(desk).get("normal") != "10.00"


@pytest.mark.rule("10.6.3.1/r5")
def test_no_more_is_allocated_than_there_is(desk):
    desk.top_up("100")
    before = everything()
    answer = desk.allocate("100.01")
    assert answer.refused_as == "allocatable_balance_exceeded"
    assert answer.refusals["allocatable_balance_exceeded"]["facts"]["allocatable_balance"]["amount"] == "100.00"
    assert everything() == before


@pytest.mark.rule("10.4.1.2/r2")
def test_consultative_customers_get_no_allocation(desk):
    desk.top_up("100")
    assert desk.allocate("1", customer="C3").refused_as == "customer_not_resale"


@pytest.mark.rule("10.4.1.2/r1")
def test_unlinked_customers_get_no_allocation_and_give_nothing_back(desk):
    desk.top_up("100")
    a_customer("C4", status="unlinked")
    assert desk.allocate("1", customer="C4").refused_as == "customer_not_linked"
    assert desk.world.call(partner_user("P1"), "GET", "/funds/customers/C4/balances").refused_as == "customer_not_linked"


@pytest.mark.parametrize("customer", ["C9", "nobody"])
def test_another_partners_customer_is_not_found(desk, customer):
    desk.top_up("100")
    assert desk.allocate("1", customer=customer).status == 404
    assert desk.recall("1", customer=customer).status == 404
    assert desk.world.call(partner_user("P1"), "GET", f"/funds/customers/{customer}/balances").status == 404


def test_an_allocation_once_per_key(desk):
    desk.top_up("100")
    first = desk.allocate("10", key="k")
    before = everything()
    assert desk.allocate("10", key="k").body == first.ok()
    assert everything() == before


def test_a_lost_answer_is_repeated_without_allocating_twice(desk):
    desk.top_up("100")
    with faults.watching(after=faults.answer_lost(1)):
        assert desk.allocate("10", key="k").status == 503
    desk.allocate("10", key="k").ok()
    assert buckets(desk) == {"normal": "10.00"}


def test_a_dry_run_allocates_nothing(desk):
    desk.top_up("100")
    before = everything()
    seen = desk.allocate("10", query="?dry_run=true").ok()
    assert seen["result"]["unallocated"]["amount"] == "90.00"
    assert everything() == before


def test_balances_seen_before_are_held_to_their_version(desk):
    desk.top_up("100")
    desk.allocate("1")
    etag = desk.world.call(partner_user("P1"), "GET", "/funds/customers/C1/balances").headers["ETag"]
    desk.allocate("1", customer="C2")
    answer = desk.allocate("10", headers={"If-Match": etag})
    assert (answer.status, answer.refused_as) == (412, "stale_version")


def test_earmarked_money_names_its_products(desk):
    desk.top_up("100")
    answer = desk.call(partner_user("P1"), "POST", "/funds/customers/C1/allocations", {"amount": "1", "allocation_type": "earmarked"})
    assert answer.refused_as == "invalid_input"


def test_earmarked_money_is_spent_on_its_products_first(desk):
    desk.top_up("100")
    desk.allocate("10")
    earmarked = desk.allocate("10", only_for=["obs"]).ok()["bucket_id"]
    assert desk.charge("4", product="obs").cash_paid == yuan(4)
    assert buckets(desk) == {"normal": "10.00", earmarked: "6.00"}
    assert desk.charge("12", product="ecs").arrears == yuan(2)
    assert buckets(desk) == {earmarked: "6.00"}
    check_books()


def test_expired_earmarked_money_is_not_spent_but_recalled(desk, stopped_clock):
    desk.top_up("100")
    bucket = desk.allocate("10", only_for=["obs"], expires_at="2024-09-30T23:59:59+08:00").ok()["bucket_id"]
    stopped_clock.at("2024-10-01T00:00:00+08:00")
    assert desk.charge("4", product="obs").arrears == yuan(4)
    desk.recall("10", bucket=bucket).ok()
    check_books()


def test_a_customer_holds_twenty_earmarked_sums_at_most(desk):
    desk.top_up("100")
    for number in range(20):
        desk.allocate("1", only_for=[f"product-{number}"]).ok()
    assert desk.allocate("1", only_for=["another"]).refused_as == "too_many_earmarked"
    desk.allocate("1", only_for=["product-7"]).ok()
    answer = desk.call(partner_user("P1"), "POST", "/funds/recalls", {"customer_ids": ["C1"]}).ok()
    assert answer["results"][0]["result"]["amount"]["amount"] == "21.00"
    check_books()


def test_an_emptied_earmarked_sum_that_is_filled_again_counts_among_the_twenty(desk):
    desk.top_up("100")
    for number in range(20):
        desk.allocate("1", only_for=[f"spent-{number}"]).ok()
        desk.charge("1", product=f"spent-{number}")
        desk.allocate("1", only_for=[f"product-{number}"]).ok()
    assert desk.allocate("1", only_for=["spent-0"]).refused_as == "too_many_earmarked"
    desk.recall("1", bucket=bucket_id_of(AllocationType.EARMARKED, ["product-0"], None)).ok()
    desk.allocate("1", only_for=["spent-0"]).ok()
    check_books()


def test_money_that_would_expire_at_once_is_refused(desk):
    desk.top_up("100")
    assert desk.allocate("10", only_for=["obs"], expires_at="2024-09-01T00:00:00+08:00").refused_as == "bucket_expiry_passed"


@pytest.mark.rule("10.4.1.5/r15")
def test_an_allocation_settles_arrears_first(desk):
    desk.top_up("100")
    assert desk.charge("30").arrears == yuan(30)
    part = desk.allocate("20").ok()
    assert (part["arrears_settled"]["amount"], buckets(desk)) == ("20.00", {})
    rest = desk.allocate("20").ok()
    assert (rest["arrears_settled"]["amount"], buckets(desk)) == ("10.00", {"normal": "10.00"})
    assert desk.customer_balances()["arrears"]["amount"] == "0.00"
    assert desk.balances()["customer_consumed_amount"] == yuan(30)
    check_books()


def test_a_refund_settles_arrears_first_and_fills_the_normal_bucket(desk):
    desk.top_up("100")
    desk.allocate("10")
    desk.charge("14")
    desk.refund("6")
    assert desk.customer_balances()["arrears"]["amount"] == "0.00"
    assert buckets(desk) == {"normal": "2.00"}
    check_books()


@pytest.mark.rule("10.4.1.2/r10")
def test_a_recall_takes_from_the_named_buckets_no_more_than_they_hold(desk):
    desk.top_up("100")
    desk.allocate("10")
    desk.allocate("10", only_for=["obs"])
    assert desk.recall("10.01").refused_as == "recall_exceeds_balance"
    assert desk.recall("1", bucket="other").status == 404
    desk.recall("1").ok()
    assert buckets(desk)["normal"] == "9.00"
    check_books()


@pytest.mark.rule("10.4.1.2/r7")
def test_a_batch_allocates_to_each_customer_on_its_own(desk):
    desk.top_up("100")
    body = {"allocations": [{"customer_id": c, "allocation_type": "normal", "amount": "60"} for c in ("C1", "C2", "C3", "C9")]}
    first = desk.call(partner_user("P1"), "POST", "/funds/allocations", body, "k").ok()
    results = {result["item"]: result["problem"] and result["problem"]["code"] for result in first["results"]}
    assert results == {"C1": None, "C2": "allocatable_balance_exceeded", "C3": "customer_not_resale", "C9": "not_found"}
    assert (first["done"], first["failed"]) == (1, 3)
    before = everything()
    again = desk.call(partner_user("P1"), "POST", "/funds/allocations", body, "k").ok()
    assert again["results"][0] == first["results"][0]
    assert everything() == before


def test_a_batch_that_died_goes_on_with_the_same_key(desk):
    desk.top_up("100")
    body = {"allocations": [{"customer_id": c, "allocation_type": "normal", "amount": "10"} for c in ("C1", "C2")]}
    with pytest.raises(faults.Killed), faults.watching(after=faults.killed_after(1)):
        desk.call(partner_user("P1"), "POST", "/funds/allocations", body, "k")
    assert desk.call(partner_user("P1"), "POST", "/funds/allocations", body, "k").ok()["done"] == 2
    assert (buckets(desk), buckets(desk, "C2")) == ({"normal": "10.00"}, {"normal": "10.00"})
    check_books()


def test_a_dry_run_of_a_batch_foresees_what_the_items_do_together(desk):
    desk.top_up("100")
    before = everything()
    body = {"allocations": [{"customer_id": c, "allocation_type": "normal", "amount": "60"} for c in ("C1", "C2")]}
    seen = desk.call(partner_user("P1"), "POST", "/funds/allocations?dry_run=true", body).ok()
    assert (seen["result"]["done"], seen["result"]["failed"]) == (1, 1)
    assert everything() == before


def test_a_batch_has_no_version_to_match(desk):
    body = {"customer_ids": ["C1"]}
    answer = desk.call(partner_user("P1"), "POST", "/funds/recalls", body, headers={"If-Match": '"1"'})
    assert answer.status == 412


@pytest.mark.rule("10.4.1.2/r5", "10.4.1.2/r6", "10.4.1.2/r7")
def test_a_batch_recalls_whole_balances_of_resale_customers_with_available_quota(desk):
    desk.top_up("100")
    desk.allocate("10")
    desk.allocate("5", only_for=["obs"])
    answer = desk.call(partner_user("P1"), "POST", "/funds/recalls", {"customer_ids": ["C1", "C2", "C3"]}).ok()
    results = {r["item"]: r["result"]["amount"]["amount"] if r["result"] else r["problem"]["code"] for r in answer["results"]}
    assert results == {"C1": "15.00", "C2": "nothing_to_recall", "C3": "customer_not_resale"}
    assert desk.balances()["account_balance"] == yuan(100)
    check_books()


@pytest.mark.rule("10.4.1.2/r6")
def test_a_customer_that_owes_more_than_it_has_is_not_recalled_in_a_batch(desk):
    desk.top_up("100")
    desk.allocate("5", only_for=["obs"])
    desk.charge("9", product="ecs")
    answer = desk.call(partner_user("P1"), "POST", "/funds/recalls", {"customer_ids": ["C1"]}).ok()
    assert answer["results"][0]["problem"]["code"] == "nothing_to_recall"


@pytest.mark.rule("10.4.1.3/r1")
def test_every_adjustment_is_on_record_with_masked_names(desk, stopped_clock):
    desk.top_up("100")
    desk.allocate("10", remark="May")
    stopped_clock.pass_(minutes=1)
    desk.recall("4")
    rows = desk.world.call(partner_user("P1"), "GET", "/funds/adjustments").ok()["items"]
    assert [(row["adjustment_type"], row["amount"]["amount"], row["customer_name"]) for row in rows] == [
        ("recall", "4.00", "C****1"),
        ("allocate_normal", "10.00", "C****1"),
    ]
    detail = desk.world.call(partner_user("P1"), "GET", f"/funds/adjustments/{rows[1]['serial_no']}").ok()
    assert detail["remark"] == "May"
    assert rows[1]["serial_no"].startswith("AD20240902020000")


def test_what_happens_within_one_second_is_listed_in_its_order(desk, stopped_clock):
    desk.top_up("100")
    for tenth in range(1, 7):
        stopped_clock.pass_(seconds=0.1)
        desk.allocate(f"{tenth}.00") if tenth % 2 else desk.recall("0.50")
    rows = desk.world.call(partner_user("P1"), "GET", "/funds/adjustments?sort=oldest").ok()["items"]
    assert [row["amount"]["amount"] for row in rows] == ["1.00", "0.50", "3.00", "0.50", "5.00", "0.50"]


@pytest.mark.parametrize("serial_no", ["AD", "AD20240902020000ABCDEF"])
def test_a_foreign_or_unknown_adjustment_is_not_found(desk, serial_no):
    assert desk.world.call(partner_user("P2"), "GET", f"/funds/adjustments/{serial_no}").status == 404


def test_adjustments_are_found_by_time_and_type(desk, stopped_clock):
    desk.top_up("100")
    desk.allocate("10")
    stopped_clock.pass_(days=1)
    desk.allocate("11")
    desk.recall("1")
    since = "2024-09-03T00:00:00%2B08:00"
    rows = desk.world.call(partner_user("P1"), "GET", f"/funds/adjustments?since={since}&adjustment_type=allocate_normal").ok()["items"]
    assert [row["amount"]["amount"] for row in rows] == ["11.00"]


@pytest.mark.rule("13.4/r2")
def test_a_customer_sees_its_own_adjustments_with_their_usage_scenarios(desk):
    desk.top_up("100")
    desk.allocate("10", only_for=["obs", "ecs"])
    desk.allocate("20", customer="C2")
    rows = desk.world.call(customer_user("C1"), "GET", "/funds/customer-adjustments").ok()["items"]
    assert [(row["amount"]["amount"], row["usage_scenarios"], row["partner_id"]) for row in rows] == [("10.00", ["obs", "ecs"], "P1")]
    assert "remark" not in rows[0]
