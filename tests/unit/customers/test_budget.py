"""Budgets: recipients, and the warnings at 75, 90 and 100 % once per customer, threshold and month (10.4.1.4, 11.3.1.4)."""

from __future__ import annotations

import itertools
import json
import random

import pytest

from partner_center.notices.delivery import Delivery
from tests.kit.customers import PARTNER, a_linked_customer
from tests.kit.notices import a_letterbox
from tests.kit.organisation import a_member, acting
from tests.kit.overview import adjusted, cny, usage
from tests.kit.world import partner_user

pytestmark = pytest.mark.usefixtures("partners")

RECIPIENT = {"name": "赵财务", "email": "zhao@yunfan.example", "mobile": "13800001111"}


def recipient(world, by=PARTNER, **form):
    return world.call(by, "POST", "/customers/budget-recipients", {**RECIPIENT, **form})


def budget(world, amount, customer_id="C1", by=PARTNER):
    asked = {"amount": cny(amount)} if amount is not None else {}
    return world.call(by, "PUT", f"/customers/customers/{customer_id}/budget", asked)


def warnings(world):
    """The thresholds told so far, with customer and period; the bus promises no order."""
    world.settle()
    told = [event for event in world.bus if event["DetailType"] == "customers.budget_threshold_passed"]
    data = [json.loads(event["Detail"])["data"] for event in told]
    return sorted((entry["customer_id"], entry["billing_period"], entry["threshold"]) for entry in data)


def deliveries():
    told = [delivery for delivery in Delivery.scan() if delivery.event_name == "customers.budget_threshold_passed"]
    return sorted((delivery.channel.value, delivery.sent_to) for delivery in told)


# --- recipients -----------------------------------------------------------------------------------------------------------


@pytest.mark.rule("10.4.1.4/r1")
@pytest.mark.parametrize("missing", ["name", "email", "mobile"])
def test_a_recipient_has_name_email_and_mobile(world, missing):
    form = {name: value for name, value in RECIPIENT.items() if name != missing}
    assert world.call(PARTNER, "POST", "/customers/budget-recipients", form).status == 400
    assert recipient(world, **{missing: "" if missing == "name" else "no"}).status == 400


@pytest.mark.rule("10.4.1.4/r2")
@pytest.mark.parametrize("partner_type", ["solution_provider", "distributor"])
def test_several_recipients_are_added_listed_and_removed(world, partner_type):
    caller = partner_user("P1", partner_type=partner_type)
    first = recipient(world, by=caller).ok()["recipient_id"]
    assert recipient(world, by=caller, email="qian@yunfan.example").ok()["recipients"] == 2
    rows = world.call(caller, "GET", "/customers/budget-recipients").ok()["items"]
    assert {row["email"] for row in rows} == {"z****@yunfan.example", "q****@yunfan.example"}
    assert "recipient_known" in recipient(world, by=caller).refusals
    assert world.call(partner_user("P2"), "DELETE", f"/customers/budget-recipients/{first}").status == 404
    assert world.call(caller, "DELETE", f"/customers/budget-recipients/{first}").ok()["recipients"] == 1
    assert world.call(caller, "DELETE", f"/customers/budget-recipients/{first}").status == 404


def test_resellers_have_no_budget_warnings(world):
    a_linked_customer("C1")
    reseller = partner_user("P1", partner_type="reseller")
    assert recipient(world, by=reseller).refused_as == "no_budget_alerts_for_resellers"
    assert budget(world, "100", by=reseller).refused_as == "no_budget_alerts_for_resellers"
    for path in ("customers/C1/budget", "budget-recipients"):
        assert world.call(reseller, "GET", f"/customers/{path}").refused_as == "no_budget_alerts_for_resellers"
    assert world.call(reseller, "DELETE", "/customers/budget-recipients/BR1").refused_as == "no_budget_alerts_for_resellers"


def test_there_are_at_most_twenty(world):
    for number in range(20):
        recipient(world, email=f"p{number}@yunfan.example").ok()
    assert "too_many_recipients" in recipient(world).refusals


