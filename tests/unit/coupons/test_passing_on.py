"""A distributor passes quota on to its resellers and takes it back (11.1.6, 11.3.6.1.2, 11.3.6.1.3)."""

from __future__ import annotations

from typing import Any

import pytest

from partner_center.coupons import CouponStatus, OperationType, QuotaStatus
from partner_center.coupons.quota import QuotaEnd
from partner_center.kernel import clock
from partner_center.kernel.money import Money
from partner_center.kernel.permissions import Role
from partner_center.platform.sensitive import Sensitive
from partner_center.resellers import mail
from tests.kit import faults
from tests.kit.codes import a_pass, with_codes
from tests.kit.coupons import voucher_of
from tests.kit.partners import a_partner
from tests.kit.quota_tree import DISTRIBUTOR, RESELLER, TreeDesk, a_tree, check_tree, log_of, node
from tests.kit.resellers import a_distributor, a_free_reseller, a_related_reseller, accept, invited, stands
from tests.kit.world import partner_user

COOPERATION_ENDED = "resellers.cooperation_ended"


@pytest.fixture
def desk(world) -> TreeDesk:
    return a_tree(world)


@pytest.fixture
def mailbox(monkeypatch) -> list[tuple[str, str, str]]:
    """What went out to resellers by e-mail: (to, subject, text)."""
    sent: list[tuple[str, str, str]] = []
    monkeypatch.setattr(mail, "send_mail", lambda to, subject, text: sent.append((to, subject, text)))
    return sent


@pytest.fixture
def quota(desk) -> str:
    """What the vendor granted to the distributor: 100."""
    return desk.a_quota("100", partner="D1")


def money(value: str) -> Money:
    return Money.of(value)


# --- issuing ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("11.1.6/r2", "11.3.6.1.2/r1")
def test_what_is_passed_on_is_taken_from_the_one_chosen_quota(desk, quota):
    other = desk.a_quota("100", partner="D1")
    answer = desk.pass_on(quota, "40").ok()
    assert answer["remaining"]["amount"] == "60.00"
    child = node(answer["quotas"][0]["quota_id"], "R1")
    assert (child.initial_amount, child.balance, child.source_quota_id) == (money("40"), money("40"), quota)
    assert (node(quota).passed_on, node(other).balance) == (money("40"), money("100"))
    check_tree()


@pytest.mark.rule("11.1.6/r3")
def test_the_amount_is_for_each_of_several_resellers(desk, quota):
    answer = desk.pass_on(quota, "40", ("R1", "R2")).ok()
    assert [given["reseller_id"] for given in answer["quotas"]] == ["R1", "R2"]
    assert node(quota).balance == money("20")


@pytest.mark.rule("11.1.6/r3")
@pytest.mark.parametrize("body", [{"amount": "1"}, {"reseller_ids": ["R1"]}, {"amount": "1", "reseller_ids": []}])
def test_an_amount_and_a_reseller_are_required(desk, quota, body):
    assert desk.call(DISTRIBUTOR, "POST", f"/coupons/quotas/{quota}/reseller-quotas", body).status == 400


def test_resellers_together_get_no_more_than_there_is(desk, quota):
    refused = desk.pass_on(quota, "50.01", ("R1", "R2"))
    assert refused.refused_as == "quota_exhausted"
    assert node(quota).balance == money("100")


def test_twenty_resellers_fit_into_one_transaction_with_a_code(desk, quota):
    names = tuple(f"S{number}" for number in range(20))
    for name in names:
        a_related_reseller(name, of="D1")
    caller = with_codes(DISTRIBUTOR)
    desk.pass_on(quota, "5", names, by=caller, headers=a_pass(caller, Sensitive.ISSUE_VOUCHER_QUOTAS)).ok()
    assert node(quota).balance == money("0")
    assert len(log_of()) == 20
    check_tree()


@pytest.mark.rule("11.1.6/r1")
def test_only_resellers_of_the_distributor_receive_quota(desk, quota):
    a_distributor("D2")
    a_free_reseller("R7")
    a_related_reseller("R8", of="D2")
    for stranger in ("R7", "R8", "D2", "nobody"):
        assert desk.pass_on(quota, "1", ("R1", stranger)).status == 404
    assert node(quota).balance == money("100")


@pytest.mark.rule("11.1.3/r3")
def test_a_reseller_that_is_exiting_still_receives_quota(desk, quota):
    stands(desk.world, "R1", "exiting")
    desk.world.settle()
    assert node(desk.a_child(quota), "R1").balance == money("40")


