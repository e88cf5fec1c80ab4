"""Applying for a withdrawal: what may be withdrawn, from which flows, to whom (10.6.3.5.1-10.6.3.5.3)."""

from decimal import Decimal

import pytest

from partner_center.consumption import CustomerMonth
from partner_center.funds.withdrawal import drawing
from partner_center.invoicing import OwedInvoiceSource, owed_invoice_total_key, record_owed_invoice
from partner_center.kernel.money import Money
from partner_center.platform.sensitive import Sensitive
from tests.kit import codes, faults
from tests.kit.funds import as_system, check_books, everything
from tests.kit.withdrawals import CARD, ENTITY, a_flow, flow_now, payouts_now, set_partner, top_up_account, withdrawal_now
from tests.kit.world import partner_user, vendor_user


def cny(value: str) -> Money:
    return Money.of(value)


def an_alipay_flow(value="100", **more):
    return a_flow(value, "alipay", **more)


def owed_invoice(value, source=OwedInvoiceSource.REFUND_ORDER, reference="R1"):
    def record(work):
        record_owed_invoice(work, "P1", cny(value), reference=reference, contracting_entity="hcc", tax_rate=Decimal("0.06"), source=source)

    as_system("P1", record)


def usage_that_is_not_charged(value):
    month = CustomerMonth(partner_id="P1", billing_period="2024-09", customer_id="C1", customer_name="C", association_type="resale")
    month.lines, month.consumption = 1, cny(value)
    month.settle()
    month.save()
    return month


# --- what an application does ----------------------------------------------------------------------------------------------------


def test_an_application_holds_its_amount_and_marks_the_flow(window):
    no = an_alipay_flow("100")
    made = window.by_original_route("30").ok()
    assert made["status"] == "reviewing"
    account = top_up_account()
    assert (account.balance, account.frozen) == (cny("70"), cny("30"))
    assert flow_now("alipay", no).withdrawn == cny("30")
    assert withdrawal_now(made["withdrawal_no"]).balance == cny("30")
    assert window.balances()["frozen_amount"] == cny("30")
    check_books()


def test_the_statement_explains_what_is_held_by_the_number_of_the_application(window):
    an_alipay_flow("100")
    no = window.by_original_route("30").ok()["withdrawal_no"]
    line = window.statement()[0]
    assert (line["movement"], line["reference"], line["amount"]["amount"]) == ("withdrawal_hold", no, "-30.00")


def test_what_is_held_cannot_be_allocated(window):
    an_alipay_flow("100")
    window.by_original_route("30").ok()
    assert window.allocate("70.01").refused_as == "allocatable_balance_exceeded"


def test_an_application_repeated_with_its_key_is_made_once(window):
    an_alipay_flow("100")
    first = window.by_original_route("30", key="K").ok()
    assert window.by_original_route("30", key="K").ok() == first
    assert top_up_account().frozen == cny("30")


def test_a_dry_run_holds_nothing(window):
    an_alipay_flow("100")
    before = everything()
    assert window.call(partner_user("P1"), "POST", "/funds/withdrawals/original-route?dry_run=true", {"amount": "30"}).ok()["dry_run"]
    assert everything() == before


@pytest.mark.rule("10.6.3.5.1/r15", "10.6.3.5.2/r10", "10.6.3.5.3/r5")
@pytest.mark.parametrize("path", ["original-route", "bank-card", "incentive-rebate"])
def test_a_code_is_asked_for_although_the_partner_has_not_switched_codes_on(window, path):
    an_alipay_flow("100")
    body = {"amount": "10"} if path == "original-route" else {"amount": "10", "account_holder": ENTITY, **CARD}
    caller = partner_user("P1")
    assert not caller.codes_on
    answer = window.call(caller, "POST", f"/funds/withdrawals/{path}", body)
    assert answer.refused_as == "verification_code_required"
    assert answer.refusals["verification_code_required"]["rule"] == "10.6.3.5.1/r15"


@pytest.mark.rule("10.6.3.5.1/r15")
def test_a_code_for_a_withdrawal_is_sent_to_whoever_asks_for_it(window):
    caller = partner_user("P1")
    codes.a_contact(caller)
    assert codes.ask(window.world, caller, operation="withdraw").status == 201


