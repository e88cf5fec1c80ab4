"""Alerts about customers: fed, shown by the daily refresh, answered once by the one responsible person (10.4.5; 11.3.5, 12.3.5 alike)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from partner_center.customers import AssociationStatus, CustomerUnlinked
from partner_center.customers.account import customer_account_key
from partner_center.customers.alerts import following
from partner_center.customers.alerts.alert import AlertStatus, Withdrawal
from partner_center.customers.alerts.answers import ChurnReason, NotChurnedFeedback, ResourceResult
from partner_center.customers.association import association_key
from partner_center.kernel import clock
from partner_center.kernel.labels import ZH
from partner_center.kernel.messages import text_of
from partner_center.kernel.permissions import Role
from partner_center.platform.events import outbox_of
from tests.kit import exports, faults
from tests.kit.alerts import (
    REFRESH,
    a_raised_alert,
    alert_now,
    an_alert,
    answer_churn,
    answer_resource,
    events,
    feed,
    listed,
    refresh,
)
from tests.kit.customers import OTHER, PARTNER, a_linked_customer, found
from tests.kit.notices import inbox
from tests.kit.organisation import a_member, acting, an_organisation, kept
from tests.kit.world import partner_user

PARTNER_TYPES = ("solution_provider", "distributor", "reseller")


@pytest.fixture
def customer(world):
    """C1, a customer of P1, whom no account manager has."""
    return a_linked_customer("C1")


@pytest.fixture(params=PARTNER_TYPES)
def partner(request):
    """P1's administrator, as a partner of each type."""
    return partner_user("P1", partner_type=request.param)


@pytest.fixture
def manager(world, customer):
    """AM1, the account manager of C1."""
    member = a_member("AM1")
    give(world, "AM1")
    return member


def give(world, manager_id, customer_id="C1"):
    """The administrator hands a customer to a manager."""
    world.call(PARTNER, "PUT", f"/customers/customers/{customer_id}/account-manager", {"manager_id": manager_id}).ok()


def leaves(world, customer_id="C1", partner_id="P1"):
    """The customer leaves its partner, which is told as always."""
    association, account = found(association_key(partner_id, customer_id)), found(customer_account_key(customer_id))
    association.status, account.associated_partner_id = AssociationStatus.UNLINKED, None
    kept(association, account)
    event = CustomerUnlinked(
        partner_id=partner_id,
        customer_id=customer_id,
        association_type=association.association_type,
        associated_at=association.associated_at,
        unlinked_at=clock.now(),
        application_id="AA1",
    )
    kept(outbox_of(f"CM-left-{clock.iso(clock.now())}", "test-0001", clock.now(), [event]))


def comes_back(customer_id="C1", partner_id="P1"):
    """The customer is associated with its former partner again."""
    association, account = found(association_key(partner_id, customer_id)), found(customer_account_key(customer_id))
    association.status, association.associated_at = AssociationStatus.ASSOCIATED, clock.now()
    account.associated_partner_id = partner_id
    kept(association, account)


# --- the daily refresh ----------------------------------------------------------------------------------------------------


@pytest.mark.rule("10.4.5.2/r1")
def test_what_the_platform_told_is_seen_after_the_daily_refresh(world, customer, partner):
    feed(world, an_alert("A1"), an_alert("A2", category="resource")).ok()
    assert listed(world, by=partner) == []
    assert answer_churn(world, by=partner).status == 404
    assert refresh(world)["done"] == 2
    assert sorted(listed(world, by=partner)) == ["A1", "A2"]


def test_a_refresh_that_runs_twice_raises_once(world, customer):
    feed(world, an_alert()).ok()
    assert [refresh(world)["done"] for _ in range(2)] == [1, 0]
    world.settle(twice=True)
    (told,) = events(world, "alert_raised")
    assert (told["customer_id"], told["category"], told["manager_id"]) == ("C1", "churn", None)


@pytest.mark.parametrize("writes", [1, 2])
def test_a_killed_refresh_leaves_the_rest_to_the_next_one(world, customer, writes):
    feed(world, an_alert("A1"), an_alert("A2")).ok()
    with pytest.raises(faults.Killed), faults.watching(after=faults.killed_after(writes)):
        refresh(world)
    assert refresh(world)["done"] == 2 - writes
    world.settle()
    assert sorted(told["alert_id"] for told in events(world, "alert_raised")) == ["A1", "A2"]