@pytest.mark.rule("12.3.6.1/r2")
def test_nobody_but_a_distributor_passes_quota_on(desk, quota):
    child = desk.a_child(quota)
    assert desk.pass_on(child, "1", ("R2",), by=RESELLER).refused_as == "quota_not_passed_on_by_partner"
    a_partner("P1")
    theirs = desk.a_quota("10")
    assert desk.pass_on(theirs, "1", ("R1",), by=partner_user("P1")).refused_as == "quota_not_passed_on_by_partner"


def test_another_distributors_quota_is_not_there(desk, quota):
    a_distributor("D2")
    a_related_reseller("R8", of="D2")
    assert desk.pass_on(quota, "1", ("R8",), by=partner_user("D2", partner_type="distributor")).status == 404


@pytest.mark.rule("11.1.6/r13")
def test_a_quota_that_is_being_adjusted_offers_nothing(desk, quota):
    desk.adjust(quota, True).ok()
    refused = desk.pass_on(quota)
    assert (refused.refused_as, refused.refusals["quota_not_valid"]["facts"]["status"]) == ("quota_not_valid", "adjusting")
    desk.adjust(quota, False).ok()
    desk.pass_on(quota).ok()


def test_a_quota_before_and_after_its_time_offers_nothing(desk, stopped_clock):
    later = desk.a_quota("100", partner="D1", effective_at="2024-10-01T00:00:00+08:00")
    assert desk.pass_on(later).refused_as == "quota_not_valid"
    over = desk.a_quota("100", partner="D1", until="2024-09-03T00:00:00+08:00")
    stopped_clock.at("2024-09-04T00:00:00+08:00")
    assert desk.pass_on(over).refused_as == "quota_not_valid"


def test_the_new_quota_has_the_windows_and_limits_of_its_source(desk):
    limits = {"max_vouchers_per_customer": 1, "max_face_value": "15", "max_order_deduction_ratio": "0.5", "contract_no": "CT1"}
    source = node(desk.a_quota("100", partner="D1", allowed_product_types=["ecs"], **limits))
    child = node(desk.a_child(source.quota_id), "R1")
    assert child.limits() == source.limits()
    terms = {"by": RESELLER, "min_order_amount": "40"}
    assert desk.issue(child.quota_id, "16", **terms).refused_as == "face_value_out_of_range"
    assert desk.issue(child.quota_id, "10", product_types=["obs"], **terms).refused_as == "products_outside_quota"
    desk.issue(child.quota_id, "10", **terms).ok()
    assert desk.issue(child.quota_id, "10", **terms).refused_as == "customer_count_reached"


@pytest.mark.rule("11.3.6.1.2/r2", "12.1.3/r4", "12.3.6.1/r1", "12.3.6.2/r1")
def test_the_reseller_issues_to_its_own_customers_only(desk, quota):
    child = desk.a_child(quota)
    desk.a_voucher_of(child, "10")
    assert desk.issue(child, "10", ("C2",), by=RESELLER).status == 404
    assert node(child, "R1").balance == money("30")
    check_tree()


def test_the_reseller_is_told_of_its_quota(desk, quota):
    child = desk.a_child(quota)
    desk.world.settle()
    (told,) = [event for event in desk.world.bus if event["DetailType"] == "coupons.quota_granted" and child in event["Detail"]]
    assert '"partner_id":"R1"' in told["Detail"].replace(" ", "")


@pytest.mark.rule("11.1.6/r11", "19.8/r5")
def test_with_codes_on_passing_on_and_taking_back_need_one(desk, quota):
    child, caller = desk.a_child(quota), with_codes(DISTRIBUTOR)
    assert desk.pass_on(quota, by=caller).refused_as == "verification_code_required"
    assert desk.take_back(child, by=caller).refused_as == "verification_code_required"
    desk.take_back(child, by=caller, headers=a_pass(caller, Sensitive.RECALL_VOUCHER_QUOTAS)).ok()


def test_sales_people_pass_nothing_on(desk, quota):
    caller = partner_user("D1", Role.ACCOUNT_MANAGER, partner_type="distributor")
    assert desk.pass_on(quota, by=caller).status == 403
    assert desk.take_back(desk.a_child(quota), by=caller).status == 403


def test_the_same_request_twice_passes_on_once(desk, quota):
    first = desk.pass_on(quota, key="once").ok()
    assert desk.pass_on(quota, key="once").ok() == first
    assert node(quota).balance == money("60")


