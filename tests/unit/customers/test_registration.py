"""A visitor with an invitation becomes a customer with an account."""

import pytest

from partner_center.customers import AssociationType
from tests.kit.customers import MOBILE, a_custom_link, accept, account, an_invited_customer, association, record_of, token_in
from tests.kit.identity import UserPool
from tests.kit.world import customer_user

pytestmark = pytest.mark.usefixtures("partners")
PASSWORD = "Correct1horse"


@pytest.fixture
def pool(cloud, monkeypatch):
    return UserPool(monkeypatch)


def register(world, token, name="chenxing", **form):
    told = {"account_name": name, "password": PASSWORD, "mobile": MOBILE, "notice_accepted": True, **form}
    return world.call(None, "POST", f"/customers/invitations/{token}/registrations", told)


def confirm(world, token, name="chenxing"):
    return world.call(None, "POST", f"/customers/invitations/{token}/registrations/{name}/confirmation", {"code": "123456"})


def test_from_the_link_to_the_association(world, pool, stopped_clock):
    report_id, token = an_invited_customer(world)
    assert register(world, token).ok()["code_sent_to"] == "138****678"
    assert pool.user("chenxing")["phone_number"] == f"+86{MOBILE}"
    confirm(world, token).ok()
    customer = customer_user(pool.user("chenxing")["sub"])
    known = account(customer.customer_id)
    assert (known.account_name, known.mobile, known.registered_at) == ("chenxing", MOBILE, stopped_clock.now)
    assert known.customer_name == "晨星网络有限公司"
    assert accept(world, token, by=customer).ok()["outcome"] == "associated"
    assert association(customer.customer_id).association_type is AssociationType.RESALE
    assert record_of(report_id).status == "accepted"


@pytest.mark.rule("13.1.2/r2")
def test_an_emailed_invitation_takes_the_reported_mobile_only(world, pool):
    _, token = an_invited_customer(world)
    assert register(world, token, mobile="13500000000").refused_as == "mobile_not_reported"


def test_an_offline_link_takes_any_mobile(world, pool):
    token = token_in(a_custom_link(world)["url"])
    assert register(world, token, mobile="13500000000").ok()


@pytest.mark.rule("13.1.2/r1")
def test_without_the_notice_nobody_registers(world, pool):
    _, token = an_invited_customer(world)
    assert register(world, token, notice_accepted=False).refused_as == "notice_not_accepted"


def test_without_a_confirmed_mobile_there_is_no_account(world, pool):
    _, token = an_invited_customer(world)
    register(world, token).ok()
    assert accept(world, token, by=customer_user(pool.user("chenxing")["sub"])).status == 404


def test_a_name_is_taken_once(world, pool):
    _, token = an_invited_customer(world)
    pool.staff("li.lei-staff", PASSWORD)
    pool.staff("lilei", PASSWORD)
    assert register(world, token, "lilei").refused_as == "account_name_taken"
    register(world, token).ok()
    assert register(world, token).refused_as == "account_name_taken"


def test_a_weak_password_is_refused_in_the_pools_words(world, pool):
    _, token = an_invited_customer(world)
    answer = register(world, token, password="alllowercase")
    assert answer.refused_as == "invalid_input"
    assert answer.body["fields"][0]["pointer"] == "/password"
    assert register(world, token).ok()


def test_a_dry_run_signs_nobody_up(world, pool):
    _, token = an_invited_customer(world)
    form = {"account_name": "chenxing", "password": PASSWORD, "mobile": MOBILE, "notice_accepted": True}
    assert world.call(None, "POST", f"/customers/invitations/{token}/registrations?dry_run=true", form).ok()
    assert register(world, token).ok()


def test_confirming_twice_makes_one_account(world, pool):
    _, token = an_invited_customer(world)
    register(world, token).ok()
    first = confirm(world, token)
    before = account(pool.user("chenxing")["sub"]).version
    assert first.ok() == confirm(world, token).ok()
    assert account(pool.user("chenxing")["sub"]).version == before


def test_a_confirmation_that_died_before_its_record_is_repeated(world, pool):
    _, token = an_invited_customer(world)
    register(world, token).ok()
    pool.client.confirm_sign_up(ClientId=pool.client_id, Username="chenxing", ConfirmationCode="123456")
    confirm(world, token).ok()
    assert account(pool.user("chenxing")["sub"])


@pytest.mark.rule("13.1.2/r2")
def test_a_mobile_put_in_after_the_code_is_not_taken_for_proved(world, pool):
    token = token_in(a_custom_link(world)["url"])
    register(world, token, mobile="13500000000").ok()
    pool.client.confirm_sign_up(ClientId=pool.client_id, Username="chenxing", ConfirmationCode="123456")
    pool.change_mobile("chenxing", MOBILE)
    assert confirm(world, token).refused_as == "code_wrong"
    assert account(pool.user("chenxing")["sub"]) is None


def test_two_visitors_with_the_same_key_do_not_meet(world, pool):
    _, token = an_invited_customer(world)
    path = f"/customers/invitations/{token}/registrations"
    form = {"password": PASSWORD, "mobile": MOBILE, "notice_accepted": True}
    one, other = ({"account_name": name, **form} for name in ("chenxing", "chenxing2"))
    first = world.call(None, "POST", path, one, key="1").ok()
    assert world.call(None, "POST", path, other, key="1").ok()["account_name"] == "chenxing2"
    again = world.call(None, "POST", path, one, key="1")
    assert (again.ok(), again.headers["Idempotency-Replayed"]) == (first, "true")


def test_a_confirmed_account_of_somebody_else_is_not_taken_in(world, pool):
    token = token_in(a_custom_link(world)["url"])
    user_id = pool.staff("lilei", PASSWORD, actor="vendor")
    assert confirm(world, token, "lilei").refused_as == "code_wrong"
    assert confirm(world, token, "nobody").refused_as == "code_wrong"
    assert account(user_id) is None


def test_a_registration_belongs_to_its_own_invitation(world, pool):
    mine, other = (token_in(a_custom_link(world)["url"]) for _ in range(2))
    register(world, mine).ok()
    confirm(world, mine).ok()
    assert confirm(world, other).refused_as == "code_wrong"


def test_a_lapsed_invitation_registers_nobody(world, pool, stopped_clock):
    _, token = an_invited_customer(world)
    stopped_clock.pass_(days=8)
    assert register(world, token).refused_as == "link_expired"


def test_a_password_is_nowhere_in_the_table(world, pool):
    from partner_center.platform.table import Record

    _, token = an_invited_customer(world)
    register(world, token).ok()
    assert PASSWORD not in str([record.serialize(null_check=False) for record in Record.scan()])