@pytest.mark.rule("10.6.3.5.1/r15")
def test_a_pass_for_another_operation_does_not_do(window):
    an_alipay_flow("100")
    headers = codes.a_pass(partner_user("P1"), Sensitive.ADJUST_FUNDS)
    answer = window.call(partner_user("P1"), "POST", "/funds/withdrawals/original-route", {"amount": "10"}, headers=headers)
    assert answer.refused_as == "verification_code_required"


def test_resellers_withdraw_nothing(window):
    caller = partner_user("P1", partner_type="reseller")
    headers = codes.a_pass(caller, Sensitive.WITHDRAW)
    answer = window.call(caller, "POST", "/funds/withdrawals/original-route", {"amount": "10"}, headers=headers)
    assert answer.refused_as == "not_for_resellers"


def test_distributors_withdraw_as_solution_providers_do(window):
    an_alipay_flow("100")
    caller = partner_user("P1", partner_type="distributor")
    headers = codes.a_pass(caller, Sensitive.WITHDRAW)
    assert window.call(caller, "POST", "/funds/withdrawals/original-route", {"amount": "10"}, headers=headers).status == 201


# --- one application at a time ---------------------------------------------------------------------------------------------------


@pytest.mark.rule("10.6.3.5.1/r4", "10.6.3.5.2/r5")
def test_while_one_application_is_processed_there_is_no_other_of_any_kind(window):
    an_alipay_flow("100")
    no = window.by_original_route("10").ok()["withdrawal_no"]
    for answer in (window.by_original_route("10"), window.to_card("10"), window.of_rebates("10")):
        assert answer.refused_as == "withdrawal_in_process"
        assert answer.refusals["withdrawal_in_process"]["facts"]["withdrawal_no"] == no


@pytest.mark.rule("10.6.3.5.1/r4")
def test_of_two_applications_at_the_same_time_one_is_refused(window):
    an_alipay_flow("100")
    an_alipay_flow("100")
    others = []

    def meanwhile():
        others.append(window.by_original_route("60"))

    with faults.watching(before=faults.before_first_commit(meanwhile)):
        late = window.by_original_route("60")
    assert others[0].status == 201
    assert late.refused_as == "withdrawal_in_process"
    assert top_up_account().frozen == cny("60")
    check_books()


@pytest.mark.rule("10.6.3.5.1/r4")
@pytest.mark.parametrize("decision", ["approved", "rejected"])
def test_once_it_is_decided_the_next_may_be_made(window, decision):
    an_alipay_flow("100")
    no = window.by_original_route("10").ok()["withdrawal_no"]
    window.decide(no, decision).ok()
    assert window.by_original_route("10").status == 201


# --- how much --------------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("10.6.3.5.1/r5")
def test_a_contract_that_forbids_refunds_forbids_withdrawals(window):
    an_alipay_flow("100")
    window.call(vendor_user(), "PUT", "/partners/partners/P1/facts", {"refunds_forbidden": True}).ok()
    assert window.by_original_route("10").refused_as == "contract_forbids_refunds"
    assert window.withdrawable()["original_route"] == "0"


@pytest.mark.rule("10.6.3.5.1/r7", "10.6.3.5.1/r10")
def test_what_customers_owe_together_cannot_be_withdrawn(window):
    an_alipay_flow("100")
    window.charge("30", "C1")
    window.charge("20", "C2")
    assert window.withdrawable()["original_route"] == "50"
    assert window.withdrawable()["arrears_of_customers"] == "50"
    assert window.by_original_route("50.01").refused_as == "withdrawable_amount_exceeded"
    assert window.by_original_route("50").status == 201


@pytest.mark.rule("10.6.3.5.1/r7")
def test_settled_arrears_do_not_block_any_more(window):
    an_alipay_flow("100")
    window.charge("30", "C1")
    window.allocate("30", "C1").ok()
    assert window.withdrawable()["original_route"] == "70"


@pytest.mark.rule("10.6.3.5.1/r7")
def test_arrears_that_arise_meanwhile_are_noticed_at_the_commit(window):
    an_alipay_flow("100")
    window.charge("1", "C1")
    with faults.watching(before=faults.before_first_commit(lambda: window.charge("30", "C1"))):
        assert window.by_original_route("99").refused_as == "withdrawable_amount_exceeded"


