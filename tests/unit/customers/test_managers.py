"""Account managers' customers: giving, handing over, taking back, and what each manager sees (10.4.1.10, 10.4.2.1, 5.1.1.3)."""

from __future__ import annotations

import pytest

from partner_center.kernel.permissions import Role
from partner_center.platform.reach import managed_key
from tests.kit import faults
from tests.kit.customers import (
    MOBILE,
    PARTNER,
    a_custom_link,
    a_linked_customer,
    accept,
    an_account,
    association,
    invite,
    mailed_token,
    record_of,
    report,
    token_in,
)
from tests.kit.organisation import a_member, a_reseller, a_role, acting, an_organisation, found, managed, member_now
from tests.kit.world import partner_user

pytestmark = pytest.mark.usefixtures("partners")


@pytest.fixture
def manager():
    """An account manager with no other role."""
    return a_member("AM1")


@pytest.fixture
def supervisor():
    """A supervisor with no other role, above AM1."""
    return a_member("SUP", Role.ACCOUNT_MANAGER_SUPERVISOR, managers=["AM1"])


def give(world, *customers, to="AM1", by=PARTNER):
    return world.call(by, "POST", f"/customers/account-managers/{to}/customers", {"customer_ids": list(customers)})


def hand_over(world, customer, to, by=PARTNER):
    return world.call(by, "PUT", f"/customers/customers/{customer}/account-manager", {"manager_id": to})


def take_back(world, customer, of="AM1", by=PARTNER):
    return world.call(by, "DELETE", f"/customers/account-managers/{of}/customers/{customer}")


def sees(world, caller, path="/customers/customers"):
    return {row["customer_id"] for row in world.call(caller, "GET", f"{path}?limit=100").ok()["items"]}


def manager_of(customer_id):
    kept = found(managed_key("P1", customer_id))
    return kept.manager_id if kept else None


# --- assigning ------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("10.4.1.10/r2", "10.4.2.1/r2", "5.1.1.3/r8")
def test_a_manager_sees_the_customers_assigned_to_him_and_no_others(world, manager):
    for customer_id in ("C1", "C2", "C3"):
        a_linked_customer(customer_id)
    caller = acting(manager)
    assert sees(world, caller) == set()
    assert give(world, "C1", "C2").ok()["assigned_customers"] == 2
    assert sees(world, caller) == {"C1", "C2"}
    assert world.call(caller, "GET", "/customers/customers/C1").status == 200
    assert world.call(caller, "GET", "/customers/customers/C3").status == 404
    assert sees(world, PARTNER) == {"C1", "C2", "C3"}


@pytest.mark.rule("5.1.1.3/r9")
def test_a_manager_with_another_role_sees_all(world):
    a_linked_customer("C1")
    assert sees(world, acting(a_member("AM2", Role.ACCOUNT_MANAGER, Role.PARTNER_SA))) == {"C1"}


def test_a_supervisor_sees_his_own_and_his_managers_customers(world, manager, supervisor):
    a_member("AM2")
    for customer_id in ("C1", "C2", "C3", "C4"):
        a_linked_customer(customer_id)
    give(world, "C1").ok()
    give(world, "C2", to="SUP").ok()
    give(world, "C3", to="AM2").ok()
    assert sees(world, acting(supervisor)) == {"C1", "C2"}


@pytest.mark.rule("10.4.2.1/r1")
def test_who_has_a_manager_is_not_assigned_again(world, manager):
    a_member("AM2")
    a_linked_customer("C1")
    a_linked_customer("C2")
    give(world, "C1").ok()
    refused = give(world, "C1", "C2", to="AM2")
    assert refused.refusals["customer_already_assigned"]["facts"]["customer_ids"] == ["C1"]
    assert manager_of("C2") is None
    picker = {row["customer_id"]: row["assignable"] for row in world.call(PARTNER, "GET", "/customers/assignable-customers").ok()["items"]}
    assert picker == {"C1": False, "C2": True}
    only = world.call(PARTNER, "GET", "/customers/assignable-customers?unassigned=true").ok()["items"]
    assert [row["customer_id"] for row in only] == ["C2"]


@pytest.mark.rule("10.4.1.10/r6", "10.4.1.1/r13")
def test_a_changed_manager_has_the_customer_from_then_on(world, manager, stopped_clock):
    other = a_member("AM2")
    a_linked_customer("C1")
    hand_over(world, "C1", "AM1").ok()
    stopped_clock.pass_(days=3)
    hand_over(world, "C1", "AM2").ok()
    assert (sees(world, acting(manager)), sees(world, acting(other))) == (set(), {"C1"})
    assert (member_now("AM1").assigned_customers, member_now("AM2").assigned_customers) == (0, 1)
    (former,) = world.call(PARTNER, "GET", "/customers/customers/C1/account-managers").ok()["items"]
    assert (former["end_reason"], former["ended_at"] > former["assigned_at"]) == ("reassigned", True)