def test_the_same_alert_told_again_is_the_same_alert(world, customer):
    told = an_alert()
    assert feed(world, told).ok() == {"recorded": 1, "known": 0}
    assert feed(world, told, an_alert("A2")).ok() == {"recorded": 1, "known": 1}
    refresh(world)
    assert feed(world, told).ok() == {"recorded": 0, "known": 1}
    assert refresh(world)["done"] == 0


def test_a_customer_without_partner_has_nobody_to_alert(world, customer):
    leaves(world)
    feed(world, an_alert()).ok()
    refresh(world)
    assert alert_now().withdrawal is Withdrawal.NO_PARTNER
    assert refresh(world)["done"] == 0
    assert events(world, "alert_raised") == []


def test_an_alert_that_lapsed_before_the_refresh_is_never_seen(world, customer):
    feed(world, an_alert(lapses_at=clock.iso(clock.now()))).ok()
    refresh(world)
    world.settle()
    assert alert_now().withdrawal is Withdrawal.LAPSED
    assert listed(world) == []
    assert events(world, "alert_raised") == events(world, "alert_handled") == []


def test_a_pending_alert_that_lapses_waits_no_more(world, customer, stopped_clock):
    a_raised_alert(world, lapses_at=clock.iso(clock.now() + timedelta(hours=30)))
    stopped_clock.pass_(days=1)
    assert refresh(world)["done"] == 0
    stopped_clock.pass_(days=1)
    assert refresh(world)["done"] == 1
    world.settle()
    assert listed(world) == listed(world, "pending-alerts") == []
    assert [(told["alert_id"], told["lapsed"]) for told in events(world, "alert_handled")] == [("A1", True)]


def test_a_handled_alert_does_not_lapse(world, customer, stopped_clock):
    a_raised_alert(world, lapses_at=clock.iso(clock.now() + timedelta(hours=1)))
    answer_churn(world).ok()
    stopped_clock.pass_(days=1)
    assert refresh(world)["done"] == 0
    assert listed(world, status="handled") == ["A1"]


def test_a_customer_that_changes_its_partner_during_the_refresh_alerts_the_right_one(world, customer):
    feed(world, an_alert()).ok()

    def change():
        leaves(world)
        a_linked = found(customer_account_key("C1"))
        a_linked.delete()
        a_linked_customer("C1", of="P2")

    with faults.watching(before=faults.before_first_commit(change)):
        refresh(world)
    assert alert_now().partner_id == "P2"
    assert (listed(world), listed(world, by=OTHER)) == ([], ["A1"])


def test_unknown_customers_refuse_the_whole_call(world, customer):
    answer = feed(world, an_alert(), an_alert("A2", "C-NOBODY"))
    assert answer.refusals["unknown_customers"]["facts"]["customer_ids"] == ["C-NOBODY"]
    assert alert_now() is None
    assert feed(world, an_alert(), by=PARTNER).status == 403
    assert feed(world, an_alert(), an_alert()).status == 400


# --- pages ----------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("10.4.5.2/r2")
def test_all_alerts_handled_or_not_are_viewed(world, customer, partner):
    feed(world, an_alert("A1"), an_alert("A2", category="resource", sent_at=clock.iso(clock.now() + timedelta(seconds=1)))).ok()
    refresh(world)
    answer_churn(world, "A1", by=partner).ok()
    assert listed(world, by=partner) == ["A2", "A1"]
    assert listed(world, by=partner, status="pending") == listed(world, by=partner, category="resource") == ["A2"]
    detail = world.call(partner, "GET", "/customers/alerts/C1/A1").ok()
    assert detail["detail"].startswith("近7日")
    assert (detail["churned"], detail["churn_reason"], detail["status"]) == (True, "moved_to_competitor", "handled")
    assert detail["handled_at"]


def test_alerts_are_found_by_customer_and_by_account_manager(world, manager):
    a_linked_customer("C2")
    a_raised_alert(world, "A1", "C1")
    a_raised_alert(world, "A2", "C2")
    assert listed(world, account_manager_name="AM1") == ["A1"]
    assert listed(world, customer_name="C2") == ["A2"]
    (row,) = world.call(PARTNER, "GET", "/customers/alerts?customer_id=C1").ok()["items"]
    assert row["account_manager_name"] != "AM1"  # masked until it is revealed
    body = {"kind": "customers.list_all_alerts", "record": {"customer_id": "C1", "alert_id": "A1"}, "field": "account_manager_name"}
    assert world.call(PARTNER, "POST", "/exports/reveals", body).ok()["value"] == "AM1"