def test_an_allocation_meanwhile_that_leaves_enough_disturbs_nothing(window):
    an_alipay_flow("100")
    window.charge("1", "C2")
    with faults.watching(before=faults.before_first_commit(lambda: window.allocate("20", "C1").ok())) as calls:
        window.by_original_route("60").ok()
    assert calls["TransactWriteItems"] == 2  # the allocation's and its own, at the first attempt
    assert top_up_account().balance == cny("20")
    check_books()


def test_an_allocation_meanwhile_that_leaves_too_little_is_noticed(window):
    an_alipay_flow("100")
    with faults.watching(before=faults.before_first_commit(lambda: window.allocate("50", "C1").ok())):
        assert window.by_original_route("60").refused_as == "withdrawable_amount_exceeded"
    check_books()


@pytest.mark.rule("10.6.3.5.1/r7", "10.6.3.5.1/r10")
def test_what_must_stay_is_not_allocated_away_meanwhile(window):
    an_alipay_flow("100")
    window.charge("30", "C1")
    with faults.watching(before=faults.before_first_commit(lambda: window.allocate("20", "C2").ok())):
        assert window.by_original_route("60").refused_as == "withdrawable_amount_exceeded"
    assert window.by_original_route("50").status == 201


@pytest.mark.rule("10.6.3.5.1/r5")
def test_a_contract_that_forbids_refunds_meanwhile_forbids_it(window):
    an_alipay_flow("100")
    with faults.watching(before=faults.before_first_commit(lambda: set_partner(refunds_forbidden=True))):
        assert window.by_original_route("10").refused_as == "contract_forbids_refunds"


@pytest.mark.rule("10.6.3.5.1/r8", "10.6.3.5.1/r10")
def test_owed_invoices_are_subtracted_once(window):
    an_alipay_flow("100")
    owed_invoice("40")
    assert window.withdrawable()["original_route"] == "60"
    assert window.by_original_route("60.01").refused_as == "withdrawable_amount_exceeded"
    assert window.by_original_route("60").status == 201


@pytest.mark.rule("10.6.3.5.1/r8", "10.6.3.5.1/r9")
def test_with_more_owed_invoices_than_cash_nothing_is_withdrawn_and_the_way_out_is_named(window):
    an_alipay_flow("100")
    owed_invoice("100.01")
    answer = window.by_original_route("0.01")
    assert answer.refused_as == "owed_invoices_exceed_cash"
    assert answer.refusals["owed_invoices_exceed_cash"]["way_out"] == "请先退回发票或待可开票金额增加"


@pytest.mark.rule("10.6.3.5.1/r9")
def test_an_offset_of_owed_invoices_makes_the_amount_withdrawable_again(window):
    an_alipay_flow("100")
    owed_invoice("40")
    as_system("P1", lambda work: work.count(work.get(owed_invoice_total_key("P1")), amount=-cny("25")))
    assert window.withdrawable()["original_route"] == "85"


def test_an_owed_invoice_recorded_meanwhile_is_noticed_at_the_commit(window):
    an_alipay_flow("100")
    with faults.watching(before=faults.before_first_commit(lambda: owed_invoice("50"))):
        assert window.by_original_route("60").refused_as == "withdrawable_amount_exceeded"


@pytest.mark.rule("10.6.3.5.1/r10")
def test_usage_that_is_not_charged_yet_is_not_withdrawable(window):
    an_alipay_flow("100")
    month = usage_that_is_not_charged("12.344")
    seen = window.withdrawable()
    assert (seen["not_yet_booked_amount"], seen["original_route"]) == ("12.34", "87.66")
    month.charged_lines, month.charged = 1, cny("12.34")
    month.settle()
    month.save()
    assert window.withdrawable()["original_route"] == "100"


def test_consultative_customers_pay_themselves_and_block_nothing(window):
    an_alipay_flow("100")
    month = CustomerMonth(partner_id="P1", billing_period="2024-09", customer_id="C3", customer_name="C", association_type="consultative")
    month.lines, month.consumption = 1, cny("12")
    month.settle()
    month.save()
    assert window.withdrawable()["original_route"] == "100"


def test_credit_is_no_cash(window):
    window.credit_limit("500")
    an_alipay_flow("100")
    assert window.withdrawable()["withdrawable_cash"] == "100"
    assert window.by_original_route("100.01").refused_as == "withdrawable_amount_exceeded"


