"""The dedicated remittance account and transfers to it (10.6.3.2)."""

import base64
import json
import re

import pytest

from partner_center.funds import TopUpCredited
from partner_center.funds.remittances.dedicated import PAYER_REVIEW
from partner_center.funds.remittances.remittance import RemittanceStatus, RemittedTo, remittance_id_of
from partner_center.identity import VENDOR
from partner_center.kernel.money import Money
from partner_center.kernel.permissions import Role
from partner_center.partners import Partner
from partner_center.platform.table import Record
from partner_center.platform.webhook import WebhookEvent
from tests.kit.codes import MEMBER_MOBILE, a_contact, an_own_account
from tests.kit.funds import a_partner, check_books, everything
from tests.kit.notices import a_letterbox, a_member, an_organisation, inbox
from tests.kit.remittances import (
    a_bank,
    agree,
    captchas_show,
    decide_payer,
    open_account,
    remittance,
    void,
)
from tests.kit.reviews import task_of
from tests.kit.world import partner_user, vendor_user

P1 = partner_user("P1")
OTHER_PAYER = "Haichuan Holdings"


@pytest.fixture
def bank(desk, monkeypatch):
    yield from a_bank(desk.world, monkeypatch)


@pytest.fixture
def account_no(desk, monkeypatch):
    captchas_show(monkeypatch)
    return open_account(desk.world, P1).ok()["account_no"]


@pytest.fixture
def letterbox(monkeypatch):
    return a_letterbox(monkeypatch)


def topped_up(desk, partner="P1") -> str:
    return str(desk.balances(partner)["top_up_balance"])


def account(desk, by=P1):
    return desk.world.call(by, "GET", "/funds/remittance-account")


def texts(desk, by=P1):
    return desk.world.call(by, "POST", "/funds/remittance-account/text-messages")


# --- opening -------------------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("10.6.3.2/r5")
def test_the_dedicated_account_is_issued_once_and_stays_the_same(desk, account_no, stopped_clock):
    stopped_clock.pass_(days=1)
    again = open_account(desk.world, P1).ok()
    assert again == account(desk).ok()
    assert again["account_no"] == account_no
    assert account(desk, partner_user("P2")).status == 404


@pytest.mark.rule("10.6.3.2/r5")
def test_without_the_letters_of_the_captcha_no_account_is_issued(desk, monkeypatch):
    captchas_show(monkeypatch)
    assert open_account(desk.world, P1, text="AAAAA").refused_as == "captcha_wrong"
    assert account(desk).status == 404


@pytest.mark.rule("10.6.3.2/r2", "10.6.3.2/r3")
@pytest.mark.parametrize(("entity", "refused"), [("hcc", None), ("hst", None), ("other", "no_self_service_top_up")])
def test_only_partners_of_two_contracting_entities_have_self_service(desk, monkeypatch, entity, refused):
    captchas_show(monkeypatch)
    a_partner("P3", contracting_entity=entity)
    by = partner_user("P3")
    answer = open_account(desk.world, by)
    assert answer.refused_as == refused
    assert agree(desk.world, OTHER_PAYER, "P3").refused_as == refused
    if refused:
        assert answer.refusals[refused]["way_out"] == "请联系您的生态经理"


def test_distributors_open_theirs_as_solution_providers_do(desk, monkeypatch):
    captchas_show(monkeypatch)
    assert open_account(desk.world, partner_user("P2", partner_type="distributor")).status == 201


@pytest.mark.rule("12.1.3/r6")
def test_a_reseller_neither_remits_nor_agrees_nor_searches(desk, monkeypatch):
    captchas_show(monkeypatch)
    reseller = partner_user("P2", partner_type="reseller")
    asked = {"payer_name": "A", "payer_account": "6222021234567890", "amount": "1.00"}
    answers = [
        open_account(desk.world, reseller),
        agree(desk.world, OTHER_PAYER, by=reseller),
        desk.world.call(reseller, "POST", "/funds/unclaimed-remittances/search", asked),
    ]
    assert [answer.refused_as for answer in answers] == ["not_for_resellers"] * 3


# --- what it shows -------------------------------------------------------------------------------------------------------------------