def test_handing_over_to_the_same_manager_changes_nothing(world, manager):
    a_linked_customer("C1")
    hand_over(world, "C1", "AM1").ok()
    hand_over(world, "C1", "AM1").ok()
    assert member_now("AM1").assigned_customers == 1


@pytest.mark.rule("10.4.1.10/r4")
def test_several_customers_change_hands_at_once(world, manager):
    a_member("AM2")
    for customer_id in ("C1", "C2", "C3"):
        a_linked_customer(customer_id)
    give(world, "C1", "C2").ok()
    world.call(PARTNER, "POST", "/customers/account-managers/AM2/handover", {"customer_ids": ["C1", "C2", "C3"]}).ok()
    assert {manager_of(customer_id) for customer_id in ("C1", "C2", "C3")} == {"AM2"}
    assert (member_now("AM1").assigned_customers, member_now("AM2").assigned_customers) == (0, 3)


@pytest.mark.rule("10.4.2.1/r4")
def test_a_customer_taken_back_is_nobodys(world, manager):
    a_linked_customer("C1")
    give(world, "C1").ok()
    assert take_back(world, "C1").ok()["assigned_customers"] == 0
    assert sees(world, acting(manager)) == set()
    assert association("C1").account_manager_id is None
    assert take_back(world, "C1").status == 404


def test_several_are_taken_back_or_none(world, manager):
    a_linked_customer("C1")
    a_linked_customer("C2")
    give(world, "C1").ok()
    path = "/customers/account-managers/AM1/take-back"
    assert world.call(PARTNER, "POST", path, {"customer_ids": ["C1", "C2"]}).status == 404
    assert manager_of("C1") == "AM1"
    world.call(PARTNER, "POST", path, {"customer_ids": ["C1"]}).ok()
    assert manager_of("C1") is None


@pytest.mark.rule("10.4.2.1/r5")
@pytest.mark.parametrize("status", ["locked", "other_role"])
def test_only_an_active_account_manager_is_given_customers(world, status):
    a_member("U1", status="locked") if status == "locked" else a_member("U1", Role.PARTNER_FINANCE)
    a_linked_customer("C1")
    refused = give(world, "C1", to="U1").refusals["not_an_account_manager"]
    assert refused["way_out"]
    assert manager_of("C1") is None


def test_two_who_assign_one_customer_at_once_give_it_to_one(world, manager):
    a_member("AM2")
    a_linked_customer("C1")
    with faults.watching(before=faults.before_first_commit(lambda: give(world, "C1", to="AM2").ok())):
        assert "customer_already_assigned" in give(world, "C1").refusals
    assert (member_now("AM1").assigned_customers, member_now("AM2").assigned_customers) == (0, 1)


def test_the_managers_are_listed_masked_with_their_counts(world, manager):
    a_member("FIN", Role.PARTNER_FINANCE)
    a_linked_customer("C1")
    give(world, "C1").ok()
    (row,) = world.call(PARTNER, "GET", "/customers/account-managers").ok()["items"]
    assert (row["user_id"], row["name"], row["assigned_customers"]) == ("AM1", "A****1", 1)
    assert sees(world, PARTNER, "/customers/account-managers/AM1/customers") == {"C1"}


def test_a_supervisor_shares_out_among_his_own_only(world, manager, supervisor):
    a_member("AM2")
    for customer_id in ("C1", "C2"):
        a_linked_customer(customer_id)
    give(world, "C1").ok()
    give(world, "C2", to="AM2").ok()
    caller = acting(supervisor)
    rows = world.call(caller, "GET", "/customers/account-managers").ok()["items"]
    assert {row["user_id"] for row in rows} == {"AM1"}
    assert hand_over(world, "C1", "AM2", by=caller).status == 404
    assert hand_over(world, "C2", "AM1", by=caller).status == 404
    assert take_back(world, "C2", of="AM2", by=caller).status == 404
    hand_over(world, "C1", "SUP", by=caller).ok()
    assert manager_of("C1") == "SUP"


def test_a_manager_assigns_nobody(world, manager):
    a_linked_customer("C1")
    give(world, "C1").ok()
    assert give(world, "C1", by=acting(manager)).status == 403


# --- by invitation --------------------------------------------------------------------------------------------------------