# --- from which flows ------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("10.6.3.5.1/r12")
def test_the_latest_top_ups_go_back_first(window):
    old = an_alipay_flow("50", at="2024-08-01T10:00:00+08:00")
    young = an_alipay_flow("50", at="2024-09-01T10:00:00+08:00")
    middle = an_alipay_flow("50", at="2024-08-15T10:00:00+08:00")
    no = window.by_original_route("70").ok()["withdrawal_no"]
    taken = [(part.external_flow_no, part.amount) for payout in payouts_now(no) for part in payout.each_part()]
    assert taken == [(young, cny("50")), (middle, cny("20"))]
    assert flow_now("alipay", old).withdrawn == cny("0")


@pytest.mark.rule("10.6.3.5.1/r12")
def test_what_was_withdrawn_of_a_flow_is_not_withdrawn_again(window):
    older = an_alipay_flow("50", at="2024-08-01T10:00:00+08:00")
    an_alipay_flow("50", at="2024-09-01T10:00:00+08:00")
    window.approved(window.by_original_route("50"))
    no = window.by_original_route("20").ok()["withdrawal_no"]
    assert [part.external_flow_no for payout in payouts_now(no) for part in payout.each_part()] == [older]


@pytest.mark.rule("10.6.3.5.1/r13")
def test_the_partner_may_name_the_flows(window):
    old = an_alipay_flow("50", at="2024-08-01T10:00:00+08:00")
    an_alipay_flow("50", at="2024-09-01T10:00:00+08:00")
    no = window.by_original_route("30", flows=[("alipay", old, "30")]).ok()["withdrawal_no"]
    assert [part.external_flow_no for payout in payouts_now(no) for part in payout.each_part()] == [old]


@pytest.mark.rule("10.6.3.5.1/r13")
def test_named_parts_add_up_to_the_amount_and_fit_their_flows(window):
    flow, other = an_alipay_flow("50"), an_alipay_flow("50")
    assert window.by_original_route("30", flows=[("alipay", flow, "29")]).refused_as == "parts_differ_from_amount"
    answer = window.by_original_route("60", flows=[("alipay", flow, "50.01"), ("alipay", other, "9.99")])
    assert answer.refused_as == "flow_does_not_cover"
    assert window.by_original_route("10", flows=[("alipay", flow, "5"), ("alipay", flow, "5")]).refused_as == "invalid_input"


def test_flows_of_somebody_else_are_not_there(window):
    an_alipay_flow("50")
    theirs = an_alipay_flow("50", partner="P2")
    assert window.by_original_route("10", flows=[("alipay", theirs, "10")]).status == 404
    assert window.by_original_route("10", flows=[("alipay", "NONE", "10")]).status == 404


@pytest.mark.rule("10.6.3.5.1/r6")
def test_a_top_up_that_earned_a_reward_is_passed_over_and_cannot_be_named(window):
    plain = an_alipay_flow("50", at="2024-08-01T10:00:00+08:00")
    earned = an_alipay_flow("50", has_promotion=True)
    assert window.withdrawable()["original_route"] == "50"
    assert window.by_original_route("10", flows=[("alipay", earned, "10")]).refused_as == "flow_has_promotion"
    assert window.by_original_route("60").refused_as == "flows_do_not_cover"
    no = window.by_original_route("50").ok()["withdrawal_no"]
    assert [part.external_flow_no for payout in payouts_now(no) for part in payout.each_part()] == [plain]


@pytest.mark.rule("10.6.3.5.1/r1", "10.6.3.5.2/r5")
def test_a_flow_that_is_too_old_for_its_route_is_named_with_the_right_one(window):
    old = an_alipay_flow("50", at="2024-06-01T10:00:00+08:00")
    answer = window.by_original_route("10", flows=[("alipay", old, "10")])
    assert answer.refusals["flow_not_by_this_route"]["facts"]["route"] == "bank_card"
    assert window.to_card("10", flows=[("alipay", old, "10")]).status == 201


@pytest.mark.rule("10.6.3.5.2/r4")
def test_alipay_of_that_winter_is_withdrawn_by_a_ticket(window):
    old = an_alipay_flow("50", at="2020-12-01T10:00:00+08:00")
    answer = window.to_card("10", flows=[("alipay", old, "10")])
    assert answer.refusals["flow_not_by_this_route"]["way_out"] == "请提交工单线下提现"
    assert (window.withdrawable()["bank_card"], window.withdrawable()["offline_amount"]) == ("0", "50")