def test_the_account_shows_the_bank_of_the_contracting_entity(desk, account_no, monkeypatch):
    a_partner("P3", contracting_entity="hst")
    ours, theirs = account(desk).ok(), open_account(desk.world, partner_user("P3")).ok()
    assert ours["account_holder"] == "云计算技术有限公司"
    assert theirs["account_holder"] == "软件技术有限公司"
    assert ours["bank"] == theirs["bank"] == "中国工商银行"
    assert {ours["branch"], ours["general_account_no"]}.isdisjoint({theirs["branch"], theirs["general_account_no"]})


def test_the_account_stays_with_the_bank_where_it_was_opened(desk, account_no):
    partner = Partner.get("partner/P1", "profile")
    partner.contracting_entity = "other"
    partner.save()
    assert account(desk).ok()["account_holder"] == "云计算技术有限公司"


@pytest.mark.rule("10.6.3.2/r8")
@pytest.mark.parametrize(
    ("today", "icbc", "other"),
    [
        ("2024-09-02T10:00:00+08:00", ["2024-09-03", "2024-09-04"], ["2024-09-04", "2024-09-09"]),
        # the days before the National Day: 28 September is a holiday, the 29th is worked, 1 to 7 October are free
        ("2024-09-30T10:00:00+08:00", ["2024-10-08", "2024-10-09"], ["2024-10-09", "2024-10-12"]),
    ],
)
def test_when_a_transfer_arrives_is_estimated_in_working_days(desk, account_no, stopped_clock, today, icbc, other):
    stopped_clock.at(today)
    found = {known["payer_bank"]: known for known in account(desk).ok()["arrival"]}
    assert {name: [known["working_days_from"], known["working_days_to"]] for name, known in found.items()} == {
        "icbc": [1, 2],
        "other": [2, 5],
    }
    assert [found["icbc"]["expected_from"], found["icbc"]["expected_until"]] == icbc
    assert [found["other"]["expected_from"], found["other"]["expected_until"]] == other


@pytest.mark.rule("10.6.3.2/r10")
def test_the_account_shows_the_payer_names_in_effect(desk, account_no):
    agreed = agree(desk.world, OTHER_PAYER).ok()["agreement_id"]
    shown = account(desk).ok()["payer_names"]
    assert [(known["is_own"], known["agreement_id"]) for known in shown] == [(True, None), (False, agreed)]
    assert shown[0]["name"] == "Partner P1"
    assert shown[1]["name"] == "H****s"
    void(desk.world, agreed).ok()
    assert len(account(desk).ok()["payer_names"]) == 1


def test_the_details_go_to_the_calling_users_mobile(desk, account_no, letterbox):
    a_contact(P1)
    assert texts(desk).ok() == {"sent_to": "139****222"}
    desk.world.settle(twice=True)
    desk.world.settle()
    ((mobile, text),) = letterbox.texts
    assert mobile == MEMBER_MOBILE
    assert account_no in text
    assert "云计算技术有限公司" in text


def test_the_details_go_to_the_own_account_where_the_membership_has_no_mobile(desk, account_no, letterbox):
    a_contact(P1, mobile=None)
    an_own_account(P1)
    texts(desk).ok()
    desk.world.settle()
    assert [mobile for mobile, _ in letterbox.texts] == ["13733334444"]


def test_details_are_sent_once_a_minute(desk, account_no, stopped_clock):
    a_contact(P1)
    texts(desk).ok()
    assert texts(desk).refused_as == "details_sent_just_now"
    stopped_clock.pass_(seconds=60)
    assert texts(desk).status == 200


def test_without_a_mobile_or_an_account_no_details_are_sent(desk, account_no):
    assert texts(desk).refused_as == "no_mobile_for_details"
    assert texts(desk, partner_user("P2")).status == 404


def test_the_certificate_is_a_pdf_with_the_accounts_details(desk, account_no, monkeypatch):
    from reportlab import rl_config

    monkeypatch.setattr(rl_config, "pageCompression", 0)
    found = desk.world.call(P1, "GET", "/funds/remittance-account/certificate").ok()
    content = base64.b64decode(found["content"])
    assert content.startswith(b"%PDF-")
    assert found["file_name"] == f"remittance-account-{account_no}.pdf"
    text = "\n".join(text_of(shown) for shown in re.findall(rb"\((.*?)(?<!\\)\) Tj", content, re.DOTALL))
    for detail in (account_no, "Partner P1", "云计算技术有限公司", "中国工商银行", "2024/09/02 10:00:00 GMT+08:00"):
        assert detail in text
    assert desk.world.call(partner_user("P2"), "GET", "/funds/remittance-account/certificate").status == 404


