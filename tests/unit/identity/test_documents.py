"""Documents in versions: read, accepted for oneself, one's customer account or one's partner, asked for again."""

import json
from dataclasses import replace

import pytest

from partner_center.identity import ON_BEHALF_COMMITMENT, documents
from partner_center.kernel import effective
from partner_center.kernel.permissions import Actor, Role
from partner_center.platform.agreement import AgreementSignature, Signatory, StandingAgreement, signatures_of
from partner_center.platform.caller import Caller
from partner_center.platform.sensitive import Sensitive
from tests.kit.codes import a_pass, an_own_account, with_codes
from tests.kit.identity import an_account, signed_in
from tests.kit.world import ROOT, Answer, Context, customer_user, http_event, load, partner_user, vendor_user

ADMIN, RESELLER, CUSTOMER = partner_user("P1"), partner_user("P2", partner_type="reseller"), customer_user("C1")
EMPLOYEE = Caller("E1", Actor.EMPLOYEE, name="li.na")
ACT = load(ROOT / "tests/kit/sample/shop/act_on_behalf.py").app
CLAUSES = json.loads((ROOT / "shared/partner_center/identity/data/documents.json").read_text(encoding="utf-8"))


def accept(world, caller, document, version="V1001", accepted=True, **more):
    body = {"version": version, "accepted": accepted}
    return world.call(caller, "POST", f"/identity/documents/{document}/acceptances", body, **more)


def withdraw(world, caller, document, **more):
    return world.call(caller, "DELETE", f"/identity/documents/{document}/acceptances/current", **more)


def to_be_accepted(world, caller):
    return {row["document"]: row["to_be_accepted"] for row in world.call(caller, "GET", "/identity/documents").ok()["items"]}


def act_on_behalf(caller=ADMIN, query=None) -> Answer:
    """A command that a partner may carry out only under its commitment."""
    answer = ACT(http_event("POST", "/on-behalf", {}, query=query, body={"said": "hello"}, caller=caller), Context())
    return Answer(answer["statusCode"], answer["headers"], json.loads(answer["body"]))


@pytest.fixture
def a_second_version(monkeypatch):
    """The commitment as its data will be when a second version comes into force on October 1st."""
    rows = effective.rows(documents.PACKAGE, documents.FILE)
    newer = {**next(row for row in rows if row["code"] == "on_behalf_commitment"), "version": "V1002", "effective_from": "2024-10-01"}
    real = effective.rows
    monkeypatch.setattr(
        effective, "rows", lambda package, name: (*real(package, name), newer) if name == documents.FILE else real(package, name)
    )


@pytest.mark.rule("19.7/r1")
def test_without_the_commitment_there_is_no_operation_on_behalf(world):
    refused = act_on_behalf()
    assert (refused.status, refused.refused_as) == (403, "agreement_required")
    facts = refused.refusals["agreement_required"]["facts"]
    assert (facts["agreement"], facts["version"]) == ("on_behalf_commitment", "V1001")
    accept(world, ADMIN, "on_behalf_commitment").ok()
    assert act_on_behalf().ok() == {"said": "hello"}


@pytest.mark.rule("19.7/r1")
def test_without_the_tick_nothing_is_accepted(world):
    assert accept(world, ADMIN, "on_behalf_commitment", accepted=False).refused_as == "agreement_not_ticked"
    assert act_on_behalf().refused_as == "agreement_required"


@pytest.mark.rule("19.7/r9")
def test_the_commitment_holds_for_all_members_and_for_nobody_elses(world):
    accept(world, ADMIN, "on_behalf_commitment").ok()
    act_on_behalf(partner_user("P1", Role.ACCOUNT_MANAGER, name="manager")).ok()
    assert act_on_behalf(partner_user("P2")).refused_as == "agreement_required"
    assert act_on_behalf(vendor_user()).refused_as == "agreement_required"


def test_only_who_may_bind_the_partner_signs_for_it(world):
    assert accept(world, partner_user("P1", Role.ACCOUNT_MANAGER), "on_behalf_commitment").status == 403
    assert to_be_accepted(world, ADMIN)["on_behalf_commitment"] is True


@pytest.mark.rule("13.11/r1")
def test_a_new_version_is_asked_for_again(world, a_second_version, stopped_clock):
    accept(world, ADMIN, "on_behalf_commitment").ok()
    act_on_behalf().ok()
    stopped_clock.at("2024-10-01T00:00:00+08:00")
    assert act_on_behalf().refusals["agreement_required"]["facts"]["version"] == "V1002"
    assert to_be_accepted(world, ADMIN)["on_behalf_commitment"] is True
    assert accept(world, ADMIN, "on_behalf_commitment").refusals["agreement_version_not_in_force"]["facts"]["in_force"] == "V1002"
    accept(world, ADMIN, "on_behalf_commitment", "V1002").ok()
    act_on_behalf().ok()