def test_an_application_takes_twenty_flows_at_most(window):
    for number in range(21):
        an_alipay_flow("1", at=f"2024-08-{number + 1:02d}T10:00:00+08:00")
    answer = window.by_original_route("20.01")
    assert answer.refused_as == "too_many_flows"
    no = window.by_original_route("20").ok()["withdrawal_no"]
    assert len(payouts_now(no)) == 20
    window.decide(no, "rejected").ok()
    assert top_up_account().balance == cny("21")
    check_books()


def test_an_amount_that_a_provider_cannot_refund_goes_to_a_card(window):
    by_hand = a_flow("50", "alipay")
    flow = flow_now("alipay", by_hand)
    flow.payment_no = None
    flow.save()
    assert (window.withdrawable()["original_route"], window.withdrawable()["bank_card"]) == ("0", "50")


# --- the branch ------------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("10.6.3.5.1/r14")
def test_the_first_withdrawal_to_a_bank_account_needs_its_branch(window):
    flow = a_flow("50", "dedicated_account", account="6222000011112222")
    answer = window.by_original_route("10")
    assert answer.refused_as == "bank_branch_missing"
    assert answer.refusals["bank_branch_missing"]["facts"]["flows"] == [{"channel": "dedicated_account", "external_flow_no": flow}]
    window.branch("dedicated_account", flow).ok()
    assert window.by_original_route("10").status == 201


@pytest.mark.rule("10.6.3.5.1/r14")
def test_another_top_up_from_the_same_account_needs_no_branch_again(window):
    flow = a_flow("50", account="6222000011112222")
    window.branch("dedicated_account", flow).ok()
    a_flow("50", account="6222000011112222")
    assert window.by_original_route("100").status == 201


def test_nobody_adds_a_branch_to_somebody_elses_top_up(window):
    theirs = a_flow("50", partner="P2")
    assert window.branch("dedicated_account", theirs).status == 404


# --- whose card ------------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("10.6.3.5.2/r6")
def test_an_alipay_amount_goes_to_a_card_of_whoever_paid_it(window):
    an_alipay_flow("50", at="2024-01-01T10:00:00+08:00", payer="王芳")
    answer = window.to_card("10", holder=ENTITY)
    assert answer.refusals["holder_is_not_payer"]["rule"] == "10.6.3.5.2/r6"
    assert window.to_card("10", holder="王芳").status == 201


@pytest.mark.rule("10.6.3.5.2/r7")
def test_an_online_banking_amount_goes_to_a_card_of_the_verified_entity(window):
    a_flow("50", "corporate_banking", payer="王芳")
    assert window.to_card("10", holder="王芳").refusals["holder_is_not_verified_entity"]["rule"] == "10.6.3.5.2/r7"
    assert window.to_card("10", holder=ENTITY).status == 201


def test_a_company_that_is_not_certified_has_no_verified_entity(window):
    a_flow("50", "mode_change")
    set_partner(business_certified=False)
    assert window.to_card("10", holder=ENTITY).refused_as == "holder_is_not_verified_entity"


@pytest.mark.rule("10.6.3.5.2/r8", "10.6.3.5.2/r9")
def test_an_amount_of_a_mode_change_with_another_holder_makes_the_application_fail(window):
    flow = a_flow("50", "mode_change", payer=None)
    for flows in (None, [("mode_change", flow, "10")]):
        assert window.to_card("10", holder="王芳", flows=flows).refusals["holder_is_not_verified_entity"]["rule"] == "10.6.3.5.2/r8"
    assert window.to_card("10", holder=ENTITY).status == 201


@pytest.mark.rule("10.6.3.5.2/r6", "10.6.3.5.2/r8")
def test_by_default_the_flows_that_fit_the_card_are_taken(window):
    moved = a_flow("50", "mode_change", at="2024-08-01T10:00:00+08:00")
    a_flow("50", "wechat_pay", payer="王芳")
    no = window.to_card("10", holder=ENTITY).ok()["withdrawal_no"]
    assert [part.external_flow_no for part in payouts_now(no)[0].each_part()] == [moved]


def test_all_bank_information_is_required(window):
    a_flow("50", "mode_change")
    for missing in CARD:
        body = {"amount": "10", "account_holder": ENTITY, **{name: value for name, value in CARD.items() if name != missing}}
        assert window.applies("bank-card", body).refused_as == "invalid_input"


