"""Transfers to the general account: found, claimed with a voucher, decided by the vendor (10.6.3.4)."""

from datetime import timedelta

import pytest

from partner_center.funds import TopUpCredited
from partner_center.funds.remittances import claiming
from partner_center.funds.remittances.claim import ClaimStatus
from partner_center.funds.remittances.claiming import CLAIM_REVIEW
from partner_center.funds.remittances.remittance import RemittanceClaimant, RemittanceStatus, RemittedTo, remittance_id_of
from partner_center.funds.top_up import TopUpChannel, top_up_key
from partner_center.kernel.money import Money
from partner_center.kernel.permissions import Role
from partner_center.platform.table import Record
from partner_center.platform.throttle import Limit
from partner_center.platform.webhook import WebhookEvent
from tests.kit.expansion import all_at_once
from tests.kit.faults import Killed, killed_after, watching
from tests.kit.files import announce
from tests.kit.funds import a_partner, check_books, everything
from tests.kit.notices import a_letterbox, a_member, an_organisation, inbox
from tests.kit.remittances import (
    PAYER,
    PAYER_ACCOUNT,
    a_bank,
    a_voucher,
    captchas_show,
    claim,
    decide_claim,
    open_account,
    remittance,
    search,
    stored_claim,
)
from tests.kit.reviews import task_of
from tests.kit.world import partner_user, vendor_user

P1, P2 = partner_user("P1"), partner_user("P2")
GENERAL = RemittedTo.GENERAL
SUBJECT = remittance_id_of(GENERAL, "GF1")


@pytest.fixture
def bank(desk, monkeypatch):
    yield from a_bank(desk.world, monkeypatch)


@pytest.fixture
def transfer(bank):
    """100 CNY reached the general account."""
    bank.general().ok()
    return remittance(GENERAL, "GF1")


def topped_up(desk, partner="P1") -> str:
    return str(desk.balances(partner)["top_up_balance"])


def rest(flow="GF1") -> str:
    return str(remittance(GENERAL, flow).unclaimed)


def records(desk, query="", by=P1):
    return desk.world.call(by, "GET", f"/funds/remittance-claims{query}").ok()["items"]


# --- arriving ------------------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("10.6.3.4/r1")
def test_money_on_the_general_account_is_kept_and_credited_to_nobody(desk, transfer):
    desk.world.settle()
    assert (transfer.status, transfer.unclaimed, transfer.partner_id) == (RemittanceStatus.UNCLAIMED, Money.of("100.00"), None)
    assert [topped_up(desk, partner) for partner in ("P1", "P2")] == ["0.00 CNY"] * 2


def test_a_transfer_told_again_is_kept_once(desk, bank, transfer):
    bank.general(event_id="evt_again").ok()
    bank.general(event_id="evt_again").ok()
    assert len(search(desk.world, P1)) == 1
    assert [event.outcome for event in WebhookEvent.scan() if isinstance(event, WebhookEvent)].count("told_before") == 1


def test_a_transfer_told_again_after_it_was_claimed_is_not_unclaimed_again(desk, bank, transfer):
    decide_claim(desk.world, claim(desk.world).ok()["claim_id"]).ok()
    bank.general(event_id="evt_late").ok()
    assert (rest(), search(desk.world, P1)) == ("0.00 CNY", [])


def test_another_story_of_the_same_flow_changes_nothing(desk, bank, transfer):
    bank.general(amount="900.00").ok()
    assert rest() == "100.00 CNY"
    outcomes = [event.outcome for event in WebhookEvent.scan() if isinstance(event, WebhookEvent)]
    assert outcomes.count("differs_from_first_notice") == 1
    desk.world.settle()
    assert [event["DetailType"] for event in desk.world.bus] == ["funds.bank_notice_unclear"]


@pytest.mark.parametrize("lie", [{"tampered": True}, {"secret": "whsec_" + "A" * 32}])
def test_what_the_bank_did_not_sign_is_not_believed(desk, bank, lie):
    before = everything()
    assert bank.general(**lie).status == 401
    assert everything() == before


# --- searching -----------------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("10.6.3.4/r3")
def test_payer_account_and_amount_together_find_the_transfer(desk, transfer):
    (found,) = search(desk.world, P1)
    assert found == {
        "remittance_id": transfer.claimable_id,
        "amount": {"amount": "100.00", "currency": "CNY"},
        "unclaimed": {"amount": "100.00", "currency": "CNY"},
        "arrived_at": "2024-09-02T01:00:00.000000Z",
    }


