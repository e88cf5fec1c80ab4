"""What an associated customer has to sign, in which version, and where (13.11, 19.4, 19.5)."""

import pytest

from partner_center.identity import documents
from partner_center.kernel import clock, effective
from tests.kit.agency import CUSTOMER, a_partners_user, accept, on_the_next_call, request, start
from tests.kit.customers import a_custom_link, a_linked_customer, accept as accept_invitation, an_account, token_in
from tests.kit.partners import a_partner


@pytest.fixture(autouse=True)
def time_goes_on(stopped_clock, monkeypatch):
    """Signatures of one signatory have an instant each."""
    monkeypatch.setattr(clock, "now", lambda: stopped_clock.pass_(milliseconds=1))


@pytest.fixture
def newer(monkeypatch, stopped_clock):
    """From October 1st on the notice for resale and the authorization letter stand in a second version."""
    real = effective.rows

    def rows(package, name):
        known = real(package, name)
        wanted = {"association_notice": "association_notice_resale", documents.FILE: "customer_authorization_letter"}.get(name)
        later = [{**row, "version": "V1002", "effective_from": "2024-10-01"} for row in known if row.get("code") == wanted]
        return (*known, *later)

    monkeypatch.setattr(effective, "rows", rows)
    return lambda: stopped_clock.at("2024-10-01T00:00:00+08:00")


def to_sign(world, caller=CUSTOMER):
    items = world.call(caller, "GET", "/customers/agreements/to-sign").ok()["items"]
    return {item["agreement"]: (item["why"], item["signed_version"], item["version"]) for item in items}


def sign_information(world):
    path = "/identity/documents/service_provider_personal_information/acceptances"
    world.call(CUSTOMER, "POST", path, {"version": "V1001", "accepted": True}).ok()


@pytest.mark.rule("13.11/r1", "19.4/r1")
def test_a_hint_until_everything_is_signed_and_again_for_a_newer_notice(world, newer):
    a_partner("P1")
    an_account(world)
    accept_invitation(world, token_in(a_custom_link(world)["url"]), by=CUSTOMER).ok()
    assert to_sign(world) == {"service_provider_personal_information": ("never_signed", None, "V1001")}
    sign_information(world)
    assert to_sign(world) == {}
    newer()
    assert to_sign(world) == {"association_notice_resale": ("new_version", "V1001", "V1002")}
    (item,) = world.call(CUSTOMER, "GET", "/customers/agreements/to-sign").ok()["items"]
    world.call(CUSTOMER, "POST", item["sign_at"], {"version": item["version"], "notice_accepted": True}).ok()
    assert to_sign(world) == {}


@pytest.mark.rule("13.11/r1")
@pytest.mark.parametrize(("mode", "other"), [("resale", "consultative"), ("consultative", "resale")])
def test_the_notice_is_that_of_the_mode(world, mode, other):
    a_linked_customer("C1", mode=mode)
    assert f"association_notice_{mode}" in to_sign(world)
    assert f"association_notice_{other}" not in to_sign(world)


@pytest.mark.rule("19.5/r1", "19.5/r8")
def test_the_letter_when_it_is_asked_for_and_when_it_was_updated_while_the_old_one_goes_on_holding(world, newer):
    a_linked_customer("C1")
    user = a_partners_user()
    assert "customer_authorization_letter" not in to_sign(world)
    request(world, user).ok()
    assert to_sign(world)["customer_authorization_letter"] == ("requested", None, "V1001")
    accept(world).ok()
    assert "customer_authorization_letter" not in to_sign(world)
    newer()
    assert to_sign(world)["customer_authorization_letter"] == ("new_version", "V1001", "V1002")
    start(world, user).ok()
    assert on_the_next_call(user).customer == "C1"


def test_who_is_associated_with_nobody_has_nothing_to_sign(world):
    assert to_sign(world) == {}
    an_account(world)
    assert to_sign(world) == {}


def test_an_ended_association_asks_for_nothing(world):
    linked = a_linked_customer("C1")
    linked.status = "unlinked"
    linked.settle()
    linked.save()
    assert to_sign(world) == {}
