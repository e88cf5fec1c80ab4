"""Opening an account by oneself, and what a stranger cannot learn from it."""

import json

import pytest

from partner_center.customers import CustomerAccount, customer_account_key
from partner_center.platform.agreement import AgreementSignature, Signatory, signatures_of
from partner_center.platform.table import Record
from tests.kit.identity import CODE, PASSWORD, WRONG_CODE, a_work, account_of, an_account, sign_in, signed_in

MOBILE = "13800005555"


def register(world, mobile=MOBILE, password=PASSWORD, confirm=None, **more):
    form = {"mobile": mobile, "new_password": password, "confirm_password": confirm or password, **more}
    return world.call(None, "POST", "/identity/accounts", form)


def confirm(world, registration_id, code=CODE, **form):
    return world.call(None, "POST", f"/identity/accounts/{registration_id}/confirmation", {"code": code, **form})


def customer(user_id) -> CustomerAccount | None:
    return a_work().get(customer_account_key(user_id), or_none=True)


def test_from_the_mobile_to_the_first_sign_in(world, pool, stopped_clock):
    made = register(world).ok()
    assert made["code_sent_to"] == "138****555"
    assert confirm(world, made["registration_id"], account_name="chenxing").ok() == {"account_name": "chenxing"}
    who, _ = signed_in(world, "chenxing")
    account = account_of(who.user_id)
    assert (account.mobile, account.country_region, account.opened_at) == (MOBILE, "CN", stopped_clock.now)


@pytest.mark.rule("1.1/r1")
def test_registering_is_consenting_from_the_click_on(world, pool, stopped_clock):
    clicked = stopped_clock.now
    made = register(world).ok()
    stopped_clock.pass_(minutes=3)
    confirm(world, made["registration_id"], account_name="chenxing").ok()
    who, _ = signed_in(world, "chenxing")
    account = account_of(who.user_id)
    assert (account.consented_at, account.consented_version) == (clicked, "V1001")
    signed = a_work().query(AgreementSignature, signatures_of(Signatory.PERSON, who.user_id)).items
    assert {signature.code for signature in signed} == {"account_user_agreement", "account_privacy_statement"}


def test_without_the_code_there_is_no_account(world, pool):
    made = register(world).ok()
    assert confirm(world, made["registration_id"], WRONG_CODE, account_name="chenxing").refused_as == "code_wrong"
    assert sign_in(world, "chenxing").refused_as == "sign_in_failed"
    assert sign_in(world, MOBILE).refused_as == "sign_in_failed"


def test_codes_are_not_guessed(world, pool, real_time):
    made = register(world).ok()
    for _ in range(5):
        assert confirm(world, made["registration_id"], WRONG_CODE).refused_as == "code_wrong"
    assert confirm(world, made["registration_id"]).refused_as == "too_many_attempts"


def test_a_registration_that_nobody_made_is_a_wrong_code(world, pool):
    answer = confirm(world, "rg" + "0" * 32)
    made = register(world).ok()
    assert answer.body["refusals"] == confirm(world, made["registration_id"], WRONG_CODE).body["refusals"]


def test_confirming_twice_is_one_account(world, pool):
    made = register(world).ok()
    first = confirm(world, made["registration_id"], account_name="chenxing").ok()
    assert confirm(world, made["registration_id"], account_name="another").ok() == first
    assert sign_in(world, "another").refused_as == "sign_in_failed"


def test_a_confirmation_that_died_before_its_record_is_repeated(world, pool):
    made = register(world).ok()
    pool.client.confirm_sign_up(ClientId=pool.client_id, Username=made["registration_id"], ConfirmationCode=CODE)
    confirm(world, made["registration_id"], account_name="chenxing").ok()
    assert sign_in(world, "chenxing").ok()["id_token"]


def test_whether_a_name_is_taken_learns_only_who_proved_a_mobile(world, pool):
    an_account(world, name="chenxing")
    made = register(world, "13800006666").ok()
    assert confirm(world, made["registration_id"], WRONG_CODE, account_name="chenxing").refused_as == "code_wrong"
    assert confirm(world, made["registration_id"], account_name="ChenXing").refused_as == "account_name_taken"
    assert confirm(world, made["registration_id"], account_name="chenxing2").ok()


def test_staffs_names_are_taken_before_they_first_sign_in(world, pool):
    pool.staff("vendor-ops", actor="vendor", roles="vendor_operations")
    made = register(world).ok()
    assert confirm(world, made["registration_id"], account_name="vendor-ops").refused_as == "account_name_taken"


def test_a_mobile_that_has_an_account_registers_like_any_other(world, pool):
    an_account(world, MOBILE, "chenxing")
    first, again = register(world, "13800009999"), register(world, MOBILE)
    assert (first.status, first.body.keys()) == (again.status, again.body.keys())