def text_of(shown: bytes) -> str:
    """A string of a PDF in the two bytes a letter that Asian fonts take."""
    plain = re.sub(rb"\\(\d{3}|.)", lambda found: bytes([int(found[1], 8)]) if found[1].isdigit() else found[1], shown, flags=re.DOTALL)
    return plain.decode("utf-16-be")


# --- transfers -----------------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("10.6.3.2/r1", "10.6.3.2/r6", "10.1.3/r3")
def test_a_transfer_in_the_partners_own_name_tops_up_its_partner(desk, bank, account_no):
    assert bank.dedicated(account_no).status == 204
    desk.world.settle()
    assert (topped_up(desk), topped_up(desk, "P2")) == ("100.00 CNY", "0.00 CNY")
    assert remittance(RemittedTo.DEDICATED, "BF1") is None
    check_books()


def test_a_transfer_told_again_and_delivered_twice_is_credited_once(desk, bank, account_no):
    bank.dedicated(account_no, event_id="evt_a")
    assert bank.dedicated(account_no, event_id="evt_a").status == 204
    desk.world.settle(twice=True)
    bank.dedicated(account_no, event_id="evt_b")
    desk.world.settle(twice=True)
    assert topped_up(desk) == "100.00 CNY"


def test_a_transfer_that_finance_credited_by_hand_is_not_credited_again(desk, bank, account_no):
    desk.top_up("100", flow="BF1")
    bank.dedicated(account_no)
    bank.dedicated(account_no, payer_name=OTHER_PAYER)
    desk.world.settle()
    assert topped_up(desk) == "100.00 CNY"
    assert remittance(RemittedTo.DEDICATED, "BF1") is None


@pytest.mark.parametrize("lie", [{"tampered": True}, {"secret": "whsec_" + "A" * 32}])
def test_what_the_bank_did_not_sign_is_not_believed(desk, bank, account_no, lie):
    before = everything()
    answer = bank.dedicated(account_no, **lie)
    assert (answer.status, answer.refused_as) == (401, "unauthenticated")
    assert everything() == before


@pytest.mark.parametrize("headers", [{}, {"webhook-id": "x", "webhook-timestamp": "nan", "webhook-signature": "v1"}])
@pytest.mark.parametrize("path", ["bank-remittances", "general-remittances"])
def test_what_carries_no_signature_is_not_believed(desk, bank, headers, path):
    assert desk.world.call(None, "POST", f"/funds/webhooks/{path}", {"a": 1}, headers=headers).status == 401


def test_a_transfer_to_an_unknown_account_is_kept_for_vendor_finance(desk, bank):
    assert bank.dedicated("88000").status == 204
    desk.world.settle()
    (kept,) = [record for record in Record.scan() if isinstance(record, WebhookEvent)]
    assert kept.outcome == "unknown_account"
    assert json.loads(kept.body)["flow_no"] == "BF1"


def staff_told(name="anna"):
    return [message.text.en for message in inbox(f"vendor/U-{name}")]


def test_vendor_finance_is_told_of_a_transfer_to_an_unknown_account(desk, bank, letterbox):
    a_member("anna", Role.VENDOR_FINANCE, of=VENDOR)
    bank.dedicated("88000")
    desk.world.settle(twice=True)
    (text,) = staff_told()
    assert "about BF1 (¥100.00, account 88000) was not booked: the dedicated account is nobody's" in text


@pytest.mark.parametrize("payer", ["Partner P1", OTHER_PAYER])
def test_vendor_finance_is_told_when_the_number_of_a_known_flow_comes_with_other_money(desk, bank, account_no, letterbox, payer):
    """Numbers of two banks may clash: what nobody books nobody would miss."""
    a_member("anna", Role.VENDOR_FINANCE, of=VENDOR)
    other_account = open_account(desk.world, partner_user("P2")).ok()["account_no"]
    bank.dedicated(account_no, payer_name=payer)
    desk.world.settle()
    bank.dedicated(account_no, payer_name=payer)
    desk.world.settle()
    assert staff_told() == []
    bank.dedicated(account_no, amount="300.00", payer_name=payer)
    bank.dedicated(other_account, payer_name="Partner P2")
    desk.world.settle(twice=True)
    assert len(staff_told()) == 2
    assert topped_up(desk, "P2") == "0.00 CNY"
    check_books()


def test_a_bank_may_leave_the_payers_account_empty(desk, bank, account_no):
    assert bank.dedicated(account_no, payer_account="").status == 204
    desk.world.settle()
    assert topped_up(desk) == "100.00 CNY"