# --- warnings -------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("10.4.1.4/r3", "10.4.1.4/r4", "10.4.1.4/r5")
@pytest.mark.parametrize("partner_type", ["solution_provider", "distributor"])
def test_each_threshold_warns_every_recipient_once_by_mail_and_sms(world, monkeypatch, partner_type):
    a_letterbox(monkeypatch)
    caller = partner_user("P1", partner_type=partner_type)
    a_linked_customer("C1")
    recipient(world, by=caller).ok()
    recipient(world, by=caller, email="qian@yunfan.example", mobile="13800002222").ok()
    budget(world, "100", by=caller).ok()
    usage(world, amount="74.99")
    assert warnings(world) == []
    for amount, threshold in (("0.01", 75), ("15", 90), ("10", 100)):
        usage(world, amount=amount, times=2)
        assert warnings(world)[-1] == ("C1", "2024-09", threshold)
    usage(world, amount="500")
    assert len(warnings(world)) == 3
    expected = [("email", "qian@yunfan.example"), ("email", "zhao@yunfan.example"), ("sms", "13800001111"), ("sms", "13800002222")]
    assert deliveries() == sorted(expected * 3)


def test_a_jump_over_several_thresholds_warns_of_each_once(world):
    a_linked_customer("C1")
    budget(world, "100").ok()
    usage(world, amount="95", times=3)
    assert warnings(world) == [("C1", "2024-09", 75), ("C1", "2024-09", 90)]


def test_a_use_that_falls_and_rises_again_warns_nobody_twice(world):
    a_linked_customer("C1")
    budget(world, "100").ok()
    usage(world, amount="80")
    usage(world, amount="0", refunded="50")
    usage(world, amount="50")
    assert warnings(world) == [("C1", "2024-09", 75)]


def test_a_new_month_starts_anew_and_late_usage_counts_where_it_belongs(world, stopped_clock):
    a_linked_customer("C1")
    budget(world, "100").ok()
    usage(world, amount="80")
    stopped_clock.at("2024-10-02T10:00:00+08:00")
    usage(world, amount="10", period="2024-09")
    usage(world, amount="70", period="2024-10")
    assert warnings(world) == [("C1", "2024-09", 75), ("C1", "2024-09", 90)]
    usage(world, amount="5", period="2024-10")
    assert warnings(world)[-1] == ("C1", "2024-10", 75)


@pytest.mark.parametrize("order", list(itertools.permutations(["40", "40", "30"], 3))[:3])
def test_the_order_of_usage_does_not_matter(world, order):
    a_linked_customer("C1")
    budget(world, "100").ok()
    for amount in order:
        usage(world, amount=amount, times=random.Random(7).randint(1, 3))
    assert [threshold for _, _, threshold in warnings(world)] == [75, 90, 100]


def test_without_a_budget_of_its_own_the_months_allocations_are_it(world, stopped_clock):
    a_linked_customer("C1")
    usage(world, amount="5")
    assert warnings(world) == []
    adjusted(world, amount="150")
    adjusted(world, amount="50", kind="recall", times=2)
    usage(world, amount="70")
    assert warnings(world) == [("C1", "2024-09", 75)]
    shown = world.call(PARTNER, "GET", "/customers/customers/C1/budget").ok()
    assert (shown["budget"], shown["used"], shown["set_by_partner"], shown["warned"]) == (cny("100.00"), cny("75.00"), False, [75])


def test_a_budget_is_set_for_own_customers_and_taken_back(world):
    a_linked_customer("C1")
    a_linked_customer("C2", of="P2")
    assert budget(world, "100").ok()["set_by_partner"] is True
    assert budget(world, None).ok()["budget"] == cny("0.00")
    assert budget(world, "0").status == 400
    assert budget(world, "100", "C2").status == 404
    assert budget(world, "100", by=acting(a_member("AM1"))).status == 404


def test_customers_are_warned_of_apart(world):
    a_linked_customer("C1")
    a_linked_customer("C2")
    budget(world, "100").ok()
    budget(world, "100", "C2").ok()
    usage(world, "C1", "80")
    usage(world, "C2", "100")
    assert sorted(warnings(world)) == [("C1", "2024-09", 75), ("C2", "2024-09", 75), ("C2", "2024-09", 90), ("C2", "2024-09", 100)]