@pytest.mark.rule("10.6.3.4/r3")
@pytest.mark.parametrize("wrong", [{"payer": "Qingshan"}, {"account": "6222021234567891"}, {"amount": "100.01"}])
def test_whoever_lacks_one_of_the_three_learns_nothing(desk, transfer, wrong):
    assert search(desk.world, P1, **wrong) == []


@pytest.mark.rule("10.6.3.4/r3")
@pytest.mark.parametrize("missing", ["payer_name", "payer_account", "amount"])
def test_all_three_are_asked_for(desk, transfer, missing):
    given = {"payer_name": PAYER, "payer_account": PAYER_ACCOUNT, "amount": "100.00"}
    del given[missing]
    assert desk.world.call(P1, "POST", "/funds/unclaimed-remittances/search", given).status == 400


def test_blanks_in_name_and_account_do_not_matter(desk, transfer):
    assert len(search(desk.world, P1, payer="qingshan trading co., ltd.", account="6222021234567890")) == 1


def test_a_search_is_one_query_whatever_else_lies_there(desk, bank, transfer):
    for number in range(5):
        bank.general(amount=f"{number + 1}.00", flow=f"OTHER{number}").ok()
    search(desk.world, P1)
    assert dict(desk.world.calls["funds.search_unclaimed_remittances"][-1]) == {"UpdateItem": 1, "Query": 1}


# --- claiming ------------------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("10.6.3.4/r4", "10.6.3.4/r5", "10.6.3.4/r6")
def test_a_claim_waits_for_the_vendor_until_the_next_working_day(desk, transfer, stopped_clock):
    stopped_clock.at("2024-09-30T10:00:00+08:00")  # the seven days after it are free
    made = claim(desk.world).ok()
    assert (made["status"], made["review_due_at"]) == ("reviewing", "2024-10-08T15:59:59.000000Z")
    (record,) = records(desk)
    assert (record["claim_id"], record["status"], record["claim_amount"]["amount"]) == (made["claim_id"], "reviewing", "100.00")
    assert record["payer_name"] != PAYER
    task = task_of(CLAIM_REVIEW, f"{SUBJECT}/{made['claim_id']}", "P1")
    assert (task.facts["payer_name"], task.facts["claim_amount"]["amount"]) == (PAYER, "100.00")
    assert topped_up(desk) == "0.00 CNY"


@pytest.mark.rule("10.6.3.4/r4")
@pytest.mark.parametrize("missing", ["claim_amount", "voucher_file_id"])
def test_a_claim_needs_amount_and_voucher(desk, transfer, missing):
    body = {"claim_amount": "100.00", "voucher_file_id": a_voucher(desk.world, P1)}
    del body[missing]
    assert desk.world.call(P1, "POST", f"/funds/remittances/{transfer.claimable_id}/claims", body).status == 400


@pytest.mark.rule("10.6.3.4/r4")
@pytest.mark.parametrize(("amount", "answer"), [("0.00", "invalid_input"), ("-1.00", "invalid_input"), ("100.01", "claim_exceeds_rest"),
                                                ("0.01", None), ("100.00", None)])  # fmt: skip
def test_a_claim_is_above_zero_and_at_most_the_rest(desk, transfer, amount, answer):
    assert claim(desk.world, amount).refused_as == answer


def test_the_claims_of_one_partner_together_stay_within_the_rest(desk, transfer):
    first = claim(desk.world, "60.00").ok()["claim_id"]
    assert claim(desk.world, "40.01").refusals["claim_exceeds_rest"]["facts"]["rest"]["amount"] == "40.00"
    claim(desk.world, "40.00").ok()
    decide_claim(desk.world, first, decision="rejected").ok()
    assert claim(desk.world, "60.00").status == 201


@pytest.mark.rule("10.6.3.4/r4")
def test_two_claims_of_one_partner_at_once_stay_within_the_rest(desk, transfer):
    vouchers = [a_voucher(desk.world, P1), a_voucher(desk.world, P1)]
    answers = all_at_once(*(lambda voucher=voucher: claim(desk.world, "60.00", voucher=voucher) for voucher in vouchers))
    assert sorted(answer.refused_as or "" for answer in answers) == ["", "claim_exceeds_rest"]


@pytest.mark.rule("10.6.3.4/r4")
def test_the_voucher_must_be_the_partners_own_and_used_once(desk, transfer):
    foreign = a_voucher(desk.world, P2)
    assert claim(desk.world, voucher=foreign).status == 404
    own = a_voucher(desk.world, P1)
    claim(desk.world, "10.00", voucher=own).ok()
    assert claim(desk.world, "10.00", voucher=own).refused_as == "file_attached_elsewhere"