def test_the_number_of_the_account_is_known_however_the_bank_groups_it(desk, bank, account_no):
    bank.dedicated(f"{account_no[:4]} {account_no[4:12]}-{account_no[12:]}")
    desk.world.settle()
    assert topped_up(desk) == "100.00 CNY"


def test_fields_of_the_bank_that_we_do_not_know_do_not_matter(desk, bank, account_no):
    assert bank.dedicated(account_no, branch="Haidian").status == 204


# --- whose money it is ---------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("10.6.3.2/r9")
def test_a_transfer_of_an_unknown_payer_is_held_for_the_vendors_check(desk, bank, account_no):
    bank.dedicated(account_no, payer_name=OTHER_PAYER, payer_account="6222021234567890")
    desk.world.settle(twice=True)
    bank.dedicated(account_no, payer_name=OTHER_PAYER)
    desk.world.settle()
    assert topped_up(desk) == "0.00 CNY"
    assert desk.top_up("100.00", flow="BF1", channel="general_account").refused_as == "remittance_waits"
    held = remittance(RemittedTo.DEDICATED, "BF1")
    assert (held.status, held.amount, held.partner_id) == (RemittanceStatus.UNDER_CHECK, Money.of("100.00"), "P1")
    task = task_of(PAYER_REVIEW, held.remittance_id, "P1")
    assert (task.facts["payer_name"], task.facts["partner_name"]) == (OTHER_PAYER, "Partner P1")


@pytest.mark.rule("10.6.3.2/r9")
@pytest.mark.parametrize("written", ["Partner P1", "PARTNER  p1", "Ｐａｒｔｎｅｒ Ｐ１"])
def test_the_verified_entity_is_known_however_the_bank_writes_it(desk, bank, account_no, written):
    bank.dedicated(account_no, payer_name=written)
    desk.world.settle()
    assert topped_up(desk) == "100.00 CNY"


@pytest.mark.rule("10.6.3.2/r9")
def test_a_company_that_is_not_certified_has_no_verified_entity(desk, bank, account_no):
    partner = Partner.get("partner/P1", "profile")
    partner.business_certified = False
    partner.save()
    bank.dedicated(account_no)
    desk.world.settle()
    assert remittance(RemittedTo.DEDICATED, "BF1").status is RemittanceStatus.UNDER_CHECK


@pytest.mark.rule("10.6.3.2/r7", "10.6.3.3/r1", "10.6.3.3/r2", "10.6.3.3/r3")
def test_money_of_an_agreed_payer_is_credited_at_once(desk, bank, account_no, stopped_clock):
    agree(desk.world, OTHER_PAYER).ok()
    stopped_clock.pass_(hours=1)
    bank.dedicated(account_no, payer_name=OTHER_PAYER, arrived_at="2024-09-02T10:30:00+08:00")
    desk.world.settle()
    assert topped_up(desk) == "100.00 CNY"


@pytest.mark.rule("10.6.3.2/r7")
@pytest.mark.parametrize(
    ("arrived_at", "credited"),
    [("2024-09-02T09:59:59+08:00", False), ("2024-09-02T10:00:00+08:00", True), ("2024-09-02T10:59:59+08:00", True),
     ("2024-09-02T11:00:00+08:00", False)],
)  # fmt: skip
def test_an_agreement_covers_what_arrives_while_it_is_in_effect_however_late_the_bank_tells(
    desk, bank, account_no, stopped_clock, arrived_at, credited
):
    agreed = agree(desk.world, OTHER_PAYER).ok()["agreement_id"]
    stopped_clock.pass_(hours=1)
    void(desk.world, agreed).ok()
    stopped_clock.pass_(days=3)
    bank.dedicated(account_no, payer_name=OTHER_PAYER, arrived_at=arrived_at)
    desk.world.settle()
    assert topped_up(desk) == ("100.00 CNY" if credited else "0.00 CNY")
    assert (remittance(RemittedTo.DEDICATED, "BF1") is None) is credited


@pytest.mark.rule("10.6.3.2/r7")
def test_an_agreement_of_another_partner_covers_nothing(desk, bank, account_no):
    agree(desk.world, OTHER_PAYER, "P2").ok()
    bank.dedicated(account_no, payer_name=OTHER_PAYER, arrived_at="2024-09-02T10:00:00+08:00")
    desk.world.settle()
    assert topped_up(desk) == "0.00 CNY"


