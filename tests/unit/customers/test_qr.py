"""Associating on a phone (13.1.3): where it differs from the link."""

from __future__ import annotations

import pytest

from partner_center.customers.qr.phone import MarketingConsent
from partner_center.identity import captcha_key
from partner_center.platform.agreement import AgreementSignature, Signatory, signatures_of
from tests.kit.customers import (
    CUSTOMER,
    MOBILE,
    PARTNER,
    a_custom_link,
    account,
    an_account,
    an_invited_customer,
    association,
    found,
    token_in,
)
from tests.kit.identity import UserPool
from tests.kit.remittances import TEXT, captchas_show
from tests.kit.world import customer_user

pytestmark = pytest.mark.usefixtures("partners")
PASSWORD = "Correct1horse"


@pytest.fixture
def pool(cloud, monkeypatch):
    return UserPool(monkeypatch)


@pytest.fixture
def letters(monkeypatch):
    """Every picture shows the same letters."""
    captchas_show(monkeypatch)
    return TEXT


def token_of(world, mode):
    return token_in(a_custom_link(world, mode)["url"])


def picture(world):
    return world.call(None, "POST", "/customers/image-codes").ok()


def register(world, token, **form):
    told = {"captcha_id": form.pop("captcha", None) or picture(world)["captcha_id"], "captcha_text": TEXT, "mobile": MOBILE, **form}
    return world.call(None, "POST", f"/customers/invitations/{token}/qr/registrations", {"password": PASSWORD, **told})


def accept(world, token, by=CUSTOMER, **ticks):
    return world.call(by, "POST", f"/customers/invitations/{token}/qr/association", ticks)


def signed(customer_id="C1"):
    return {signature.code for signature in AgreementSignature.query(signatures_of(Signatory.CUSTOMER, customer_id))}


@pytest.mark.rule("13.1.3/r1")
@pytest.mark.parametrize(("mode", "asked"), [("resale", True), ("consultative", False)])
def test_the_notice_is_a_step_of_its_own_for_resale_only(world, mode, asked):
    an_account(world)
    token = token_of(world, mode)
    shown = world.call(None, "GET", f"/customers/invitations/{token}/qr").ok()
    assert (shown["notice"] is not None, shown["partner_name"], len(shown["terms"]["content"]["zh"])) == (asked, "云帆科技", 3)
    answer = accept(world, token)
    assert answer.refused_as == ("notice_not_accepted" if asked else None)
    if asked:
        accept(world, token, notice_accepted=True).ok()
    assert association().association_type == mode
    assert signed() == ({"association_notice_resale"} if asked else set())


@pytest.mark.rule("13.1.3/r2", "13.1.3/r3")
@pytest.mark.parametrize("mode", ["resale", "consultative"])
def test_one_consent_activates_and_names_notice_and_terms_in_every_mode(world, mode, stopped_clock):
    an_account(world, activated_at=None)
    token = token_of(world, mode)
    assert accept(world, token, notice_accepted=True, marketing_accepted=True).refused_as == "activation_consent_required"
    assert (association(), account().activated_at) == (None, None)
    accept(world, token, consent_accepted=True).ok()
    assert account().activated_at == stopped_clock.now
    assert signed() == {f"association_notice_{mode}", "association_terms"}
    assert found(MarketingConsent.key(customer_id="C1")) is None


@pytest.mark.rule("13.1.3/r2")
def test_marketing_is_welcome_only_to_whoever_says_so(world):
    an_account(world)
    accept(world, token_of(world, "consultative"), marketing_accepted=True).ok()
    assert found(MarketingConsent.key(customer_id="C1")).given is True


def test_who_fails_has_consented_to_nothing(world):
    an_account(world, is_partner=True, activated_at=None)
    token = token_of(world, "resale")
    assert accept(world, token, consent_accepted=True, marketing_accepted=True).ok()["outcome"] == "failed"
    assert (signed(), found(MarketingConsent.key(customer_id="C1"))) == (set(), None)


@pytest.mark.rule("13.1.3/r3", "13.1.1/r1")
def test_from_the_code_to_the_association(world, pool, letters, stopped_clock):
    _, token = an_invited_customer(world, "consultative")
    name = register(world, token).ok()["account_name"]
    confirmation = f"/customers/invitations/{token}/registrations/{name}/confirmation"
    world.call(None, "POST", confirmation, {"code": "123456"}).ok()
    customer = customer_user(pool.user(name)["sub"])
    assert account(customer.customer_id).mobile == MOBILE
    assert accept(world, token, by=customer, consent_accepted=True).ok()["outcome"] == "associated"
    assert world.call(None, "GET", f"/customers/invitations/{token}/qr").refused_as == "code_used"


def test_registering_asks_for_the_picture_the_notice_and_the_reported_mobile(world, pool, letters):
    _, token = an_invited_customer(world, "resale")
    refused = register(world, token, captcha_text="AAAAA", mobile="13500000000")
    assert set(refused.refusals) == {"captcha_wrong", "notice_not_accepted", "mobile_not_reported"}
    assert register(world, token, country_region="US", notice_accepted=True).refused_as == "invalid_input"


def test_a_picture_is_good_once_and_for_five_minutes(world, pool, letters, stopped_clock):
    token = token_of(world, "consultative")
    used = picture(world)["captcha_id"]
    register(world, token, captcha=used).ok()
    assert found(captcha_key(used)) is None
    assert register(world, token, captcha=used, mobile="13500000000").refused_as == "captcha_wrong"
    old = picture(world)["captcha_id"]
    stopped_clock.pass_(minutes=5)
    assert register(world, token, captcha=old, mobile="13500000000").refused_as == "captcha_wrong"


def test_after_five_wrong_guesses_a_picture_is_worth_nothing(world, pool, letters):
    token, shown = token_of(world, "consultative"), picture(world)["captcha_id"]
    for _ in range(5):
        assert register(world, token, captcha=shown, captcha_text="AAAAA").refused_as == "captcha_wrong"
    assert register(world, token, captcha=shown).refused_as == "captcha_wrong"


def test_the_qr_code_opens_the_phones_page(world, monkeypatch):
    import segno

    made = []
    real = segno.make
    monkeypatch.setattr(segno, "make", lambda text, **options: made.append(text) or real(text, **options))
    link = a_custom_link(world)
    world.call(PARTNER, "GET", f"/customers/invitation-links/{link['link_id']}/qr-code").ok()
    assert made == [f"{link['url']}/qr"]


def test_no_account_no_association(world):
    assert accept(world, token_of(world, "resale"), notice_accepted=True).status == 404
    assert accept(world, "0" * 32).status == 404