@pytest.mark.rule("10.6.3.4/r4")
@pytest.mark.parametrize(
    ("file_name", "size", "refused"),
    [
        *((f"voucher.{ending}", 1000, None) for ending in ("bmp", "jpg", "jpeg", "png", "gif", "zip", "rar")),
        ("voucher.pdf", 1000, "file_type_not_allowed"),
        ("voucher.png", 5 * 1024 * 1024, None),
        ("voucher.png", 5 * 1024 * 1024 + 1, "file_too_large"),
    ],
)
def test_vouchers_are_of_the_types_and_sizes_of_other_attachments(desk, file_name, size, refused):
    assert announce(desk.world, P1, file_name, size, purpose="transfer_voucher").refused_as == refused


@pytest.mark.rule("10.6.3.4/r3")
def test_only_what_a_search_found_is_claimed(desk, transfer):
    """Numbers of flows can be guessed, and a claim shows payer and account."""
    body = {"claim_amount": "9999.00", "voucher_file_id": a_voucher(desk.world, P1)}
    digest = transfer.claimable_id.partition(".")[2]
    for wrong in ("RM-UNKNOWN", transfer.remittance_id, f"{transfer.remittance_id}.{'0' * 40}", f"RM-UNKNOWN.{digest}"):
        answer = desk.world.call(P1, "POST", f"/funds/remittances/{wrong}/claims", body)
        assert (answer.status, answer.refused_as) == (404, "not_found")


def test_whoever_tries_amounts_is_stopped(desk, transfer, monkeypatch):
    monkeypatch.setattr(claiming, "SEARCHES", Limit("remittance_search", times=3, within_s=3600))
    for cents in range(3):
        search(desk.world, P1, amount=f"99.0{cents}")
    asked = {"payer_name": PAYER, "payer_account": PAYER_ACCOUNT, "amount": "100.00"}
    assert desk.world.call(P1, "POST", "/funds/unclaimed-remittances/search", asked).refused_as == "too_many_requests"
    assert len(search(desk.world, P2)) == 1


def test_a_transfer_to_a_dedicated_account_is_not_claimed(desk, bank, monkeypatch):
    captchas_show(monkeypatch)
    account_no = open_account(desk.world, P1).ok()["account_no"]
    bank.dedicated(account_no, payer_name=PAYER, payer_account=PAYER_ACCOUNT)
    desk.world.settle()
    body = {"claim_amount": "1.00", "voucher_file_id": a_voucher(desk.world, P1)}
    for wrong in ("RM-UNKNOWN", remittance(RemittedTo.DEDICATED, "BF1").claimable_id):
        assert desk.world.call(P1, "POST", f"/funds/remittances/{wrong}/claims", body).status == 404


@pytest.mark.rule("10.6.3.2/r2")
def test_partners_without_self_service_claim_nothing(desk, transfer):
    a_partner("P3", contracting_entity="other")
    assert claim(desk.world, partner="P3").refused_as == "no_self_service_top_up"


@pytest.mark.rule("12.1.3/r6")
def test_a_reseller_claims_nothing(desk, transfer):
    reseller = partner_user("P2", partner_type="reseller")
    body = {"claim_amount": "1.00", "voucher_file_id": a_voucher(desk.world, reseller)}
    assert desk.world.call(reseller, "POST", f"/funds/remittances/{transfer.claimable_id}/claims", body).refused_as == "not_for_resellers"


# --- deciding ------------------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("10.6.3.4/r2")
def test_an_approved_claim_is_credited_once_as_the_banks_flow(desk, transfer):
    made = claim(desk.world).ok()["claim_id"]
    decide_claim(desk.world, made).ok()
    assert decide_claim(desk.world, made).refused_as == "review_is_over"
    desk.world.settle(twice=True)
    assert (topped_up(desk), rest()) == ("100.00 CNY", "0.00 CNY")
    assert stored_claim(made).status is ClaimStatus.SUCCEEDED
    assert remittance(GENERAL, "GF1").status is RemittanceStatus.CLAIMED
    assert [event["DetailType"] for event in desk.world.bus].count(TopUpCredited.NAME) == 1
    key = top_up_key(TopUpChannel.GENERAL_ACCOUNT, "GF1")
    flow = Record.get(key.partition, key.sort)
    assert (flow.channel, flow.payer_name, flow.payer_account) == (TopUpChannel.GENERAL_ACCOUNT, PAYER, "6222021234567890")
    assert search(desk.world, P1) == []
    check_books()


