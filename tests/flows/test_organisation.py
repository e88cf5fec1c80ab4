"""A partner's people on a deployed cloud: rights that change on the next call, and an account manager who sees his own customers."""

from __future__ import annotations

from typing import Any

import pytest

from infra.client import Person
from infra.deployed_stage import Deployed
from infra.story import PASSWORD, Story

pytestmark = pytest.mark.flow
OWN = "Battery-Staple-8"


@pytest.fixture(scope="module")
def manager(story: Story, stage: Deployed) -> tuple[Person, str]:
    """An account manager of the story's partner, who has replaced the password that the administrator gave him."""
    form = {
        "account_name": "manager-li",
        "new_password": PASSWORD,
        "confirm_password": PASSWORD,
        "name": "李静",
        "mobile": "13912340001",
        "email": "li.jing@yuanhang.example",
        "roles": ["account_manager"],
    }
    user_id = str(story.partner.post("/organisation/members", form)["user_id"])
    person = stage.visitor("manager Li")
    who = {"account_name": "manager-li", "partner_account_name": story.account("yuanhang-admin")}
    asked = person.post("/identity/sessions", {**who, "password": PASSWORD})["challenge"]
    assert asked["name"] == "new_password"
    answer = {**who, "challenge": asked["challenge"], "new_password": OWN, "confirm_password": OWN}
    person.token = person.post("/identity/sessions/challenges/new-password", answer)["id_token"]
    return person, user_id


def customers_of(person: Person) -> set[Any]:
    return {row["customer_id"] for row in person.get("/customers/customers")["items"]}


@pytest.mark.rule("5.1.2/r4", "5.1.1.3/r8", "10.4.2.1/r2", "10.4.2.1/r4")
def test_a_manager_sees_his_own_customers_only(story: Story, manager: tuple[Person, str]):
    person, user_id = manager
    mine, other = story.customers["qingshan"], story.customers["baiyun"]
    assert customers_of(person) == set()
    story.partner.post(f"/customers/account-managers/{user_id}/customers", {"customer_ids": [mine]})
    assert customers_of(person) == {mine}
    assert person.call("GET", f"/customers/customers/{mine}").status == 200
    assert person.call("GET", f"/customers/customers/{other}").status == 404
    vouchers = person.get("/coupons/vouchers?limit=100")["items"]
    assert vouchers
    assert {voucher["customer_id"] for voucher in vouchers} == {mine}


@pytest.mark.rule("5.1.1.3/r9", "5.1.1.1/r7")
def test_a_changed_role_counts_from_the_next_call(story: Story, manager: tuple[Person, str]):
    person, user_id = manager
    assert person.call("GET", "/funds/balances").status == 403
    roles = f"/organisation/members/{user_id}/roles"
    story.partner.put(roles, {"roles": ["account_manager", "partner_finance"]})
    assert person.call("GET", "/funds/balances").status == 200
    assert customers_of(person) >= set(story.customers.values()) & customers_of(story.partner)
    story.partner.put(roles, {"roles": ["account_manager"]})
    assert person.call("GET", "/funds/balances").status == 403


def test_a_locked_member_is_out_at_once(story: Story, manager: tuple[Person, str]):
    person, user_id = manager
    member = {"name": "李静", "mobile": "13912340001", "email": "li.jing@yuanhang.example", "status": "locked"}
    assert person.call("GET", "/identity/me").status == 200
    story.partner.put(f"/organisation/members/{user_id}", member)
    assert person.call("GET", "/identity/me").status == 401