@pytest.mark.rule("10.6.3.2/r9")
def test_a_held_transfer_that_the_vendor_approves_is_credited_once(desk, bank, account_no):
    bank.dedicated(account_no, payer_name=OTHER_PAYER)
    desk.world.settle()
    decide_payer(desk.world).ok()
    assert decide_payer(desk.world).refused_as == "review_is_over"
    bank.dedicated(account_no, payer_name=OTHER_PAYER)
    desk.world.settle(twice=True)
    assert topped_up(desk) == "100.00 CNY"
    assert remittance(RemittedTo.DEDICATED, "BF1").status is RemittanceStatus.CREDITED
    assert [event["DetailType"] for event in desk.world.bus].count(TopUpCredited.NAME) == 1
    check_books()


@pytest.mark.rule("10.6.3.2/r9")
def test_a_held_transfer_that_the_vendor_refuses_is_marked_for_return(desk, bank, account_no):
    bank.dedicated(account_no, payer_name=OTHER_PAYER)
    desk.world.settle()
    decide_payer(desk.world, decision="rejected", reason="付款方与伙伴无关").ok()
    bank.dedicated(account_no, payer_name=OTHER_PAYER)
    desk.world.settle()
    assert topped_up(desk) == "0.00 CNY"
    listed = desk.world.call(vendor_user(), "GET", "/funds/remittances?status=to_be_returned").ok()["items"]
    assert [found["remittance_id"] for found in listed] == [remittance_id_of(RemittedTo.DEDICATED, "BF1")]
    shown = desk.world.call(vendor_user(), "GET", f"/funds/remittances/{listed[0]['remittance_id']}").ok()
    assert shown["reason"] == "付款方与伙伴无关"


@pytest.mark.parametrize("decision", ["approved", "rejected"])
def test_the_partner_is_told_of_the_check_and_its_end(desk, bank, account_no, letterbox, decision):
    an_organisation()
    a_member("anna", Role.PARTNER_FINANCE)
    a_member("ben", Role.ACCOUNT_MANAGER)
    bank.dedicated(account_no, payer_name=OTHER_PAYER)
    desk.world.settle()
    decide_payer(desk.world, decision=decision).ok()
    desk.world.settle()
    told = [message.title.zh for message in inbox("partner/P1/U-anna")]
    end = "汇款核查结果：已入账" if decision == "approved" else "汇款核查结果：将退回汇款人"
    assert {"一笔汇款待核查", end} <= set(told)
    assert "一笔汇款待核查" not in [message.title.zh for message in inbox("partner/P1/U-ben")]


@pytest.mark.rule("10.6.3.2/r9")
def test_a_partner_sees_its_own_held_transfers_and_what_became_of_them(desk, bank, account_no):
    other_account = open_account(desk.world, partner_user("P2")).ok()["account_no"]
    bank.dedicated(account_no, payer_name=OTHER_PAYER)
    bank.dedicated(other_account, flow="BF2", payer_name=OTHER_PAYER)
    bank.general()
    desk.world.settle()

    def held(by, query=""):
        return desk.world.call(by, "GET", f"/funds/held-remittances{query}").ok()["items"]

    (seen,) = held(P1)
    assert (seen["flow_no"], seen["status"], seen["payer_name"], seen["amount"]["amount"]) == ("BF1", "under_check", "H****s", "100.00")
    assert [row["flow_no"] for row in held(partner_user("P2"))] == ["BF2"]
    one = f"/funds/held-remittances/{seen['remittance_id']}"
    assert (desk.world.call(P1, "GET", one).status, desk.world.call(partner_user("P2"), "GET", one).status) == (200, 404)
    general = remittance_id_of(RemittedTo.GENERAL, "GF1")
    assert desk.world.call(P1, "GET", f"/funds/held-remittances/{general}").status == 404
    decide_payer(desk.world, decision="rejected", reason="付款方与伙伴无关").ok()
    (seen,) = held(P1, "?status=to_be_returned")
    assert seen["reason"] == "付款方与伙伴无关"


def test_only_vendor_finance_sees_held_transfers(desk, bank, account_no):
    for role in (Role.VENDOR_OPERATIONS, Role.VENDOR_REVIEWER):
        assert desk.world.call(vendor_user(role), "GET", "/funds/remittances?status=under_check").status == 403
    assert desk.world.call(vendor_user(Role.VENDOR_FINANCE), "GET", "/funds/remittances?status=under_check").status == 200
