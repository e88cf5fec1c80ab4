"""The notice on associating with a partner: what it says, and signing a newer version of it (13.11)."""

import pytest

from partner_center.customers import AssociationType
from partner_center.customers.agreement import notice_in_force
from partner_center.kernel import effective
from partner_center.platform.agreement import AgreementSignature, Signatory, signatures_of
from tests.kit.customers import CUSTOMER, a_custom_link, accept, an_account, token_in
from tests.kit.world import customer_user

pytestmark = pytest.mark.usefixtures("partners")


def state(world):
    return world.call(CUSTOMER, "GET", "/customers/agreements/notice")


def sign(world, version="V1002", accepted=True, **more):
    return world.call(CUSTOMER, "POST", "/customers/agreements", {"version": version, "notice_accepted": accepted}, **more)


def signed_versions(customer_id="C1"):
    return [signature.version_signed for signature in AgreementSignature.query(signatures_of(Signatory.CUSTOMER, customer_id))]


@pytest.fixture
def associated(world):
    """A customer that accepted the resale notice when it was associated."""
    an_account(world)
    accept(world, token_in(a_custom_link(world)["url"])).ok()


@pytest.fixture
def newer(monkeypatch, stopped_clock):
    """The second version of the resale notice, in force from October 1st on."""
    rows = effective.rows("partner_center.customers", "association_notice")
    row = {**next(row for row in rows if row["association_type"] == "resale"), "version": "V1002", "effective_from": "2024-10-01"}
    real = effective.rows
    monkeypatch.setattr(
        effective, "rows", lambda package, name: (*real(package, name), row) if name == "association_notice" else real(package, name)
    )
    return lambda: stopped_clock.at("2024-10-01T00:00:00+08:00")


@pytest.mark.rule("13.11/r1", "13.11/r3")
def test_a_newer_version_is_shown_and_signed_at_once(world, associated, newer):
    assert state(world).ok()["to_be_signed"] is False
    newer()
    shown = state(world).ok()
    assert (shown["to_be_signed"], shown["signed_version"], shown["notice"]["version"]) == (True, "V1001", "V1002")
    assert sign(world).ok()["to_be_signed"] is False
    assert state(world).ok()["signed_version"] == "V1002"
    rows = world.call(CUSTOMER, "GET", "/customers/agreements").ok()["items"]
    assert [(row["version_signed"], len(row["content"]["zh"])) for row in rows] == [("V1002", 8), ("V1001", 8)]


@pytest.mark.rule("13.11/r2")
def test_signing_needs_the_tick(world, associated, newer):
    newer()
    assert sign(world, accepted=False).refused_as == "notice_not_accepted"
    assert signed_versions() == ["V1001"]


def test_only_the_version_in_force_is_signed(world, associated, newer):
    assert sign(world).refused_as == "agreement_version_not_in_force"
    newer()
    assert sign(world, "V1001").refused_as == "agreement_version_not_in_force"
    assert signed_versions() == ["V1001"]


def test_signing_again_changes_nothing(world, associated, newer):
    newer()
    first = sign(world, key="a").ok()
    assert sign(world, key="b").ok() == first
    assert signed_versions() == ["V1001", "V1002"]


def test_who_is_not_associated_has_nothing_to_sign(world):
    an_account(world)
    assert state(world).status == sign(world, "V1001").status == 404
    assert world.call(customer_user("C7"), "GET", "/customers/agreements/notice").status == 404


def test_signing_is_two_rounds_and_one_transaction(world, associated, newer):
    newer()
    sign(world).ok()
    assert world.calls["customers.sign_association_notice"][-1] == {"TransactGetItems": 2, "TransactWriteItems": 1}


CLAUSES = [
    ("13.11/r4", 0, "know what the resale mode means and agree"),
    ("13.11/r5", 1, "no longer your direct contract party"),
    ("13.11/r6", 2, "product quality as the manufacturer"),
    ("13.11/r7", 3, "user of resources and is no longer the buyer"),
    ("13.11/r8", 4, "Unused cash coupons"),
    ("13.11/r9", 6, "settled between you two"),
    ("13.11/r10", 7, "enterprise child accounts"),
]


SAID_IN_THE_NOTICE = pytest.mark.rule(
    "13.11/r4", "13.11/r5", "13.11/r6", "13.11/r7", "13.11/r8", "13.11/r9", "13.11/r10",
)  # fmt: skip


@SAID_IN_THE_NOTICE
@pytest.mark.parametrize(("clause", "said"), [pytest.param(n, said, marks=pytest.mark.rule(rule), id=rule) for rule, n, said in CLAUSES])
def test_the_resale_notice_says(stopped_clock, clause, said):
    content = notice_in_force(AssociationType.RESALE, stopped_clock.now).content
    assert said in content["en"][clause]
    assert len(content["zh"]) == len(content["en"])


def test_every_clause_of_the_notice_is_named():
    assert set(SAID_IN_THE_NOTICE.args) == {rule for rule, *_ in CLAUSES}