# --- not by the original route ---------------------------------------------------------------------------------------------------


@pytest.mark.rule("10.6.3.5.2/r1")
def test_the_partner_may_ask_that_an_amount_goes_to_a_card(window):
    flow = an_alipay_flow("50")
    window.card_only("alipay", flow, "20").ok()
    seen = window.withdrawable()
    assert (seen["original_route"], seen["bank_card"]) == ("30", "20")
    assert window.by_original_route("30.01").refused_as == "flows_do_not_cover"
    assert window.to_card("20").status == 201
    assert (flow_now("alipay", flow).withdrawn, flow_now("alipay", flow).card_only) == (cny("20"), cny("0"))


@pytest.mark.rule("10.6.3.5.2/r1")
def test_no_more_than_the_flow_still_has_for_the_original_route(window):
    flow = an_alipay_flow("50")
    window.card_only("alipay", flow, "20").ok()
    assert window.card_only("alipay", flow, "30.01").refused_as == "flow_does_not_cover"


def test_nobody_closes_the_original_route_to_somebody_elses_top_up(window):
    theirs = an_alipay_flow("50", partner="P2")
    for channel, no in (("alipay", theirs), ("alipay", "NONE")):
        assert window.card_only(channel, no, "10").status == 404
    assert flow_now("alipay", theirs).card_only == cny("0")


def test_a_reseller_closes_no_route_and_previews_nothing(window):
    flow = an_alipay_flow("50")
    reseller = partner_user("P1", partner_type="reseller")
    body = {"channel": "alipay", "external_flow_no": flow, "amount": "10"}
    answers = [
        window.world.call(reseller, "POST", "/funds/withdrawal-flows/card-only", body),
        window.world.call(reseller, "GET", "/funds/withdrawal-flows?route=original_route"),
        window.world.call(reseller, "GET", "/funds/withdrawable-amounts"),
    ]
    assert [answer.refused_as for answer in answers] == ["not_for_resellers"] * 3


@pytest.mark.rule("10.6.3.5.2/r1")
def test_a_rejected_application_leaves_such_an_amount_to_the_card(window):
    flow = an_alipay_flow("50")
    window.card_only("alipay", flow, "20").ok()
    no = window.to_card("15").ok()["withdrawal_no"]
    window.decide(no, "rejected").ok()
    assert (flow_now("alipay", flow).withdrawn, flow_now("alipay", flow).card_only) == (cny("0"), cny("20"))


# --- incentive rebates -----------------------------------------------------------------------------------------------------------


@pytest.mark.rule("10.6.3.5.3/r2", "10.6.3.5.3/r3")
def test_rebates_go_by_bank_transfer_to_an_account_of_the_verified_entity(window):
    a_flow("200.02", "incentive_rebate")
    assert window.withdrawable()["incentive_rebate"] == "200.02"
    assert window.of_rebates("10", holder="王芳").refusals["holder_is_not_verified_entity"]["rule"] == "10.6.3.5.3/r2"
    no = window.of_rebates("200.02").ok()["withdrawal_no"]
    assert [payout.paid_by.value for payout in payouts_now(no)] == ["bank"]
    account = top_up_account()
    assert (account.balance, account.rebates, account.frozen) == (cny("0"), cny("0"), cny("200.02"))
    check_books()


def test_rebates_are_kept_apart_from_cash(window):
    a_flow("100", "incentive_rebate")
    an_alipay_flow("50")
    seen = window.withdrawable()
    assert (seen["incentive_rebate"], seen["original_route"], seen["withdrawable_cash"]) == ("100", "50", "50")
    assert window.by_original_route("50.01").refused_as == "withdrawable_amount_exceeded"
    assert window.of_rebates("100.01").refused_as == "withdrawable_amount_exceeded"


def test_what_is_allocated_takes_the_cash_first(window):
    a_flow("100", "incentive_rebate")
    an_alipay_flow("50")
    window.allocate("60").ok()
    seen = window.withdrawable()
    assert (seen["withdrawable_cash"], seen["incentive_rebate"]) == ("0", "90")