@pytest.mark.rule("10.4.1.1/r20")
def test_the_alerts_of_one_customer_are_behind_its_counters(world, customer):
    a_linked_customer("C2")
    a_raised_alert(world, "A1", "C1")
    a_raised_alert(world, "A2", "C1", category="resource")
    a_raised_alert(world, "A3", "C2")
    assert listed(world, "customers/C1/alerts") == ["A2", "A1"]
    assert listed(world, "customers/C1/alerts", category="churn", status="pending") == ["A1"]
    assert listed(world, "customers/C1/alerts", by=OTHER) == []


def test_the_list_to_handle_is_of_whom_one_is_responsible_for(world, manager):
    a_linked_customer("C2")
    a_raised_alert(world, "A1", "C1")
    a_raised_alert(world, "A2", "C2")
    assert listed(world, "pending-alerts", by=acting(manager)) == ["A1"]
    assert listed(world, "pending-alerts") == ["A2"]
    assert listed(world, "pending-alerts", responsibility="mine") == []
    assert world.calls["customers.list_alerts_to_handle"][-1]["Query"] == 1
    answer_churn(world, "A1", by=acting(manager)).ok()
    assert listed(world, "pending-alerts", by=acting(manager)) == []


def test_an_account_manager_sees_the_alerts_of_his_own_customers_alone(world, manager):
    a_linked_customer("C2")
    a_raised_alert(world, "A1", "C1")
    a_raised_alert(world, "A2", "C2")
    caller = acting(manager)
    assert listed(world, by=caller) == ["A1"]
    assert listed(world, "pending-alerts", by=caller, responsibility="unassigned") == []
    assert world.call(caller, "GET", "/customers/alerts/C2/A2").status == 404
    assert answer_churn(world, "A2", "C2", by=caller).status == 404


def test_an_export_holds_the_alerts_the_page_shows(world, customer):
    a_raised_alert(world, "A1")
    feed(world, an_alert("A2")).ok()
    task = exports.export(world, "customers.list_all_alerts", format="csv", columns=["alert_id", "detail"])
    assert [row[0] for row in exports.csv_rows(exports.fetched(world, task))[1:]] == ["A1"]


def test_a_stranger_finds_no_alert(world, customer):
    a_raised_alert(world)
    assert listed(world, by=OTHER) == []
    assert world.call(OTHER, "GET", "/customers/alerts/C1/A1").status == 404
    assert answer_churn(world, by=OTHER).status == 404
    assert alert_now().status is AlertStatus.PENDING


# --- who answers ----------------------------------------------------------------------------------------------------------


@pytest.mark.rule("10.4.5.1/r1")
@pytest.mark.parametrize("role", [Role.PARTNER_ADMIN, Role.SUPER_ADMIN])
def test_an_administrator_answers_for_a_customer_without_account_manager(world, customer, role):
    a_raised_alert(world)
    assert answer_churn(world, by=partner_user("P1", role)).ok()["status"] == "handled"


@pytest.mark.rule("10.4.5.1/r1")
def test_only_the_account_manager_answers_for_his_customer(world, manager):
    a_raised_alert(world)
    for other in (PARTNER, partner_user("P1", Role.SUPER_ADMIN), partner_user("P1", Role.ACCOUNT_MANAGER_SUPERVISOR)):
        refusal = answer_churn(world, by=other)
        assert refusal.status != 404
        assert refusal.refused_as == "not_responsible_for_customer"
        assert refusal.refusals["not_responsible_for_customer"]["way_out"] == text_of("account_manager_handles", ZH)
    assert answer_churn(world, by=acting(manager)).ok()["status"] == "handled"


@pytest.mark.rule("10.4.5.1/r1")
def test_others_learn_that_an_administrator_answers(world, customer):
    a_raised_alert(world)
    sales = partner_user("P1", Role.ACCOUNT_MANAGER_SUPERVISOR)
    assert answer_churn(world, by=sales).refusals["not_responsible_for_customer"]["way_out"] == text_of("administrator_handles", ZH)
    assert answer_churn(world, by=partner_user("P1", Role.PARTNER_FINANCE)).status == 403


def test_another_manager_gets_the_right_and_the_alerts_with_the_customer(world, manager):
    a_raised_alert(world)
    second = a_member("AM2")
    give(world, "AM2")
    assert answer_churn(world, by=acting(manager)).status == 404  # it is no customer of his any more
    world.settle(twice=True)
    assert listed(world, "pending-alerts", by=acting(second)) == ["A1"]
    assert listed(world, account_manager_name="AM2") == ["A1"]
    assert answer_churn(world, by=acting(second)).ok()


