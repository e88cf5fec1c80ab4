"""Whose account it is: the checker's rules, the policy, the review desk (1.1/r4)."""

import json
from datetime import date

import pytest
from stdnum.cn import ric, uscc

from partner_center.customers import customer_account_key
from partner_center.identity.account import RealNameKind
from partner_center.identity.real_name_checker import Claim, Outcome, RuleChecker, age
from partner_center.identity.reviews import REAL_NAME_REVIEW
from partner_center.kernel.permissions import Role
from partner_center.platform.table import Record
from tests.kit import files, reviews
from tests.kit.identity import a_work, account_of, an_account, signed_in
from tests.kit.world import vendor_user

CREDIT_CODE = "91350100M000100Y43"
ADULT = "360426199101010071"
REVIEWER = vendor_user(Role.VENDOR_REVIEWER)
pytestmark = pytest.mark.rule("1.1/r4")


def id_number(born: str, region: str = "360426") -> str:
    first = f"{region}{born}007"
    return first + ric.calc_check_digit(first + "0")


def check(kind, number, on="2024-09-02"):
    return RuleChecker().check(Claim(RealNameKind(kind), "某某", number, date.fromisoformat(on), 18, 100))


@pytest.fixture
def who(world, pool):
    """Somebody whose cloud account is activated."""
    caller, _ = signed_in(world, an_account(world))
    world.call(caller, "POST", "/identity/me/cloud", {"terms_accepted": True}).ok()
    return caller


def submit(world, who, kind="enterprise", number=CREDIT_CODE, name="青山科技有限公司", **more):
    form = {"kind": kind, "name": name, "document_no": number, **more}
    return world.call(who, "POST", "/identity/me/real-name", form)


def licence(world, who, purpose="business_licence"):
    return files.upload(world, who, "licence.pdf", files.PDF, purpose=purpose)


def subject(who):
    return f"{who.user_id}/{account_of(who.user_id).verification_id}"


# --- the checker ----------------------------------------------------------------------------------------------------------


def test_a_credit_code_has_a_check_character():
    assert check("enterprise", CREDIT_CODE).outcome is Outcome.VERIFIED
    for position in range(18):
        other = "1" if CREDIT_CODE[position] != "1" else "2"
        wrong = CREDIT_CODE[:position] + other + CREDIT_CODE[position + 1 :]
        assert check("enterprise", wrong).reason == "credit_code_not_valid", wrong
    assert uscc.is_valid(CREDIT_CODE)


@pytest.mark.parametrize(
    ("number", "outcome", "reason"),
    [
        (ADULT, Outcome.VERIFIED, None),
        (ADULT[:-1] + "2", Outcome.REFUSED, "id_number_not_valid"),
        (id_number("19910230"), Outcome.REFUSED, "id_number_not_valid"),
        (id_number("20250101"), Outcome.REFUSED, "id_number_not_valid"),
        (id_number("20060903"), Outcome.REFUSED, "not_of_age"),
        (id_number("20060902"), Outcome.VERIFIED, None),
        (id_number("19240902"), Outcome.DOUBTFUL, "age_not_plausible"),
        (id_number("19910101", "999999"), Outcome.DOUBTFUL, "region_not_known"),
        ("36042619910101007A", Outcome.REFUSED, "id_number_not_valid"),
        (CREDIT_CODE, Outcome.REFUSED, "id_number_not_valid"),
    ],
)
def test_an_id_number_says_when_and_where(number, outcome, reason):
    found = check("personal", number)
    assert (found.outcome, found.reason) == (outcome, reason)


def test_one_is_a_year_older_on_the_birthday():
    assert [age(date(2006, 9, 2), date(2024, 9, day)) for day in (1, 2)] == [17, 18]
    assert age(date(2008, 2, 29), date(2026, 2, 28)) == 17


# --- persons --------------------------------------------------------------------------------------------------------------


def test_a_person_is_decided_at_once(world, who):
    state = submit(world, who, "personal", ADULT, "李雷").ok()
    assert (state["status"], state["kind"], state["name"], state["document"]) == ("verified", "personal", "李雷", "3****1")
    assert world.call(who, "GET", "/identity/me/real-name").ok() == state
    world.settle()
    assert a_work().get(customer_account_key(who.user_id)).real_name == "individual"


def test_an_id_number_is_kept_nowhere(world, who):
    submit(world, who, "personal", ADULT, "李雷").ok()
    assert ADULT not in json.dumps([record.serialize(null_check=False) for record in Record.scan()], default=str)


@pytest.mark.parametrize("number", [ADULT[:-1] + "2", id_number("20100101")])
def test_a_number_that_cannot_be_changes_nothing(world, who, number):
    assert submit(world, who, "personal", number, "李雷").refused_as in {"id_number_not_valid", "not_of_age"}
    assert account_of(who.user_id).real_name_status == "none"