def test_money_that_comes_after_the_rebates_were_spent_is_cash(window):
    a_flow("100", "incentive_rebate")
    window.allocate("100").ok()
    window.charge("100", "C1")
    an_alipay_flow("50")
    seen = window.withdrawable()
    assert (seen["withdrawable_cash"], seen["original_route"], seen["incentive_rebate"]) == ("50", "50", "0")
    window.allocate("50").ok()
    window.recall("50").ok()
    assert window.withdrawable()["original_route"] == "50"
    assert window.of_rebates("0.01").refused_as == "withdrawable_amount_exceeded"
    assert window.by_original_route("50").status == 201


def test_rebates_that_customers_still_have_are_rebates_again_once_they_are_recalled(window):
    a_flow("100", "incentive_rebate")
    window.allocate("100").ok()
    an_alipay_flow("50")
    seen = window.withdrawable()
    assert (seen["withdrawable_cash"], seen["incentive_rebate"]) == ("50", "0")
    window.recall("60").ok()
    seen = window.withdrawable()
    assert (seen["withdrawable_cash"], seen["incentive_rebate"]) == ("50", "60")
    window.recall("40").ok()
    seen = window.withdrawable()
    assert (seen["withdrawable_cash"], seen["incentive_rebate"]) == ("50", "100")
    check_books()


@pytest.mark.parametrize("consumed", ["0", "100"])
def test_cash_that_comes_back_from_an_application_is_cash_whatever_happened_to_the_rebates(window, consumed):
    a_flow("100", "incentive_rebate")
    an_alipay_flow("50")
    no = window.by_original_route("50").ok()["withdrawal_no"]
    window.allocate("100").ok()
    if Decimal(consumed):
        window.charge(consumed, "C1")
    window.decide(no, "rejected").ok()
    seen = window.withdrawable()
    assert (seen["withdrawable_cash"], seen["original_route"], seen["incentive_rebate"]) == ("50", "50", "0")
    check_books()


def test_rebates_recalled_while_cash_comes_in_are_rebates(window):
    a_flow("100", "incentive_rebate")
    window.allocate("100").ok()
    with faults.watching(before=faults.before_first_commit(lambda: window.recall("60").ok())):
        an_alipay_flow("50")
    seen = window.withdrawable()
    assert (seen["withdrawable_cash"], seen["incentive_rebate"]) == ("50", "60")


@pytest.mark.rule("10.6.3.5.3/r4")
def test_rebates_credited_before_their_invoice_are_not_withdrawn_and_do_not_block_cash_twice(window):
    a_flow("100", "incentive_rebate")
    owed_invoice("100", OwedInvoiceSource.INCENTIVE_PAYOUT, "PO1")
    a_flow("30", "incentive_rebate")
    an_alipay_flow("50")
    seen = window.withdrawable()
    assert (seen["incentive_rebate"], seen["withdrawable_cash"]) == ("30", "50")


def test_rebates_that_arrive_meanwhile_do_not_let_cash_out_twice(window):
    an_alipay_flow("50")
    a_flow("10", "incentive_rebate")
    with faults.watching(before=faults.before_first_commit(lambda: a_flow("5", "incentive_rebate"))):
        window.by_original_route("50").ok()
    account = top_up_account()
    assert (account.balance, account.rebates) == (cny("15"), cny("15"))


def test_cash_that_is_allocated_while_rebates_arrive_is_not_paid_with_them(window):
    an_alipay_flow("50")
    a_flow("10", "incentive_rebate")

    def meanwhile():
        a_flow("5", "incentive_rebate")
        window.allocate("5", "C1").ok()

    with faults.watching(before=faults.before_first_commit(meanwhile)):
        assert window.by_original_route("50").refused_as == "withdrawable_amount_exceeded"


@pytest.mark.rule("10.6.3.5.3/r4")
def test_what_must_stay_stays_also_when_rebates_are_withdrawn(window):
    a_flow("100", "incentive_rebate")
    owed_invoice("20")
    window.charge("10", "C1")
    assert window.withdrawable()["incentive_rebate"] == "70"
    usage_that_is_not_charged("5")
    assert window.withdrawable()["incentive_rebate"] == "65"
    with faults.watching(before=faults.before_first_commit(lambda: window.allocate("5", "C2").ok())):
        assert window.of_rebates("65").refused_as == "withdrawable_amount_exceeded"
    assert window.of_rebates("60").status == 201