# --- taking back ------------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("11.1.6/r5", "11.1.6/r7", "11.3.6.1.3/r1")
def test_a_recall_takes_the_whole_rest_and_says_how_much_that_was(desk, quota):
    child = desk.a_child(quota)
    desk.a_voucher_of(child, "15")
    assert desk.take_back(child).ok()["amount"]["amount"] == "25.00"
    below, above = node(child, "R1"), node(quota)
    assert (below.balance, below.surrendered, below.ended_as) == (money("0"), money("25"), QuotaEnd.RECALLED)
    assert (above.balance, above.taken_back) == (money("85"), money("25"))
    check_tree()


@pytest.mark.rule("11.1.6/r4")
def test_only_a_valid_quota_is_recalled(desk, quota, stopped_clock):
    child = desk.a_child(quota)
    desk.adjust(child, True, "R1").ok()
    assert desk.take_back(child).refusals["quota_not_valid"]["rule"] == "11.1.6/r4"
    desk.adjust(child, False, "R1").ok()
    desk.take_back(child).ok()
    assert desk.take_back(child).refused_as == "quota_not_valid"
    expired = desk.a_child(desk.a_quota("50", partner="D1", until="2024-09-03T00:00:00+08:00"))
    stopped_clock.at("2024-09-04T00:00:00+08:00")
    assert desk.take_back(expired).refused_as == "quota_not_valid"


@pytest.mark.rule("11.1.6/r6")
def test_several_are_recalled_each_on_its_own(desk, quota):
    first, second = desk.a_child(quota, "10"), desk.a_child(quota, "20", "R2")
    desk.take_back(first).ok()
    answer = desk.take_back_all([("R1", first), ("R2", second)]).ok()
    assert (answer["done"], answer["failed"]) == (1, 1)
    assert answer["results"][0]["problem"]["code"] == "quota_not_valid"
    assert answer["results"][1]["result"]["amount"]["amount"] == "20.00"
    assert node(quota).balance == money("100")


def test_only_the_distributor_that_passed_it_on_recalls_it(desk, quota):
    child = desk.a_child(quota)
    a_distributor("D2")
    assert desk.take_back(child, by=partner_user("D2", partner_type="distributor")).status == 404
    assert desk.take_back(child, by=RESELLER).status == 404
    assert desk.take_back(quota, reseller="D1").status == 404


@pytest.mark.rule("11.1.6/r12", "11.3.6.1.3/r3")
def test_the_reseller_no_longer_sees_what_was_recalled_and_issues_nothing_of_it(desk, quota):
    child = desk.a_child(quota)
    seen = lambda: [row["quota_id"] for row in desk.world.call(RESELLER, "GET", "/coupons/quotas").ok()["items"]]  # noqa: E731
    assert seen() == [child]
    desk.take_back(child).ok()
    assert seen() == []
    assert desk.world.call(RESELLER, "GET", f"/coupons/quotas/{child}").status == 404
    assert desk.issue(child, by=RESELLER).refused_as == "quota_not_valid"


def test_coupons_that_were_issued_stay_in_force(desk, quota):
    child = desk.a_child(quota)
    voucher = desk.a_voucher_of(child, "10")
    desk.take_back(child).ok()
    assert voucher_of(voucher, "R1").status_at(clock.now()) is CouponStatus.USABLE
    assert desk.use("10", "C1", "R1") == [(voucher, money("10"))]
    check_tree()


# --- the way back -----------------------------------------------------------------------------------------------------------------


def test_what_a_reseller_recalls_after_its_quota_was_taken_back_goes_to_the_distributor(desk, quota):
    child = desk.a_child(quota)
    voucher = desk.a_voucher_of(child, "10")
    desk.take_back(child).ok()
    desk.recall_voucher(voucher, "R1").ok()
    assert (node(child, "R1").balance, node(quota).balance) == (money("0"), money("100"))
    check_tree()


def test_what_expires_after_the_quota_was_taken_back_goes_to_the_distributor(desk, quota, stopped_clock):
    child = desk.a_child(quota)
    for value in ("10", "5"):
        desk.a_voucher_of(child, value, expires_at="2024-09-03T00:00:00+08:00")
    desk.take_back(child).ok()
    as_of = clock.iso(stopped_clock.at("2024-09-04T00:00:00+08:00"))
    assert desk.world.run_job("coupons.recall_expired_coupons", as_of)["done"] == 1
    assert (node(child, "R1").balance, node(quota).balance) == (money("0"), money("100"))
    check_tree()