@pytest.mark.rule("10.4.1.10/r1", "10.3.4.3/r2")
@pytest.mark.parametrize("way", ["mail", "link", "general"])
def test_who_comes_by_a_managers_invitation_is_his(world, manager, way):
    an_account(world)
    caller = acting(manager)
    if way == "mail":
        report_id = report(world, by=caller, email="it@chenxing.example").ok()["report_id"]
        invite(world, report_id, by=caller).ok()
        token = mailed_token(report_id)
    elif way == "link":
        token = token_in(a_custom_link(world, by=caller)["url"])
    else:
        asked = {"association_type": "resale"}
        token = token_in(world.call(caller, "POST", "/customers/invitation-links/general", asked).ok()["url"])
    accept(world, token).ok()
    assert manager_of("C1") == association("C1").account_manager_id == "AM1"
    assert member_now("AM1").assigned_customers == 1
    assert sees(world, caller) == {"C1"}


@pytest.mark.parametrize("who", ["administrator", "locked"])
def test_who_comes_by_somebody_elses_invitation_is_nobodys(world, manager, who):
    an_account(world)
    by = PARTNER
    if who == "locked":
        by = acting(manager)
    token = token_in(a_custom_link(world, by=by)["url"])
    if who == "locked":
        member = member_now("AM1")
        member.status = "locked"
        member.save()
    accept(world, token).ok()
    assert manager_of("C1") is None


# --- what names no customer yet -------------------------------------------------------------------------------------------


def test_reports_links_and_invitations_are_their_managers(world, manager, supervisor):
    other = acting(a_member("AM2"))
    caller = acting(manager)
    report_id = report(world, by=caller, email="it@chenxing.example").ok()["report_id"]
    invite(world, report_id, by=caller).ok()
    link = a_custom_link(world, by=caller)
    record_id = record_of(report_id).record_id
    for seeing in (caller, acting(supervisor), PARTNER):
        assert world.call(seeing, "GET", f"/customers/reports/{report_id}").status == 200
        assert world.call(seeing, "GET", f"/customers/expansion-records/{record_id}").status == 200
        assert world.call(seeing, "GET", "/customers/invitation-links").ok()["items"]
    assert world.call(other, "GET", f"/customers/reports/{report_id}").status == 404
    assert world.call(other, "GET", f"/customers/expansion-records/{record_id}").status == 404
    assert world.call(other, "GET", "/customers/invitation-links").ok()["items"] == []
    assert world.call(other, "GET", f"/customers/invitation-links/{link['link_id']}/qr-code").status == 404
    assert world.call(other, "DELETE", f"/customers/reports/{report_id}").status == 404
    assert report(world, by=other, mobile=MOBILE).status == 409  # the prospect is the partner's, whoever of it asks


def test_the_dedicated_managers_link_is_seen_by_him(world, manager):
    a_custom_link(world, custom_type="dedicated_cm", custom_label=None, account_manager_id="AM1")
    assert len(world.call(acting(manager), "GET", "/customers/invitation-links").ok()["items"]) == 1
    assert world.call(acting(a_member("AM2")), "GET", "/customers/invitation-links").ok()["items"] == []


# --- other areas, and how it is found out ---------------------------------------------------------------------------------


def test_a_long_list_shows_a_manager_his_few(world, manager):
    for number in range(60):
        a_linked_customer(f"C{number:02}")
    managed("C07", manager)
    managed("C51", manager)
    page = world.call(acting(manager), "GET", "/customers/customers").ok()
    assert ({row["customer_id"] for row in page["items"]}, page["cursor"]) == ({"C07", "C51"}, None)


def test_the_scope_costs_one_more_round_and_a_query_for_each_manager(world, manager, supervisor):
    for number in range(30):
        a_linked_customer(f"C{number:02}")
        managed(f"C{number:02}", manager)
    for caller, managers in ((acting(manager), 1), (acting(supervisor), 2)):
        with faults.watching() as calls:
            assert len(world.call(caller, "GET", "/customers/customers?limit=100").ok()["items"]) == 30
        assert dict(calls) == {"Query": managers, "BatchGetItem": 1}
    with faults.watching() as calls:
        sees(world, PARTNER)
    assert dict(calls) == {"Query": 1}


# --- distributors ---------------------------------------------------------------------------------------------------------