def test_a_doubtful_person_goes_to_the_review_desk_with_a_document(world, who):
    files.store()
    number = id_number("19240902")
    assert submit(world, who, "personal", number, "李雷").refused_as == "licence_needed"
    file_id = licence(world, who, "identity_document")
    assert submit(world, who, "personal", number, "李雷", file_id=file_id).ok()["status"] == "in_review"
    assert reviews.decide(world, REAL_NAME_REVIEW, subject(who), by=REVIEWER).ok()
    assert account_of(who.user_id).real_name_status == "verified"


# --- enterprises ----------------------------------------------------------------------------------------------------------


def test_an_enterprise_is_decided_at_the_review_desk(world, who, stopped_clock):
    files.store()
    assert submit(world, who).refused_as == "licence_needed"
    state = submit(world, who, file_id=licence(world, who)).ok()
    assert (state["status"], state["document"]) == ("in_review", "9135****0Y43")
    waiting = world.call(REVIEWER, "GET", "/reviews/duties/identity.review_accounts/tasks").ok()["items"]
    assert [task["title"] for task in waiting] == ["青山科技有限公司"]
    assert reviews.decide(world, REAL_NAME_REVIEW, subject(who), by=REVIEWER).ok()
    account = account_of(who.user_id)
    assert (account.real_name_status, account.real_name, account.credit_code) == ("verified", "青山科技有限公司", CREDIT_CODE)
    world.settle()
    known = a_work().get(customer_account_key(who.user_id))
    assert (known.real_name, known.customer_name) == ("enterprise", "青山科技有限公司")


def test_the_reviewer_sees_the_licence_through_the_submission(world, who):
    files.store()
    file_id = licence(world, who)
    submit(world, who, file_id=file_id).ok()
    (row,) = world.call(REVIEWER, "GET", "/identity/real-names?status=in_review").ok()["items"]
    shown = world.call(REVIEWER, "GET", f"/identity/real-names/{row['user_id']}/{row['verification_id']}").ok()
    assert shown["file_id"] == file_id
    form = {"kind": "identity.list_real_names", "record": {"user_id": row["user_id"], "verification_id": row["verification_id"]}}
    assert world.call(REVIEWER, "POST", "/files/downloads", {"file_id": file_id, **form}).ok()["file_name"] == "licence.pdf"
    assert world.call(who, "GET", "/identity/real-names?status=in_review").status == 403


def test_a_rejected_submission_says_why_and_may_be_repeated(world, who):
    files.store()
    submit(world, who, file_id=licence(world, who)).ok()
    assert reviews.decide(world, REAL_NAME_REVIEW, subject(who), by=REVIEWER, decision="rejected", reason="执照模糊").ok()
    state = world.call(who, "GET", "/identity/me/real-name").ok()
    assert (state["status"], state["reasons"]) == ("rejected", ["执照模糊"])
    assert submit(world, who, file_id=licence(world, who)).ok()["status"] == "in_review"
    assert reviews.decide(world, REAL_NAME_REVIEW, subject(who), by=REVIEWER).ok()
    assert submit(world, who, file_id=licence(world, who)).refused_as == "already_verified"


def test_one_submission_at_a_time(world, who):
    files.store()
    submit(world, who, file_id=licence(world, who)).ok()
    assert submit(world, who, "personal", ADULT, "李雷").refused_as == "verification_in_review"


def test_a_verified_person_may_go_on_to_the_enterprise_and_loses_nothing(world, who):
    files.store()
    submit(world, who, "personal", ADULT, "李雷").ok()
    assert submit(world, who, "personal", ADULT, "李雷").refused_as == "already_verified"
    submit(world, who, file_id=licence(world, who)).ok()
    reviews.decide(world, REAL_NAME_REVIEW, subject(who), by=REVIEWER, decision="rejected", reason="执照模糊").ok()
    account = account_of(who.user_id)
    assert (account.real_name_status, account.real_name_kind, account.real_name) == ("verified", "personal", "李雷")


@pytest.mark.rule("1.2/r9")
def test_a_companys_accounts_may_have_one_credit_code(world, who):
    files.store()
    submit(world, who, file_id=licence(world, who)).ok()
    reviews.decide(world, REAL_NAME_REVIEW, subject(who), by=REVIEWER).ok()
    other, _ = signed_in(world, an_account(world, "13800007777", "second"))
    world.call(other, "POST", "/identity/me/cloud", {"terms_accepted": True}).ok()
    assert submit(world, other, file_id=licence(world, other)).ok()["status"] == "in_review"


def test_verification_follows_activation(world, pool):
    caller, _ = signed_in(world, an_account(world))
    assert submit(world, caller, "personal", ADULT, "李雷").refused_as == "cloud_not_activated"