def test_a_customer_taken_back_is_the_administrators(world, manager):
    a_raised_alert(world)
    world.call(PARTNER, "DELETE", "/customers/account-managers/AM1/customers/C1").ok()
    world.settle()
    assert listed(world, "pending-alerts") == ["A1"]
    assert alert_now().account_manager_id is None
    assert answer_churn(world).ok()


def test_a_handled_alert_keeps_the_manager_of_its_time(world, manager):
    a_raised_alert(world)
    answer_churn(world, by=acting(manager)).ok()
    a_member("AM2")
    give(world, "AM2")
    world.settle()
    assert alert_now().account_manager_id == "AM1"


def test_whoever_loses_the_customer_while_he_answers_does_not_answer(world, manager):
    a_raised_alert(world)
    a_member("AM2")
    caller = acting(manager)
    with faults.watching(before=faults.before_first_commit(lambda: give(world, "AM2"))):
        assert answer_churn(world, by=caller).status == 404
    assert alert_now().status is AlertStatus.PENDING


def test_late_news_of_an_earlier_manager_changes_nothing(world, manager):
    a_raised_alert(world)
    world.settle()
    a_member("AM2")
    give(world, "AM2")
    world.settle()
    for event in [event for event in world.bus if event["DetailType"] == "customers.account_manager_changed"]:
        world.deliver(event)
    assert alert_now().account_manager_id == "AM2"


# --- answers --------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("10.4.5.1/r3", "10.4.5.1/r4")
@pytest.mark.parametrize("reason", list(ChurnReason))
def test_a_lost_customer_has_one_of_six_reasons(world, customer, partner, reason):
    a_raised_alert(world)
    answer_churn(world, by=partner, customer_churned=True, churn_reason=reason.value).ok()
    assert (alert_now().churned, alert_now().churn_reason) == (True, reason)
    assert len(ChurnReason) == 6


@pytest.mark.rule("10.4.5.1/r3", "10.4.5.1/r5")
@pytest.mark.parametrize("feedback", list(NotChurnedFeedback))
def test_a_customer_not_lost_has_one_of_five_feedbacks(world, customer, partner, feedback):
    a_raised_alert(world)
    answer_churn(world, by=partner, customer_churned=False, not_churned_feedback=feedback.value).ok()
    assert (alert_now().churned, alert_now().not_churned_feedback) == (False, feedback)
    assert len(NotChurnedFeedback) == 5


@pytest.mark.rule("10.4.5.1/r6")
@pytest.mark.parametrize("result", list(ResourceResult))
def test_a_resource_alert_has_one_of_three_results(world, customer, partner, result):
    a_raised_alert(world, category="resource")
    answer_resource(world, by=partner, result=result.value).ok()
    assert (alert_now().resource_result, alert_now().status) == (result, AlertStatus.HANDLED)
    assert len(ResourceResult) == 3


@pytest.mark.parametrize(
    ("form", "code"),
    [
        pytest.param({"customer_churned": True}, "churn_reason_required", marks=pytest.mark.rule("10.4.5.1/r4")),
        pytest.param({"customer_churned": False}, "churn_feedback_required", marks=pytest.mark.rule("10.4.5.1/r5")),
        pytest.param(
            {"customer_churned": False, "churn_reason": "other"}, "churn_feedback_required", marks=pytest.mark.rule("10.4.5.1/r5")
        ),
        ({"customer_churned": True, "churn_reason": "other", "not_churned_feedback": "other"}, "answer_contradicts_itself"),
        ({"customer_churned": False, "churn_reason": "other", "not_churned_feedback": "other"}, "answer_contradicts_itself"),
        ({"customer_churned": True, "churn_reason": "not_competitive", "other_text": "价格"}, "text_only_with_other"),
    ],
)
def test_an_answer_is_complete_and_does_not_contradict_itself(world, customer, form, code):
    a_raised_alert(world)
    assert answer_churn(world, **form).refused_as == code
    assert alert_now().status is AlertStatus.PENDING


@pytest.mark.rule("10.4.5.1/r3")
@pytest.mark.parametrize("form", [{"churn_reason": "other"}, {"customer_churned": True, "churn_reason": "gone"}])
def test_the_choice_is_required_and_from_the_list(world, customer, form):
    a_raised_alert(world)
    assert answer_churn(world, **form).status == 400