def test_what_is_refunded_after_both_ended_goes_to_the_distributor(desk, quota):
    child = desk.a_child(quota)
    voucher = desk.a_voucher_of(child, "10")
    desk.use("4", "C1", "R1")
    desk.recall_voucher(voucher, "R1").ok()
    desk.take_back(child).ok()
    desk.give_back(voucher, "4", "R1")
    assert (node(child, "R1").balance, node(quota).balance) == (money("0"), money("100"))
    desk.world.settle()
    check_tree(told=True)


def test_what_goes_on_to_the_distributor_stands_in_its_log(desk, quota):
    child = desk.a_child(quota)
    voucher = desk.a_voucher_of(child, "10")
    desk.take_back(child).ok()
    desk.recall_voucher(voucher, "R1").ok()
    assert {line.operation_type: (line.amount, line.quota_id) for line in log_of()} == {
        OperationType.ISSUE: (money("40"), child),
        OperationType.RECALL: (money("30"), child),
        OperationType.SYSTEM_RECALL: (money("10"), child),
    }


# --- the reseller leaves ----------------------------------------------------------------------------------------------------------


def leave(desk: TreeDesk, partner: str = "R1") -> None:
    """The vendor delists a reseller; its relation ends."""
    stands(desk.world, partner, "delisted")


def test_when_a_reseller_leaves_its_quotas_go_back(desk, quota):
    first, second, other = desk.a_child(quota, "10"), desk.a_child(quota, "20"), desk.a_child(quota, "30", "R2")
    desk.adjust(second, True, "R1").ok()
    leave(desk)
    desk.world.settle(twice=True)
    assert [node(child, "R1").ended_as for child in (first, second)] == [QuotaEnd.RECALLED] * 2
    assert (node(quota).balance, node(other, "R2").ended_as) == (money("70"), None)
    assert [line.operator for line in log_of() if line.operation_type is OperationType.SYSTEM_RECALL] == [None, None]
    check_tree()


def left(desk: TreeDesk) -> dict[str, Any]:
    """The relation of R1 has ended; coupons have not heard of it yet: the event that they wait for."""
    leave(desk)
    for event in desk.world._new_events():
        desk.world.deliver(event)
    return next(event for event in desk.world._new_events() if event["DetailType"] == COOPERATION_ENDED)


@pytest.mark.parametrize("writes", [1, 2])
@pytest.mark.parametrize("fault", [faults.killed_after, faults.answer_lost])
def test_a_consumer_that_dies_in_between_goes_on_where_it_stopped(desk, quota, fault, writes):
    children = [desk.a_child(quota, "10") for _ in range(3)]
    event = left(desk)
    try:
        with faults.watching(after=fault(writes)):
            desk.world.deliver(event)
    except (faults.Killed, AssertionError):
        pass
    desk.world.deliver(event)
    desk.world.deliver(event)
    assert node(quota).balance == money("100")
    assert {node(child, "R1").status_at(clock.now()) for child in children} == {QuotaStatus.INVALID}
    check_tree()


def test_quota_that_came_back_by_hand_meanwhile_goes_back_once(desk, quota):
    child = desk.a_child(quota)
    event = left(desk)
    with faults.watching(before=faults.before_first_commit(lambda: desk.take_back(child).ok())):
        desk.world.deliver(event)
    assert node(quota).balance == money("100")
    assert sorted(line.operation_type for line in log_of()) == [OperationType.ISSUE, OperationType.RECALL]


def test_quota_passed_on_while_the_reseller_leaves_does_not_reach_it(desk, quota):
    with faults.watching(before=faults.before_first_commit(lambda: left(desk))):
        refused = desk.pass_on(quota)
    assert refused.status == 404
    assert node(quota).balance == money("100")


def test_heard_late_it_leaves_what_was_passed_on_since_the_reseller_came_back(desk, quota, stopped_clock, mailbox):
    before = desk.a_child(quota, "10")
    event = left(desk)
    stands(desk.world, "R1", "active")
    stopped_clock.pass_(hours=1)
    desk.world.settle()
    _, token = invited(desk.world, mailbox, "R1")
    accept(desk.world, token, "R1").ok()
    since = desk.a_child(quota, "20")
    desk.world.deliver(event)
    assert (node(before, "R1").ended_as, node(since, "R1").ended_as) == (QuotaEnd.RECALLED, None)
    assert node(quota).balance == money("80")
    check_tree()