# --- looking first ---------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("10.6.3.5.1/r12")
def test_a_preview_shows_what_an_amount_would_take(window):
    transfer = a_flow("50", at="2024-08-01T10:00:00+08:00", payer="王芳芳")
    alipay = an_alipay_flow("50")
    seen = window.world.call(partner_user("P1"), "GET", "/funds/withdrawal-flows?route=original_route&amount=70").ok()
    rows = [(row["external_flow_no"], row["taken"]["amount"], row["bank_branch_missing"]) for row in seen["flows"]]
    assert rows == [(alipay, "50.00", False), (transfer, "20.00", True)]
    assert seen["flows"][1]["payer_name"] == "王****芳"
    assert top_up_account().frozen == cny("0")


def previewed(window, query):
    """What an amount would take, by flow, and how much of it is covered."""
    seen = window.world.call(partner_user("P1"), "GET", f"/funds/withdrawal-flows?{query}").ok()
    taken = {row["external_flow_no"]: row["taken"]["amount"] for row in seen["flows"] if row["taken"]["amount"] != "0.00"}
    return taken, seen["covered"]["amount"]


@pytest.mark.parametrize("route", ["bank_card", "incentive_rebate"])
def test_a_preview_shows_the_flows_that_the_application_will_take_for_that_card(window, route):
    channel, apply = ("mode_change", window.to_card) if route == "bank_card" else ("incentive_rebate", window.of_rebates)
    moved = a_flow("50", channel, at="2024-08-01T10:00:00+08:00")
    if route == "bank_card":
        a_flow("50", "wechat_pay", payer="王芳")
    assert previewed(window, f"route={route}&amount=60&account_holder={ENTITY}") == ({moved: "50.00"}, "50.00")
    assert previewed(window, f"route={route}&amount=60&account_holder=李四") == ({}, "0.00")
    no = apply("50", holder=ENTITY).ok()["withdrawal_no"]
    assert [part.external_flow_no for part in payouts_now(no)[0].each_part()] == [moved]


def test_a_card_has_no_say_in_what_goes_back_by_the_original_route(window):
    flow = an_alipay_flow("50", payer="王芳")
    assert previewed(window, f"route=original_route&amount=50&account_holder={ENTITY}") == ({flow: "50.00"}, "50.00")


def test_a_preview_takes_no_more_flows_than_an_application(window):
    for number in range(21):
        an_alipay_flow("1", at=f"2024-08-{number + 1:02d}T10:00:00+08:00")
    taken, covered = previewed(window, "route=original_route&amount=21")
    assert (len(taken), covered) == (20, "20.00")


def test_the_amounts_of_other_entities_follow_their_own_table(window):
    an_alipay_flow("50", at="2024-01-01T10:00:00+08:00")
    assert (window.withdrawable()["original_route"], window.withdrawable()["bank_card"]) == ("0", "50")
    set_partner(contracting_entity="hst")
    assert (window.withdrawable()["original_route"], window.withdrawable()["bank_card"]) == ("50", "0")


def test_a_partner_without_money_has_nothing_to_withdraw(window):
    assert window.withdrawable()["original_route"] == "0"
    assert window.by_original_route("0.01").refused_as == "withdrawable_amount_exceeded"


def test_an_application_costs_five_reads_and_one_transaction(window):
    for day in range(1, 6):
        window.branch("dedicated_account", a_flow("10", at=f"2024-08-{day:02d}T10:00:00+08:00", account=f"62220000{day}")).ok()
    window.by_original_route("50").ok()
    calls = window.world.calls["funds.submit_original_route_withdrawal"][-1]
    assert (calls["TransactGetItems"], calls["Query"], calls["TransactWriteItems"]) == (3, 2, 1)
    window.withdrawable()
    assert sum(window.world.calls["funds.get_withdrawable_amounts"][-1].values()) == 3


def test_flows_that_the_index_still_shows_as_they_were_are_read_from_the_table(window, monkeypatch):
    older = an_alipay_flow("50", at="2024-08-01T10:00:00+08:00")
    newer = an_alipay_flow("50", at="2024-09-01T10:00:00+08:00")
    stale = [flow_now("alipay", newer), flow_now("alipay", older)]
    window.approved(window.by_original_route("50", flows=[("alipay", newer, "50")]))
    monkeypatch.setattr(drawing, "flows_of_partner", lambda partner_id: iter(stale))
    no = window.by_original_route("20").ok()["withdrawal_no"]
    assert [part.external_flow_no for payout in payouts_now(no) for part in payout.each_part()] == [older]
    check_books()