def test_a_coming_version_cannot_be_signed_before_it_is_in_force(world, a_second_version):
    assert accept(world, ADMIN, "on_behalf_commitment", "V1002").refused_as == "agreement_version_not_in_force"


@pytest.mark.rule("13.11/r3")
def test_what_was_accepted_stays_with_its_text_who_when_and_from_where(world, stopped_clock):
    accept(world, ADMIN, "on_behalf_commitment").ok()
    (row,) = world.call(ADMIN, "GET", "/identity/acceptances?signatory=partner").ok()["items"]
    assert (row["code"], row["version_signed"], row["act"]) == ("on_behalf_commitment", "V1001", "accepted")
    assert (row["user_name"], row["source"], row["signed_at"]) == ("admin", "203.0.113.7", "2024-09-02T02:00:00.000000Z")
    shown = world.call(ADMIN, "GET", "/identity/documents/on_behalf_commitment").ok()
    assert row["content"] == shown["content"]
    assert world.call(ADMIN, "GET", "/identity/acceptances?signatory=person").ok()["items"] == []
    assert world.call(ADMIN, "GET", "/identity/acceptances?signatory=customer").status == 404


def test_accepting_again_changes_nothing(world, stopped_clock):
    first = accept(world, ADMIN, "on_behalf_commitment", key="a").ok()
    stopped_clock.pass_(days=1)
    assert accept(world, ADMIN, "on_behalf_commitment", key="b").ok() == first
    assert len(list(AgreementSignature.query(signatures_of(Signatory.PARTNER, "P1")))) == 1


def test_a_dry_run_signs_nothing_and_is_not_asked(world):
    assert act_on_behalf(query={"dry_run": ["true"]}).ok()["dry_run"] is True
    body = {"version": "V1001", "accepted": True}
    world.call(ADMIN, "POST", "/identity/documents/on_behalf_commitment/acceptances?dry_run=true", body).ok()
    assert act_on_behalf().refused_as == "agreement_required"


@pytest.mark.rule("19.2/r1", "19.6/r1", "19.9/r1")
@pytest.mark.parametrize(
    ("caller", "concerned"),
    [
        (ADMIN, {"on_behalf_commitment"}),
        (RESELLER, {"on_behalf_commitment", "reseller_information_authorization", "task_entrustment"}),
        (partner_user("P3", partner_type="government_cloud"), set()),
        (CUSTOMER, {"service_provider_personal_information", "customer_authorization_letter"}),
        (EMPLOYEE, set()),
    ],
)
def test_everybody_is_shown_what_concerns_it(world, caller, concerned):
    own = {"account_user_agreement", "account_privacy_statement", "cloud_user_agreement", "personal_account_linking"}
    assert to_be_accepted(world, caller) == dict.fromkeys(concerned | own, True)


@pytest.mark.parametrize("document", ["task_entrustment", "customer_authorization_letter", "nothing_such"])
def test_what_does_not_concern_one_is_not_found(world, document):
    assert world.call(ADMIN, "GET", f"/identity/documents/{document}").status == 404
    assert accept(world, ADMIN, document).status == 404
    assert withdraw(world, ADMIN, document).status == 404


@pytest.mark.rule("19.2/r1")
def test_a_person_consents_for_himself_alone(world):
    accept(world, EMPLOYEE, "personal_account_linking").ok()
    assert to_be_accepted(world, EMPLOYEE)["personal_account_linking"] is False
    assert to_be_accepted(world, replace(EMPLOYEE, user_id="E2"))["personal_account_linking"] is True
    assert withdraw(world, EMPLOYEE, "personal_account_linking").refused_as == "agreement_not_withdrawable"


@pytest.mark.rule("13.8/r2", "19.5/r1", "19.8/r4")
def test_the_customers_letter_needs_the_tick_and_a_code(world):
    letter = "customer_authorization_letter"
    assert accept(world, CUSTOMER, letter).refused_as == "verification_code_required"
    headers = a_pass(CUSTOMER, Sensitive.AUTHORIZE_PARTNER)
    assert accept(world, CUSTOMER, letter, accepted=False, headers=headers).refused_as == "agreement_not_ticked"
    accept(world, CUSTOMER, letter, headers=headers).ok()
    assert to_be_accepted(world, CUSTOMER)[letter] is False


