"""A reseller entrusts its distributor with its sales-expansion tasks (19.9)."""

import pytest

from partner_center.identity import TASK_ENTRUSTMENT
from partner_center.kernel.permissions import Role
from partner_center.platform.agreement import AgreementSignature, Signatory, signatures_of
from tests.kit.resellers import (
    DISTRIBUTOR,
    a_free_reseller,
    a_related_reseller,
    accept,
    entrust,
    invited,
    relation_now,
    reseller_user,
    stands,
)
from tests.kit.world import partner_user


def cancel(world, by="R1"):
    return world.call(reseller_user(by), "DELETE", "/resellers/entrustment")


def signed(reseller_id="R1"):
    return [
        row.act.value
        for row in AgreementSignature.query(signatures_of(Signatory.PARTNER, reseller_id))
        if row.code == TASK_ENTRUSTMENT.code
    ]


def column(world):
    (row,) = world.call(DISTRIBUTOR, "GET", "/resellers/resellers").ok()["items"]
    return row["task_authorization"]


@pytest.mark.rule("19.9/r1")
def test_the_distributor_is_entrusted_and_sees_it(world):
    a_related_reseller("R1")
    assert column(world) == "unauthorized"
    assert entrust(world).ok()["task_authorization"] == "authorized"
    assert column(world) == "authorized"
    assert world.call(reseller_user(), "GET", "/resellers/cooperation").ok()["task_authorization"] == "authorized"
    assert entrust(world).ok()["task_authorization"] == "authorized"
    assert signed() == ["accepted"]


@pytest.mark.rule("19.9/r2")
def test_it_is_taken_back_at_any_time(world, stopped_clock):
    a_related_reseller("R1")
    assert cancel(world).ok()["task_authorization"] == "unauthorized"
    entrust(world).ok()
    stopped_clock.pass_(seconds=1)
    assert cancel(world).ok()["task_authorization"] == "unauthorized"
    assert (column(world), sorted(signed())) == ("unauthorized", ["accepted", "withdrawn"])


def test_only_the_tick_in_the_version_in_force_entrusts(world):
    a_related_reseller("R1")
    assert entrust(world, accepted=False).refused_as == "agreement_not_ticked"
    assert entrust(world, version="V0001").refused_as == "agreement_version_not_in_force"
    assert (column(world), signed()) == ("unauthorized", [])


def test_without_a_distributor_nobody_is_entrusted(world):
    a_free_reseller("R1")
    assert entrust(world).status == 404
    assert cancel(world).status == 404
    assert world.call(reseller_user(), "GET", "/resellers/cooperation").status == 404


def test_the_next_distributor_is_not_entrusted_by_what_was_given_to_the_last(world, mailbox, stopped_clock):
    a_related_reseller("R1", of="D2")
    entrust(world).ok()
    stands(world, "R1", "delisted")
    world.settle()
    stands(world, "R1", "active")
    stopped_clock.pass_(days=1)
    _, token = invited(world, mailbox)
    accept(world, token).ok()
    assert relation_now().task_authorization == "unauthorized"
    entrust(world).ok()
    assert column(world) == "authorized"


def test_only_administrators_bind_their_company(world):
    a_related_reseller("R1")
    finance = partner_user("R1", Role.PARTNER_FINANCE, partner_type="reseller")
    assert world.call(finance, "DELETE", "/resellers/entrustment").refused_as == "forbidden"
