"""The records of withdrawals as the partner sees them (10.6.3.5.4)."""

import pytest

from partner_center.platform.audit import AuditRecord
from partner_center.platform.table import Record
from tests.kit.funds import check_books
from tests.kit.withdrawals import CARD, ENTITY, a_flow
from tests.kit.world import partner_user


@pytest.mark.rule("10.6.3.5.4/r3")
def test_what_waits_is_in_one_tab_and_what_is_decided_in_the_other(window):
    a_flow("100", "alipay")
    first = window.by_original_route("10").ok()["withdrawal_no"]
    assert [row["withdrawal_no"] for row in window.tab("in-progress")] == [first]
    assert window.tab("completed") == []
    window.decide(first).ok()
    second = window.by_original_route("20").ok()["withdrawal_no"]
    window.decide(second, "rejected").ok()
    assert window.tab("in-progress") == []
    assert {row["withdrawal_no"]: row["status"] for row in window.tab("completed")} == {first: "payment_initiated", second: "rejected"}


@pytest.mark.rule("10.6.3.5.4/r1")
def test_details_show_flows_and_a_masked_account(window):
    flow = a_flow("100", "mode_change")
    no = window.to_card("50").ok()["withdrawal_no"]
    seen = window.seen(no).ok()
    assert (seen["status"], seen["bank"], seen["branch"]) == ("reviewing", "中国工商银行", "海淀支行")
    assert seen["bank_account_no"] == "622****445"
    assert seen["account_holder"] != ENTITY
    assert [(part["external_flow_no"], part["amount"]["amount"], part["status"]) for part in seen["flows"]] == [(flow, "50.00", "held")]


@pytest.mark.rule("10.6.3.5.4/r2")
def test_a_rejected_application_can_be_deleted_and_no_other(window):
    a_flow("100", "alipay")
    no = window.by_original_route("10").ok()["withdrawal_no"]
    delete = lambda: window.world.call(partner_user("P1"), "DELETE", f"/funds/withdrawals/{no}")  # noqa: E731
    assert delete().refused_as == "illegal_transition"
    window.decide(no, "rejected").ok()
    assert window.seen(no).ok()["reason"] == "资料不符"
    assert delete().ok()["status"] == "deleted"
    assert window.tab("completed") == []
    assert window.seen(no).status == 404
    assert delete().refused_as == "illegal_transition"
    check_books()


@pytest.mark.rule("10.6.3.5.4/r2")
def test_an_approved_application_cannot_be_deleted(window):
    a_flow("100", "alipay")
    no = window.approved(window.by_original_route("10"))
    assert window.world.call(partner_user("P1"), "DELETE", f"/funds/withdrawals/{no}").refused_as == "illegal_transition"


@pytest.mark.rule("10.6.3.5.4/r2")
def test_the_list_offers_to_delete_what_was_rejected_and_nothing_else(window):
    a_flow("100", "alipay")
    window.approved(window.by_original_route("10"))
    rejected = window.by_original_route("10").ok()["withdrawal_no"]
    window.decide(rejected, "rejected").ok()
    offered = {row["withdrawal_no"]: row["operations"] for row in window.tab("completed")}
    assert offered.pop(rejected) == ["delete"]
    assert list(offered.values()) == [[]]


def test_the_partner_may_see_to_which_account_it_withdraws(window):
    a_flow("100", "mode_change")
    no = window.to_card("50").ok()["withdrawal_no"]

    def reveal(tab, by):
        asked = {"kind": f"funds.list_withdrawals_{tab}", "record": {"withdrawal_no": no}, "field": "bank_account_no"}
        return window.world.call(partner_user(by), "POST", "/exports/reveals", asked)

    assert reveal("in_progress", "P1").ok()["value"] == CARD["bank_account_no"]
    assert (reveal("completed", "P1").status, reveal("in_progress", "P2").status) == (404, 404)
    window.decide(no, "rejected").ok()
    assert reveal("completed", "P1").ok()["value"] == CARD["bank_account_no"]
    window.world.call(partner_user("P1"), "DELETE", f"/funds/withdrawals/{no}").ok()
    assert reveal("completed", "P1").status == 404


def test_nobody_sees_another_partners_application(window):
    a_flow("100", "alipay")
    no = window.by_original_route("10").ok()["withdrawal_no"]
    assert window.seen(no, partner="P2").status == 404
    assert window.world.call(partner_user("P2"), "DELETE", f"/funds/withdrawals/{no}").status == 404
    assert window.tab("in-progress", partner="P2") == []


def test_account_number_and_holder_stay_out_of_the_audit_trail(window):
    a_flow("100", "mode_change")
    no = window.to_card("50").ok()["withdrawal_no"]
    window.decide(no).ok()
    trail = [str(record.serialize(null_check=False)) for record in Record.scan() if isinstance(record, AuditRecord)]
    assert trail
    assert not [line for line in trail if "6222020200112233445" in line]