@pytest.mark.rule("19.5/r8", "19.5/r9", "13.8/r2")
def test_the_customer_ends_its_letter_online_with_a_code(world, stopped_clock):
    letter = "customer_authorization_letter"
    accept(world, CUSTOMER, letter, headers=a_pass(CUSTOMER, Sensitive.AUTHORIZE_PARTNER)).ok()
    stopped_clock.pass_(days=400)
    assert to_be_accepted(world, CUSTOMER)[letter] is False  # no expiry
    assert withdraw(world, CUSTOMER, letter).refused_as == "verification_code_required"
    ended = withdraw(world, CUSTOMER, letter, headers=a_pass(CUSTOMER, Sensitive.CANCEL_AUTHORIZATION)).ok()
    assert (ended["to_be_accepted"], ended["accepted_version"]) == (True, "V1001")
    rows = world.call(CUSTOMER, "GET", "/identity/acceptances?signatory=customer").ok()["items"]
    assert [row["act"] for row in rows] == ["withdrawn", "accepted"]


@pytest.mark.rule("19.9/r2")
def test_a_reseller_ends_its_entrustment_at_any_time_and_may_give_it_again(world, stopped_clock):
    assert withdraw(world, RESELLER, "task_entrustment").status == 404
    for _ in range(2):
        accept(world, RESELLER, "task_entrustment").ok()
        stopped_clock.pass_(minutes=1)
        assert withdraw(world, RESELLER, "task_entrustment").ok()["to_be_accepted"] is True
        stopped_clock.pass_(minutes=1)
    again = withdraw(world, RESELLER, "task_entrustment").ok()
    assert again["to_be_accepted"] is True
    acts = [signature.act for signature in AgreementSignature.query(signatures_of(Signatory.PARTNER, "P2"))]
    assert acts == ["accepted", "withdrawn"] * 2


def test_codes_switched_on_do_not_touch_other_documents(world):
    accept(world, with_codes(RESELLER), "task_entrustment").ok()


@pytest.mark.rule("1.1/r1")
def test_registering_leaves_the_signatures_under_agreement_and_privacy_statement(world, pool):
    somebody, _ = signed_in(world, an_account(world))
    rows = world.call(somebody, "GET", "/identity/acceptances?signatory=person").ok()["items"]
    assert {(row["code"], row["source"]) for row in rows} == {
        ("account_user_agreement", "203.0.113.7"),
        ("account_privacy_statement", "203.0.113.7"),
    }


@pytest.mark.rule("1.1/r2")
def test_activating_the_cloud_leaves_the_signature_under_its_terms(world):
    an_own_account(CUSTOMER)
    assert world.call(CUSTOMER, "POST", "/identity/me/cloud", {"terms_accepted": False}).refused_as == "terms_not_accepted"
    assert to_be_accepted(world, CUSTOMER)["cloud_user_agreement"] is True
    world.call(CUSTOMER, "POST", "/identity/me/cloud", {"terms_accepted": True}).ok()
    (row,) = world.call(CUSTOMER, "GET", "/identity/acceptances?signatory=person").ok()["items"]
    assert (row["code"], row["version_signed"]) == ("cloud_user_agreement", "V1001")


@pytest.mark.rule("1.1/r1", "1.1/r2", "1.1/r3")
def test_who_has_no_account_yet_reads_what_he_will_consent_to(world):
    for document in ("account_user_agreement", "account_privacy_statement", "cloud_user_agreement"):
        shown = world.call(None, "GET", f"/identity/documents/{document}/text").ok()
        assert shown["version"] == "V1001"
        assert len(shown["content"]["zh"]) == len(shown["content"]["en"]) >= 4
    assert world.call(None, "GET", "/identity/documents/on_behalf_commitment/text").status == 404
    obtained = world.call(None, "GET", "/identity/documents/cloud_user_agreement/text").ok()["content"]["en"][1]
    facts = ("account name", "mobile number", "e-mail", "country or region of registration", "account ID", "account status")
    assert all(fact in obtained for fact in facts)


def test_every_text_stands_in_both_languages_clause_by_clause():
    for row in CLAUSES:
        assert len(row["content_zh"]) == len(row["content_en"]) >= 1, row["code"]
        for number, (zh, en) in enumerate(zip(row["content_zh"], row["content_en"], strict=True), 1):
            assert zh.startswith(f"{number}. "), row["code"]
            assert en.startswith(f"{number}. "), row["code"]


def test_each_agreement_of_the_face_has_a_version_in_force(stopped_clock):
    agreements = [value for value in vars(documents).values() if isinstance(value, documents.Agreement)]
    assert {agreement.in_force(stopped_clock.now).code for agreement in agreements} == {row["code"] for row in CLAUSES}
    assert ON_BEHALF_COMMITMENT in agreements


