"""The whitelist of a government-subsidy partner: versions from files, one of which counts (14.2.1.2, 14.2.2.2)."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from partner_center.coupons import WhitelistLine
from tests.kit import faults
from tests.kit.files import PDF, upload
from tests.kit.government import CASH, CLOUD, SUBSIDY, VOUCHER, GovernmentDesk, a_list, a_workbook, the_government_partners
from tests.kit.world import Context, functions, partner_user, sqs_event


@pytest.fixture
def desk(world) -> GovernmentDesk:
    """The government partners, and three accounts that nobody listed."""
    the_government_partners()
    desk = GovernmentDesk(world)
    for customer in ("C1", "C2", "C3"):
        desk.account(customer)
    return desk


def lines(version: str) -> list[str]:
    """The customers in a version."""
    return [line.customer_id for line in WhitelistLine.query(f"partner/G1/subsidy_whitelist/{version}", consistent_read=True)]


def rejects(desk: GovernmentDesk, version: str) -> list[tuple[Any, ...]]:
    """The rows of a version that were not listed, with why."""
    return [(row["row"], row["reason"]) for row in desk.page(f"whitelist-versions/{version}/rejects")]


def waiting(desk: GovernmentDesk) -> dict[str, Any]:
    """The event of a version that is to be read."""
    return next(event for event in desk.world._new_events() if event["DetailType"] == "coupons.whitelist_imported")


# --- importing ------------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("14.2.1.2/r5", "14.2.2.2/r6")
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("list.csv", a_list(("客户C1", "acct-C1"), ("客户C2", "acct-C2"))),
        ("list.csv", a_list(("客户C1", "acct-C1"), ("客户C2", "acct-C2"), encoding="utf-8-sig")),
        ("list.csv", a_list(("客户C1", "acct-C1"), ("客户C2", "acct-C2"), encoding="gb18030")),
        ("list.csv", a_list(("1", "acct-C1", "客户C1"), ("2", "acct-C2", "客户C2"), header=("序号", "账号名", "客户名称"))),
        ("list.xlsx", a_workbook(("客户C1", "acct-C1"), ("客户C2", "acct-C2"))),
        ("list.xlsx", a_workbook((1, "acct-C1", "客户C1"), (), (2, "acct-C2", "客户C2"), header=("No", "Account name", "Customer name"))),
    ],
)
def test_a_version_is_imported_from_a_sheet(desk, name, content):
    version = desk.begin_import(content, name).ok()
    assert (version["version_no"], version["status"]) == ("V00001", "reading")
    desk.world.settle()
    assert lines("V00001") == ["C1", "C2"]
    shown = desk.version("V00001")
    assert (shown["status"], shown["valid"], shown["listed"], shown["rejected"]) == ("current", True, 2, 0)


def test_rows_that_cannot_be_listed_are_kept_with_number_and_reason(desk):
    desk.account("C4", closed_at="2024-09-01T00:00:00+08:00")
    rows = [("客户C1", "acct-C1"), ("", "acct-C2"), ("客户C2", ""), ("客户C9", "acct-C9"), ("客户C3", "acct-C2"), ("客户C1", "acct-C1")]
    version = desk.begin_import(a_list(*rows, ("客户C4", "acct-C4"), ("客" * 257, "acct-C1"))).ok()["version_no"]
    desk.world.settle()
    assert lines(version) == ["C1"]
    assert rejects(desk, version) == [
        (3, "name_missing"),
        (4, "account_missing"),
        (5, "unknown"),
        (6, "unknown"),
        (7, "repeated"),
        (8, "closed"),
        (9, "too_long"),
    ]


@pytest.mark.parametrize(
    ("name", "content", "flaw"),
    [
        ("list.csv", a_list(("客户C1", "acct-C1"), header=("名称", "账号")), "no_header"),
        ("list.csv", a_list(("客户C9", "acct-C9")), "no_customers"),
        ("list.csv", a_list(*[("客户C1", "acct-C1")] * 20_000), "too_many_rows"),
        ("list.csv", b'\xe5\xae\xa2"' + b"x" * 300_000, "unreadable"),
    ],
)
def test_a_version_that_cannot_be_read_replaces_nothing(desk, name, content, flaw, monkeypatch):
    monkeypatch.setattr("partner_center.coupons.whitelist_import.AT_ONCE", 20_000 if flaw == "too_many_rows" else 30)
    first = desk.whitelist("C1")
    failed = desk.begin_import(content, name).ok()["version_no"]
    desk.world.settle()
    assert (desk.version(failed)["status"], desk.version(failed)["flaw"]) == ("failed", flaw)
    assert (desk.version(first)["status"], desk.version(first)["valid"]) == ("current", True)
    desk.issue(desk.quota(), to=("C1",)).ok()


def test_a_new_version_counts_only_when_it_is_wholly_read_and_the_one_before_is_kept(desk):
    first = desk.whitelist("C1")
    quota = desk.quota()
    second = desk.begin_import(a_list(("客户C2", "acct-C2"))).ok()["version_no"]
    desk.issue(quota, to=("C1",)).ok()
    assert desk.issue(quota, to=("C2",)).refused_as == "customer_not_whitelisted"
    desk.world.settle()
    desk.issue(quota, to=("C2",)).ok()
    assert desk.issue(quota, to=("C1",)).refused_as == "customer_not_whitelisted"
    assert (desk.version(first)["status"], lines(first), lines(second)) == ("replaced", ["C1"], ["C2"])


def test_a_file_larger_than_a_transaction_is_read_in_pieces_delivered_twice_and_shuffled(desk):
    customers = [desk.account(f"D{number:03d}", mobile=f"138{number:08d}") for number in range(75)]
    version = desk.begin_import(a_list(*((f"客户{one}", f"acct-{one}") for one in customers), ("客户X", "acct-X"))).ok()["version_no"]
    desk.world.settle(twice=True, shuffled=random.Random(7))
    assert lines(version) == customers
    assert (desk.version(version)["listed"], rejects(desk, version)) == (75, [(77, "unknown")])


@pytest.mark.parametrize("writes", [1, 2, 3, 4])
@pytest.mark.parametrize("fault", [faults.killed_after, faults.answer_lost])
def test_a_reader_that_dies_goes_on_where_it_stopped(desk, fault, writes, monkeypatch):
    monkeypatch.setattr("partner_center.coupons.whitelist_import.AT_ONCE", 2)
    rows = [("客户C1", "acct-C1"), ("客户X", "acct-X"), ("客户C2", "acct-C2"), ("客户C2", "acct-C2"), ("客户C3", "acct-C3")]
    version = desk.begin_import(a_list(*rows)).ok()["version_no"]
    event = waiting(desk)
    try:
        with faults.watching(after=fault(writes)):
            desk.world.deliver(event)
    except (faults.Killed, AssertionError):
        pass
    for _ in range(2):
        desk.world.deliver(event)
    shown = desk.version(version)
    assert (shown["status"], shown["listed"], shown["rejected"]) == ("current", 3, 2)
    assert lines(version) == ["C1", "C2", "C3"]


def test_a_reader_whose_time_is_up_leaves_the_rest_to_another_one(desk, monkeypatch):
    monkeypatch.setattr("partner_center.coupons.whitelist_import.AT_ONCE", 1)
    version = desk.begin_import(a_list(*((f"客户{one}", f"acct-{one}") for one in ("C1", "C2", "C3")))).ok()["version_no"]
    event = waiting(desk)
    times = iter([900_000, 900_000, 10_000])
    context = Context()
    context.get_remaining_time_in_millis = lambda: next(times)  # type: ignore[method-assign]  # two rows' time
    body = {"detail-type": event["DetailType"], "source": event["Source"], "detail": json.loads(event["Detail"])}
    functions()["coupons.read_customer_whitelist"](sqs_event(json.dumps(body)), context)
    assert (desk.version(version)["status"], desk.version(version)["last_row"]) == ("reading", 3)
    desk.world.settle()
    assert (desk.version(version)["status"], lines(version)) == ("current", ["C1", "C2", "C3"])


def test_one_version_is_read_at_a_time(desk):
    desk.begin_import(a_list(("客户C1", "acct-C1"))).ok()
    assert desk.begin_import(a_list(("客户C2", "acct-C2"))).refused_as == "whitelist_being_read"


def test_a_version_that_was_interrupted_for_good_makes_room(desk, stopped_clock):
    stuck = desk.begin_import(a_list(("客户C1", "acct-C1"))).ok()["version_no"]
    late = waiting(desk)
    stopped_clock.pass_(hours=1)
    following = desk.begin_import(a_list(("客户C2", "acct-C2"))).ok()["version_no"]
    desk.world.settle()
    desk.world.deliver(late)
    assert (desk.version(stuck)["status"], desk.version(stuck)["flaw"]) == ("failed", "interrupted")
    assert (desk.version(following)["status"], lines(following), lines(stuck)) == ("current", ["C2"], [])


def test_only_a_file_of_ones_own_for_this_purpose_is_imported(desk):
    strangers = desk.file(a_list(("客户C1", "acct-C1")), by=partner_user("G9", partner_type="government_subsidy"))
    assert desk.call(SUBSIDY, "POST", "/coupons/whitelist-versions", {"file_id": strangers}).status == 404
    other = upload(desk.world, SUBSIDY, "licence.pdf", PDF, purpose="business_licence")
    assert desk.call(SUBSIDY, "POST", "/coupons/whitelist-versions", {"file_id": other}).refused_as == "file_for_other_purpose"


def test_an_import_is_begun_once_per_key(desk):
    file_id = desk.file(a_list(("客户C1", "acct-C1")))
    first = desk.call(SUBSIDY, "POST", "/coupons/whitelist-versions", {"file_id": file_id}, "k").ok()
    assert desk.call(SUBSIDY, "POST", "/coupons/whitelist-versions", {"file_id": file_id}, "k").ok() == first
    assert len(desk.page("whitelist-versions")) == 1


@pytest.mark.parametrize("caller", [CLOUD, partner_user("P1"), partner_user("P3", partner_type="distributor")])
def test_other_partners_have_no_such_whitelist(desk, caller):
    file_id = desk.file(a_list(("客户C1", "acct-C1")), by=caller)
    assert desk.call(caller, "POST", "/coupons/whitelist-versions", {"file_id": file_id}).refused_as == "kind_not_issued_by_partner"


# --- validity and search ----------------------------------------------------------------------------------------------------------


@pytest.mark.rule("14.2.1.2/r5", "14.2.2.2/r6")
@pytest.mark.parametrize("kind", [CASH, VOUCHER])
def test_while_the_version_is_not_valid_nothing_is_issued(desk, kind):
    version, quota = desk.whitelist("C1"), desk.quota(kind)
    assert desk.validity(version, False).ok()["valid"] is False
    assert desk.issue(quota, kind=kind).refused_as == "whitelist_not_valid"
    desk.validity(version, True).ok()
    desk.issue(quota, kind=kind).ok()


@pytest.mark.rule("14.2.1.2/r5")
def test_a_version_made_invalid_while_coupons_are_issued_stops_them(desk):
    version, quota = desk.whitelist("C1"), desk.quota()
    with faults.watching(before=faults.before_first_commit(lambda: desk.validity(version, False).ok())):
        assert desk.issue(quota).refused_as == "whitelist_not_valid"


def test_only_the_current_version_is_made_valid_or_not(desk):
    first = desk.whitelist("C1")
    desk.whitelist("C2")
    assert desk.validity(first, True).refused_as == "whitelist_version_not_current"
    assert desk.validity("V00009", True).status == 404


@pytest.mark.rule("14.2.1.2/r5")
@pytest.mark.parametrize(("text", "found"), [("客户", ["C1", "C2"]), ("acct-C2", ["C2"]), ("C3", []), ("acct-C1", ["C1"])])
def test_customers_are_searched_by_name_or_account_name_in_the_valid_version(desk, text, found):
    desk.whitelist("C3")
    desk.whitelist("C1", "C2")
    answer = desk.world.call(SUBSIDY, "GET", f"/coupons/whitelist-customers?text={text}").ok()
    assert ([hit["customer_id"] for hit in answer["customers"]], answer["more"]) == (found, False)


def test_a_search_says_that_there_is_more_and_finds_nothing_while_no_version_is_valid(desk):
    version = desk.whitelist("C1", "C2")
    answer = desk.world.call(SUBSIDY, "GET", "/coupons/whitelist-customers?text=acct&limit=1").ok()
    assert (len(answer["customers"]), answer["more"]) == (1, True)
    desk.validity(version, False).ok()
    assert desk.world.call(SUBSIDY, "GET", "/coupons/whitelist-customers?text=acct").ok()["customers"] == []


def test_the_page_shows_a_versions_customers_and_old_versions_too(desk):
    first = desk.whitelist("C1", "C2")
    desk.whitelist("C3")
    assert [row["customer_id"] for row in desk.page(f"whitelist-versions/{first}/customers")] == ["C1", "C2"]
    assert [row["version_no"] for row in desk.page("whitelist-versions")] == ["V00002", "V00001"]


def test_another_partners_whitelist_is_not_there(desk):
    version = desk.whitelist("C1")
    stranger = partner_user("G9", partner_type="government_subsidy")
    assert desk.world.call(stranger, "GET", f"/coupons/whitelist-versions/{version}").status == 404
    assert desk.world.call(stranger, "GET", f"/coupons/whitelist-versions/{version}/customers").ok()["items"] == []