@pytest.mark.rule("10.6.3.4/r2")
def test_parts_are_credited_as_flows_of_their_own(desk, transfer):
    for part in ("60.00", "40.00"):
        decide_claim(desk.world, claim(desk.world, part).ok()["claim_id"]).ok()
    assert (topped_up(desk), rest()) == ("100.00 CNY", "0.00 CNY")
    check_books()


@pytest.mark.rule("10.6.3.4/r2")
def test_a_rejected_claim_is_not_credited_and_frees_what_it_held(desk, transfer):
    made = claim(desk.world).ok()["claim_id"]
    assert claim(desk.world).refused_as == "claim_exceeds_rest"
    decide_claim(desk.world, made, decision="rejected", reason="凭证不清晰").ok()
    assert (topped_up(desk), rest()) == ("0.00 CNY", "100.00 CNY")
    (record,) = records(desk, "?status=rejected")
    assert (record["status"], record["reason"]) == ("rejected", "凭证不清晰")
    assert claim(desk.world).status == 201


@pytest.mark.rule("10.6.3.4/r2")
def test_of_two_partners_who_claim_the_same_money_one_gets_it(desk, transfer):
    ours, theirs = claim(desk.world).ok()["claim_id"], claim(desk.world, partner="P2").ok()["claim_id"]
    decide_claim(desk.world, theirs, "P2").ok()
    before = everything()
    assert decide_claim(desk.world, ours).refused_as == "claim_exceeds_rest"
    assert {key: value for key, value in everything().items() if key in before} == before
    decide_claim(desk.world, ours, decision="rejected").ok()
    assert [topped_up(desk, partner) for partner in ("P1", "P2")] == ["0.00 CNY", "100.00 CNY"]
    check_books()


@pytest.mark.rule("10.6.3.4/r2")
def test_two_decisions_at_once_credit_no_more_than_there_is(desk, transfer):
    ours, theirs = claim(desk.world, "70.00").ok()["claim_id"], claim(desk.world, "70.00", "P2").ok()["claim_id"]
    answers = all_at_once(lambda: decide_claim(desk.world, ours), lambda: decide_claim(desk.world, theirs, "P2"))
    assert sorted(answer.refused_as or "" for answer in answers) == ["", "claim_exceeds_rest"]
    assert rest() == "30.00 CNY"
    assert sorted(topped_up(desk, partner) for partner in ("P1", "P2")) == ["0.00 CNY", "70.00 CNY"]
    check_books()


def test_a_claim_of_what_finance_credited_by_hand_is_not_credited_again(desk, bank):
    desk.top_up("100", flow="GF1").ok()
    bank.general().ok()
    made = claim(desk.world).ok()["claim_id"]
    assert decide_claim(desk.world, made).refused_as == "top_up_already_credited"
    assert (topped_up(desk), rest()) == ("100.00 CNY", "100.00 CNY")


@pytest.mark.rule("10.6.3.4/r1")
def test_a_transfer_that_waits_for_its_claims_is_not_credited_by_hand(desk, transfer):
    """Not even the rest of one of which a part was granted."""
    decide_claim(desk.world, claim(desk.world, "30.00").ok()["claim_id"]).ok()
    refused = desk.top_up("100", flow="GF1")
    assert refused.refused_as == "remittance_waits"
    assert (topped_up(desk), rest()) == ("30.00 CNY", "70.00 CNY")


@pytest.mark.rule("10.6.3.2/r3")
@pytest.mark.parametrize("granted", ["0", "30.00"])
def test_what_a_partner_without_self_service_cannot_claim_finance_credits_once(desk, transfer, granted):
    a_partner("P3", contracting_entity="other")
    left = {"0": "100.00", "30.00": "70.00"}[granted]
    if granted != "0":
        decide_claim(desk.world, claim(desk.world, granted).ok()["claim_id"]).ok()
    waiting = claim(desk.world, "10.00").ok()["claim_id"]
    for wrong in ({"channel": "vendor_finance"}, {"channel": "general_account", "value": "69.99"}):
        asked = {"value": left, "partner": "P3", "flow": "GF1", **wrong}
        assert desk.top_up(**asked).refused_as == "remittance_waits"
    desk.top_up(left, "P3", flow="GF1", channel="general_account").ok()
    assert (topped_up(desk, "P3"), rest()) == (f"{left} CNY", "0.00 CNY")
    key = top_up_key(TopUpChannel.GENERAL_ACCOUNT, "GF1")
    flow = Record.get(key.partition, key.sort)
    assert (flow.payer_name, flow.payer_account, flow.arrived_at) == (PAYER, "6222021234567890", transfer.arrived_at)
    assert desk.top_up(left, "P3", flow="GF1", channel="general_account").refused_as == "top_up_already_credited"
    assert decide_claim(desk.world, waiting).refused_as == "claim_exceeds_rest"
    assert search(desk.world, P1) == []
    check_books()