@pytest.mark.rule("10.4/r6")
def test_a_distributor_sees_its_resellers_customers_and_changes_none(world):
    an_organisation("D1", "distributor")
    a_reseller("R1", of="D1")
    a_reseller("R2", of="D2")
    a_linked_customer("C1", of="R1")
    a_linked_customer("C2", of="R2")
    a_linked_customer("C3", of="D1")
    distributor = partner_user("D1", partner_type="distributor")
    assert sees(world, distributor) == {"C3"}
    shown = world.call(distributor, "GET", "/customers/reseller-customers?reseller_id=R1").ok()["items"]
    assert [row["customer_id"] for row in shown] == ["C1"]
    for path in ("reseller-customers?reseller_id=R2", "reseller-customers?reseller_id=P1", "customers/C1"):
        assert world.call(distributor, "GET", f"/customers/{path}").status == 404
    assert hand_over(world, "C1", "D1-admin", by=distributor).status == 404
    assert world.call(partner_user("P1"), "GET", "/customers/reseller-customers?reseller_id=R1").status == 404


def test_a_distributors_manager_sees_none_of_its_resellers_customers(world):
    an_organisation("D1", "distributor")
    a_reseller("R1", of="D1")
    a_linked_customer("C1", of="R1")
    assert world.call(acting(a_member("AM1", of="D1")), "GET", "/customers/reseller-customers?reseller_id=R1").status == 404


def test_an_additional_role_of_the_partners_own_opens_all(world):
    an_organisation("P1")
    a_linked_customer("C1")
    role_id = a_role(world, "incentives.read")
    assert sees(world, acting(a_member("AM9", Role.ACCOUNT_MANAGER, custom=(role_id,)))) == {"C1"}


# --- whose data, and a manager who leaves ---------------------------------------------------------------------------------


@pytest.mark.rule("10.4.1.10/r2", "10.4.1.10/r3", "10.4.1.10/r5", "10.4.2.1/r3", "12.3.1.9/r1")
@pytest.mark.parametrize("partner_type", ["solution_provider", "distributor", "reseller"])
def test_the_history_says_from_when_to_when_data_are_a_managers(world, manager, stopped_clock, partner_type):
    caller = partner_user("P1", partner_type=partner_type)
    a_member("AM2")
    a_linked_customer("C1")
    stopped_clock.at("2024-09-02T23:30:00+08:00")
    hand_over(world, "C1", "AM1", by=caller).ok()
    stopped_clock.at("2024-09-10T00:30:00+08:00")
    hand_over(world, "C1", "AM2", by=caller).ok()
    (former,) = world.call(caller, "GET", "/customers/customers/C1/account-managers").ok()["items"]
    assert (former["data_from"], former["data_until"]) == ("2024-09-03", "2024-09-10")
    assert world.call(caller, "GET", "/customers/customers/C1").ok()["account_manager"]["data_from"] == "2024-09-11"


def transfer(world, to, of="AM1", by=PARTNER):
    return world.call(by, "POST", f"/customers/account-managers/{of}/transfer", {"to_manager_id": to})


@pytest.mark.rule("10.4.1.10/r5", "10.4.1.10/r6")
@pytest.mark.parametrize("partner_type", ["solution_provider", "distributor", "reseller"])
def test_all_customers_of_a_leaving_manager_go_to_another(world, manager, partner_type):
    caller = partner_user("P1", partner_type=partner_type)
    other = a_member("AM2")
    ids = {f"C{number:02}" for number in range(40)}
    for customer_id in ids:
        a_linked_customer(customer_id)
        managed(customer_id, manager)
    a_linked_customer("C99")
    assert transfer(world, "AM2", by=caller).ok()["customers"] == 40
    world.settle(twice=True)
    assert {manager_of(customer_id) for customer_id in ids} == {"AM2"}
    assert manager_of("C99") is None
    assert (member_now("AM1").assigned_customers, member_now("AM2").assigned_customers) == (0, 40)
    assert (sees(world, acting(manager)), sees(world, acting(other))) == (set(), ids)
    (former,) = world.call(caller, "GET", "/customers/customers/C07/account-managers").ok()["items"]
    assert former["end_reason"] == "reassigned"


def test_a_transfer_needs_a_manager_who_may_have_them(world, manager, supervisor):
    a_member("FIN", Role.PARTNER_FINANCE)
    a_member("AM2")
    assert "not_an_account_manager" in transfer(world, "FIN").refusals
    assert "same_account_manager" in transfer(world, "AM1").refusals
    assert transfer(world, "NOBODY").status == 404
    assert transfer(world, "AM2", by=acting(supervisor)).status == 404
    assert transfer(world, "AM2", by=acting(manager)).status == 403


def test_a_new_manager_who_is_locked_meanwhile_gets_none(world, manager):
    a_member("AM2")
    a_linked_customer("C1")
    managed("C1", manager)
    transfer(world, "AM2").ok()
    locked = member_now("AM2")
    locked.status = "locked"
    locked.save()
    world.settle(twice=True)
    assert manager_of("C1") == "AM1"