def test_reading_and_accepting_are_one_round_each(world):
    world.call(RESELLER, "GET", "/identity/documents").ok()
    accept(world, RESELLER, "task_entrustment").ok()
    assert world.calls["identity.list_documents"][-1] == {"TransactGetItems": 1}
    assert world.calls["identity.accept_document"][-1] == {"TransactGetItems": 1, "TransactWriteItems": 1}


def test_two_who_sign_at_once_leave_one_signature(world):
    from tests.kit import faults

    colleague = partner_user("P1", name="deputy")
    with faults.watching(before=faults.before_first_commit(lambda: accept(world, colleague, "on_behalf_commitment").ok())):
        accept(world, ADMIN, "on_behalf_commitment").ok()
    (signed,) = AgreementSignature.query(signatures_of(Signatory.PARTNER, "P1"))
    (standing,) = StandingAgreement.query(StandingAgreement.partition(signatory="partner", signatory_id="P1"))
    assert (signed.user_name, standing.version_signed) == ("deputy", "V1001")


SAID = [
    ("19.2/r2", "personal_account_linking", 1, ("account name", "account ID", "mobile number", "learning, exam and certificate data")),
    ("19.2/r3", "personal_account_linking", 2, ("capability certification", "program certification", "level upgrade")),
    ("19.2/r4", "personal_account_linking", 3, ("on your instruction or by mandatory law", "mainland China")),
    ("19.2/r5", "personal_account_linking", 4, ("apply in partner centre to unlink", "what was disclosed stays")),
    ("19.2/r6", "personal_account_linking", 5, ("encryption",)),
    ("19.2/r7", "personal_account_linking", 6, ("From disclosure on the company answers",)),
    ("19.4/r1", "service_provider_personal_information", 1, ("authorize the associated service provider to access",)),
    ("19.5/r2", "customer_authorization_letter", 1, ("between you and the partner only",)),
    ("19.5/r3", "customer_authorization_letter", 2, ("account centre", "ticket management", "cloud consoles")),
    ("19.5/r4", "customer_authorization_letter", 3, ("manage the cloud resources",)),
    ("19.5/r5", "customer_authorization_letter", 4, ("purchase, renew, unsubscribe and change",)),
    ("19.5/r6", "customer_authorization_letter", 5, ("restart and delete",)),
    ("19.5/r7", "customer_authorization_letter", 6, ("reset service passwords", "discounts and contract information")),
    ("19.5/r10", "customer_authorization_letter", 9, ("neither replaces nor changes",)),
    ("19.7/r2", "on_behalf_commitment", 1, ("cooperation agreements", "authorization letter")),
    ("19.7/r3", "on_behalf_commitment", 2, ("business ethics",)),
    ("19.7/r4", "on_behalf_commitment", 3, ("malware, backdoors or viruses",)),
    ("19.7/r5", "on_behalf_commitment", 4, ("due care", "fully liable")),
    ("19.7/r6", "on_behalf_commitment", 5, ("confidential", "a leak is compensated")),
    ("19.7/r7", "on_behalf_commitment", 6, ("without the vendor",)),
    ("19.7/r8", "on_behalf_commitment", 7, ("warn", "cancel the partner status", "claim damages")),
    ("19.7/r10", "on_behalf_commitment", 9, ("unchanged",)),
    ("19.9/r3", "task_entrustment", 2, ("not liable",)),
]


SAID_IN_THE_TEXTS = pytest.mark.rule(
    "19.2/r2", "19.2/r3", "19.2/r4", "19.2/r5", "19.2/r6", "19.2/r7", "19.4/r1", "19.5/r2",
    "19.5/r3", "19.5/r4", "19.5/r5", "19.5/r6", "19.5/r7", "19.5/r10", "19.7/r2", "19.7/r3",
    "19.7/r4", "19.7/r5", "19.7/r6", "19.7/r7", "19.7/r8", "19.7/r10", "19.9/r3",
)  # fmt: skip


@SAID_IN_THE_TEXTS
@pytest.mark.parametrize(
    ("document", "clause", "said"), [pytest.param(d, n, said, marks=pytest.mark.rule(rule), id=rule) for rule, d, n, said in SAID]
)
def test_the_signatory_is_told(document, clause, said):
    """Facts that a text must show (19: "facts that a developer must enforce or show")."""
    (row,) = [row for row in CLAUSES if row["code"] == document]
    assert all(fact in row["content_en"][clause] for fact in said)


def test_every_clause_that_is_shown_is_named():
    assert set(SAID_IN_THE_TEXTS.args) == {rule for rule, *_ in SAID}