@pytest.mark.parametrize("decision", ["approved", "rejected"])
def test_a_decision_that_died_or_lost_its_answer_happens_once(desk, transfer, decision):
    made = claim(desk.world).ok()["claim_id"]
    with watching(after=killed_after(1)), pytest.raises(Killed):
        decide_claim(desk.world, made, decision=decision)
    assert decide_claim(desk.world, made, decision=decision).refused_as == "review_is_over"
    desk.world.settle(twice=True)
    assert topped_up(desk) == ("100.00 CNY" if decision == "approved" else "0.00 CNY")
    (claimant,) = [record for record in Record.scan() if isinstance(record, RemittanceClaimant)]
    assert (claimant.reviewing, remittance(GENERAL, "GF1").reviewing_claims) == (Money.zero(), 0)
    check_books()


def test_only_vendor_finance_decides(desk, transfer):
    made = claim(desk.world).ok()["claim_id"]
    assert decide_claim(desk.world, made, by=vendor_user(Role.VENDOR_REVIEWER)).status == 404
    assert decide_claim(desk.world, made, by=vendor_user(Role.VENDOR_FINANCE)).status == 200


@pytest.mark.parametrize(("decision", "title"), [("approved", "汇款认领成功，款项已入账"), ("rejected", "汇款认领失败")])
def test_the_partner_is_told_of_the_decision(desk, transfer, monkeypatch, decision, title):
    a_letterbox(monkeypatch)
    an_organisation()
    a_member("anna", Role.PARTNER_FINANCE)
    decide_claim(desk.world, claim(desk.world).ok()["claim_id"], decision=decision).ok()
    desk.world.settle()
    assert title in [message.title.zh for message in inbox("partner/P1/U-anna")]


# --- pages ---------------------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("10.6.3.4/r5")
def test_claim_records_are_the_partners_own_by_status_newest_first(desk, bank, transfer, stopped_clock):
    bank.general(flow="GF2", amount="50.00").ok()
    first = claim(desk.world).ok()["claim_id"]
    stopped_clock.pass_(minutes=1)
    second = claim(desk.world, "50.00", flow="GF2").ok()["claim_id"]
    decide_claim(desk.world, first).ok()
    assert [record["claim_id"] for record in records(desk)] == [second, first]
    assert [record["claim_id"] for record in records(desk, "?status=succeeded")] == [first]
    assert records(desk, by=P2) == []
    assert desk.world.call(P2, "GET", f"/funds/remittance-claims/{first}").status == 404


def test_vendor_finance_opens_the_voucher_through_the_claim(desk, transfer):
    voucher = a_voucher(desk.world, P1)
    made = claim(desk.world, voucher=voucher).ok()["claim_id"]
    finance = vendor_user(Role.VENDOR_FINANCE)
    (listed,) = desk.world.call(finance, "GET", "/funds/submitted-claims?status=reviewing").ok()["items"]
    assert listed["claim_id"] == made
    asked = {"file_id": voucher, "kind": "funds.list_submitted_claims", "record": {"partner_id": "P1", "claim_id": made}}
    assert desk.world.call(finance, "POST", "/files/downloads", asked).status == 200
    assert desk.world.call(P2, "POST", "/files/downloads", asked).status in {403, 404}


def test_an_overdue_claim_is_noticed(desk, transfer, stopped_clock):
    claim(desk.world).ok()
    stopped_clock.now += timedelta(days=2)
    desk.world.run_job("reviews.mark_overdue_reviews", stopped_clock.now.isoformat())
    desk.world.settle()
    assert "reviews.review_overdue" in [event["DetailType"] for event in desk.world.bus]


def test_a_claim_is_one_read_round_and_one_transaction(desk, transfer):
    claim(desk.world).ok()
    assert dict(desk.world.calls["funds.claim_remittance"][-1]) == {"TransactGetItems": 1, "TransactWriteItems": 1}