@pytest.mark.rule("10.4.5.1/r6")
def test_a_resource_alert_needs_a_result_from_the_list(world, customer):
    a_raised_alert(world, category="resource")
    assert answer_resource(world, result=None).status == 400
    assert answer_resource(world, result="ignored").status == 400
    assert answer_resource(world, result="no_action", other_text="无").refused_as == "text_only_with_other"


def test_other_takes_a_text(world, customer):
    a_raised_alert(world)
    answer_churn(world, customer_churned=True, churn_reason="other", other_text="客户并购").ok()
    assert world.call(PARTNER, "GET", "/customers/alerts/C1/A1").ok()["other_text"] == "客户并购"


@pytest.mark.rule("10.4.5.1/r2")
def test_each_category_is_answered_in_its_own_way(world, customer):
    a_raised_alert(world, "A1", category="churn")
    a_raised_alert(world, "A2", category="resource")
    assert answer_resource(world, "A1").refused_as == "alert_of_other_category"
    assert answer_churn(world, "A2").refused_as == "alert_of_other_category"


def test_a_handled_alert_is_final(world, customer):
    a_raised_alert(world)
    answer_churn(world).ok()
    assert answer_churn(world, customer_churned=False, not_churned_feedback="other").refused_as == "alert_already_handled"
    world.settle(twice=True)
    assert [told["alert_id"] for told in events(world, "alert_handled")] == ["A1"]


def test_of_two_answers_at_once_one_holds(world, customer):
    a_raised_alert(world)
    second = partner_user("P1", Role.SUPER_ADMIN, name="boss")
    with faults.watching(before=faults.before_first_commit(lambda: answer_churn(world, by=second).ok())):
        assert answer_churn(world).refused_as == "alert_already_handled"
    assert alert_now().handled_by == second.user_id


# --- when the customer leaves ---------------------------------------------------------------------------------------------


def test_a_former_partner_sees_no_alerts_and_answers_none(world, customer):
    a_raised_alert(world, "A1")
    a_raised_alert(world, "A2")
    answer_churn(world, "A1").ok()
    leaves(world)
    assert answer_churn(world, "A2").status == 404  # from the very moment
    world.settle(twice=True)
    assert listed(world) == listed(world, "pending-alerts") == listed(world, "customers/C1/alerts") == []
    assert world.call(PARTNER, "GET", "/customers/alerts/C1/A1").status == 404
    assert {alert_now(alert_id).withdrawal for alert_id in ("A1", "A2")} == {Withdrawal.UNLINKED}


def test_late_news_of_leaving_leaves_the_alerts_of_a_new_association_alone(world, customer, stopped_clock):
    a_raised_alert(world, "A1")
    leaves(world)
    stopped_clock.pass_(days=1)
    comes_back()
    a_raised_alert(world, "A2")
    world.settle(twice=True)
    assert listed(world) == ["A2"]


@pytest.mark.parametrize("writes", [1, 2, 3])
def test_more_alerts_than_a_transaction_holds_are_withdrawn_even_by_a_killed_consumer(world, customer, writes, monkeypatch):
    monkeypatch.setattr(following, "AT_ONCE", 2)
    feed(world, *(an_alert(f"A{number}") for number in range(5))).ok()
    refresh(world)
    world.settle()
    leaves(world)
    try:
        with faults.watching(after=faults.killed_after(writes)):
            world.settle()
    except faults.Killed:
        world.deliver(world.bus[-1])
    world.settle()
    assert listed(world) == []


# --- notices --------------------------------------------------------------------------------------------------------------


def test_the_responsible_person_is_told(world, manager, stopped_clock):
    stopped_clock.at("2024-09-03T10:00:00+08:00")
    an_organisation("P1")
    admin = a_member("ADM", Role.PARTNER_ADMIN)
    a_linked_customer("C2")
    a_raised_alert(world, "A1", "C1")
    world.settle()
    assert len(inbox(f"partner/P1/{manager.user_id}")) == 1
    assert inbox(f"partner/P1/{admin.user_id}") == []
    a_raised_alert(world, "A2", "C2")
    world.settle()
    assert len(inbox(f"partner/P1/{manager.user_id}")) == 1
    assert len(inbox(f"partner/P1/{admin.user_id}")) == 1


def test_the_refresh_is_daily(world):
    from tests.kit.world import functions

    minute, hour, day_of_month, month, _, _ = functions()[REFRESH].declaration.trigger.expression.split()
    assert (minute.isdigit(), hour.isdigit(), day_of_month, month) == (True, True, "*", "*")
