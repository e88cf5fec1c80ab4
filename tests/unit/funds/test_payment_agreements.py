"""Payment agreements: who may pay in for a partner (10.6.3.3), and how many payer names there are (10.6.3.2/r10, r11)."""

import pytest

from partner_center.funds.remittances.agreement import PaymentAgreement
from tests.kit.expansion import all_at_once
from tests.kit.funds import everything
from tests.kit.remittances import agree, void
from tests.kit.world import partner_user

NAMES = ["Haichuan", "Beihe", "Nanshan", "Dongfang", "Xihu"]


def listed(desk, query="", partner="P1"):
    return desk.world.call(partner_user(partner), "GET", f"/funds/payment-agreements{query}").ok()["items"]


def in_effect(partner="P1") -> list[str]:
    found = [record for record in PaymentAgreement.scan() if record.partner_id == partner]
    return sorted(record.entrusted_party for record in found if record.status == "active")


@pytest.mark.rule("10.6.3.3/r3", "10.6.3.3/r7")
@pytest.mark.parametrize("party_type", ["enterprise", "individual"])
def test_an_agreement_is_in_effect_at_once(desk, party_type):
    made = agree(desk.world, "Haichuan Holdings", party_type=party_type).ok()
    assert (made["status"], made["in_effect"], made["expired_at"]) == ("active", 1, None)
    (shown,) = listed(desk)
    assert shown["agreement_type"] == "third_party_long_term"
    assert shown["entrusted_party"] == "H****s"
    assert shown["entrusted_party_type"] == made["entrusted_party_type"] == party_type
    assert (shown["effective_at"], shown["expired_at"]) == ("2024-09-02T02:00:00.000000Z", None)


@pytest.mark.rule("10.6.3.3/r7")
def test_other_kinds_of_parties_there_are_not(desk):
    assert agree(desk.world, "Haichuan", party_type="government").status == 400


@pytest.mark.rule("10.6.3.3/r4", "10.6.3.2/r10", "10.6.3.2/r11")
def test_at_most_five_are_in_effect_beside_the_own_name(desk):
    made = [agree(desk.world, name).ok()["agreement_id"] for name in NAMES]
    refused = agree(desk.world, "Zhongyuan")
    assert refused.refused_as == "too_many_payer_names"
    assert refused.refusals["too_many_payer_names"]["way_out"] == "请先在代付管理中作废一份协议"
    void(desk.world, made[0]).ok()
    assert agree(desk.world, "Zhongyuan").ok()["in_effect"] == 5
    assert agree(desk.world, "Guangming").refused_as == "too_many_payer_names"


@pytest.mark.rule("10.6.3.3/r4")
def test_two_at_once_never_make_six(desk):
    for name in NAMES[:4]:
        agree(desk.world, name).ok()
    answers = all_at_once(*(lambda name=name: agree(desk.world, name) for name in ("Zhongyuan", "Guangming")))
    assert sorted(answer.status for answer in answers) == [201, 409]
    assert len(in_effect()) == 5


@pytest.mark.rule("10.6.3.3/r4")
def test_voiding_and_agreeing_at_once_keep_count(desk):
    made = [agree(desk.world, name).ok()["agreement_id"] for name in NAMES]
    all_at_once(lambda: void(desk.world, made[0]), lambda: agree(desk.world, "Zhongyuan"), lambda: agree(desk.world, "Guangming"))
    before = len(in_effect())
    assert before in (4, 5)
    assert agree(desk.world, "Yet another").refused_as == ("too_many_payer_names" if before == 5 else None)


def test_a_name_is_in_effect_once(desk):
    first = agree(desk.world, "海川（北京）控股").ok()
    refused = agree(desk.world, "海川(北京) 控股")
    assert refused.refusals["payer_name_in_effect"]["facts"]["agreement_id"] == first["agreement_id"]
    void(desk.world, first["agreement_id"]).ok()
    assert agree(desk.world, "海川(北京) 控股").status == 201


@pytest.mark.rule("10.6.3.3/r1")
def test_the_own_name_needs_no_agreement(desk):
    assert agree(desk.world, "partner  P1").refused_as == "own_name_needs_no_agreement"
    assert agree(desk.world, "Partner P1", "P2").status == 201


@pytest.mark.rule("10.6.3.3/r5", "10.6.3.3/r6")
def test_a_voided_agreement_is_inactive_with_its_time_and_offers_nothing(desk, stopped_clock):
    made = agree(desk.world, "Haichuan").ok()["agreement_id"]
    assert listed(desk)[0]["operations"] == ["void"]
    stopped_clock.pass_(seconds=28)
    voided = void(desk.world, made).ok()
    assert (voided["status"], voided["expired_at"], voided["in_effect"]) == ("inactive", "2024-09-02T02:00:28.000000Z", 0)
    assert listed(desk)[0]["operations"] == []
    before = everything()
    assert void(desk.world, made).refused_as == "illegal_transition"
    assert {key: value for key, value in everything().items() if key in before} == before


def test_the_list_filters_by_status_and_type(desk):
    first = agree(desk.world, "Haichuan").ok()["agreement_id"]
    second = agree(desk.world, "张三", party_type="individual").ok()["agreement_id"]
    void(desk.world, first).ok()
    assert [found["agreement_id"] for found in listed(desk, "?status=active")] == [second]
    assert [found["agreement_id"] for found in listed(desk, "?entrusted_party_type=enterprise")] == [first]


def test_strangers_find_nothing(desk):
    made = agree(desk.world, "Haichuan").ok()["agreement_id"]
    assert void(desk.world, made, "P2").status == 404
    assert listed(desk, partner="P2") == []
    assert in_effect() == ["Haichuan"]