def test_a_mobile_signs_in_to_the_account_that_had_it_first(world, pool):
    an_account(world, MOBILE, "chenxing")
    an_account(world, MOBILE, "chenxing2", password="Another1horse")
    assert sign_in(world, MOBILE).ok()["id_token"]
    assert sign_in(world, MOBILE, "Another1horse").refused_as == "sign_in_failed"
    assert sign_in(world, "chenxing2", "Another1horse").ok()["id_token"]


def test_without_a_name_one_is_made_up(world, pool):
    name = an_account(world, name=None)
    assert name.startswith("user-")
    assert sign_in(world, name).ok()["id_token"]


@pytest.mark.parametrize(
    ("password", "code"),
    [
        pytest.param("a1b2c3d", "too_short", marks=pytest.mark.rule("4.1/r3")),
        pytest.param("lettersonly", "password_digit", marks=pytest.mark.rule("4.1/r4")),
        pytest.param("1234567890", "password_letter", marks=pytest.mark.rule("4.1/r4")),
        pytest.param("with space1", "password_space", marks=pytest.mark.rule("4.1/r5")),
    ],
)
def test_a_password_keeps_the_rules(world, pool, password, code):
    answer = register(world, password=password)
    assert answer.refused_as == "invalid_input"
    assert [(field["pointer"], field["code"]) for field in answer.body["fields"]] == [("/new_password", code)]
    assert password not in json.dumps(answer.body)
    assert pool.names() == []


@pytest.mark.parametrize("password", ["abcdefg1", "ABCDEFG1", "a-b_c.d!1"])
def test_letters_and_digits_are_enough(world, pool, password):
    assert register(world, password=password).status == 201


def test_the_password_is_typed_twice(world, pool):
    answer = register(world, confirm="Correct2horse")
    assert [(field["pointer"], field["code"]) for field in answer.body["fields"]] == [("/confirm_password", "passwords_differ")]


@pytest.mark.rule("4.1/r6")
def test_the_page_is_told_how_to_measure_a_password(world):
    policy = world.call(None, "GET", "/identity/password-policy").ok()
    assert {rule["rule"] for rule in policy["rules"]} == {"4.1/r3", "4.1/r4", "4.1/r5"}
    assert [strength["level"] for strength in policy["strengths"]] == ["weak", "medium", "strong"]


def test_one_mobile_gets_no_more_than_five_codes_an_hour_by_registering(world, pool, real_time):
    for _ in range(5):
        assert register(world).status == 201
    assert register(world).refused_as == "too_many_attempts"
    assert register(world, "13800006666").status == 201


def test_another_code_once_a_minute_whether_or_not_somebody_registered(world, pool, real_time):
    made = register(world).ok()["registration_id"]
    for registration_id in (made, "rg" + "0" * 32):
        path = f"/identity/accounts/{registration_id}/codes"
        assert world.call(None, "POST", path).ok() == {}
        assert world.call(None, "POST", path).refused_as == "too_many_attempts"
        real_time(61)
        assert world.call(None, "POST", path).ok() == {}


def test_a_dry_run_signs_nobody_up(world, pool):
    form = {"mobile": MOBILE, "new_password": PASSWORD, "confirm_password": PASSWORD}
    assert world.call(None, "POST", "/identity/accounts?dry_run=true", form).ok()
    assert pool.names() == []


def test_passwords_and_codes_are_in_no_record(world, pool):
    an_account(world)
    kept = json.dumps([record.serialize(null_check=False) for record in Record.scan()], default=str)
    assert PASSWORD not in kept
    assert "account_name" in kept


# --- the cloud account ----------------------------------------------------------------------------------------------------


@pytest.mark.rule("1.1/r2")
def test_the_cloud_account_needs_the_tick(world, pool):
    who, _ = signed_in(world, an_account(world))
    assert world.call(who, "POST", "/identity/me/cloud", {"terms_accepted": False}).refused_as == "terms_not_accepted"
    assert account_of(who.user_id).cloud_activated_at is None
    world.call(who, "POST", "/identity/me/cloud", {"terms_accepted": True}).ok()
    assert account_of(who.user_id).cloud_terms_version == "V1001"


@pytest.mark.rule("1.1/r3")
def test_activating_says_what_the_cloud_learns(world, pool, stopped_clock):
    who, _ = signed_in(world, an_account(world))
    first = world.call(who, "POST", "/identity/me/cloud", {"terms_accepted": True}).ok()
    assert first["obtained"] == ["account_name", "mobile", "email", "country_region", "account_id", "account_status"]
    stopped_clock.pass_(days=1)
    assert world.call(who, "POST", "/identity/me/cloud", {"terms_accepted": True}).ok() == first


def test_an_account_is_known_to_the_customers_area_however_events_come(world, pool, stopped_clock):
    who, _ = signed_in(world, an_account(world))
    world.call(who, "POST", "/identity/me/cloud", {"terms_accepted": True}).ok()
    world.settle(twice=True)
    known = customer(who.user_id)
    assert (known.account_name, known.mobile) == ("chenxing", MOBILE)
    assert (known.registered_at, known.activated_at) == (stopped_clock.now, stopped_clock.now)
