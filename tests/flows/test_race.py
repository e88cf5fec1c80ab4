"""Many at once on a deployed cloud: nobody spends the same money twice."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from decimal import ROUND_DOWN, Decimal

import pytest

from infra.client import Person
from infra.deployed_stage import SIGN_UP_CODE, Deployed
from infra.story import PASSWORD, Story

pytestmark = pytest.mark.flow


@pytest.fixture(scope="module")
def customer(story: Story, stage: Deployed) -> str:
    """A resale customer of the other partner."""
    asked = {"association_type": "resale", "custom_type": "custom_label", "custom_label": "race"}
    token = story.other.call("POST", "/customers/invitation-links", asked).ok()["url"].rsplit("/", 1)[-1]
    visitor, path = stage.visitor("luyuan"), f"/customers/invitations/{token}"
    form = {"account_name": "luyuan", "password": PASSWORD, "mobile": "13800007777", "notice_accepted": True}
    visitor.call("POST", f"{path}/registrations", form).ok()
    visitor.call("POST", f"{path}/registrations/luyuan/confirmation", {"code": SIGN_UP_CODE}).ok()
    person = stage.signed_in("luyuan", "luyuan")
    person.call("POST", f"{path}/association", {"notice_accepted": True, "cloud_terms_accepted": True}).ok()
    return str(person.call("GET", "/identity/me").ok()["customer_id"])


def at_once(stage: Deployed, story: Story, path: str, body: dict[str, str], keys: list[str]) -> Counter[int]:
    """The same command from as many callers as there are keys, at once; how often which status came back."""
    token = story.other.token  # type: ignore[attr-defined]  # a deployed person has one
    people = [Person(stage.settings.address, f"colleague {n}", token=token) for n in range(len(keys))]
    with ThreadPoolExecutor(len(keys)) as pool:
        return Counter(pool.map(lambda pair: pair[0].call("POST", path, body, key=pair[1]).status, zip(people, keys, strict=True)))


def test_eight_at_once_cannot_spend_what_is_there_for_three(story: Story, stage: Deployed, customer: str):
    flow = {"amount": "31.00", "external_flow_no": "BANK-RACE-1"}
    story.vendor.call("POST", f"/funds/partners/{story.other_id}/top-ups", flow).ok()
    before = Decimal(story.other.call("GET", "/funds/balances").ok()["account_balance"]["amount"])
    third = (before / 3).quantize(Decimal("0.01"), ROUND_DOWN)
    path = f"/funds/customers/{customer}/allocations"
    answers = at_once(stage, story, path, {"allocation_type": "normal", "amount": str(third)}, [f"race-{n}" for n in range(8)])
    assert set(answers) <= {201, 409}
    after = story.other.call("GET", "/funds/balances").ok()
    assert Decimal(after["account_balance"]["amount"]) == before - third * answers[201]
    assert answers[201] <= 3
    received = story.other.call("GET", f"/funds/customers/{customer}/balances").ok()
    assert Decimal(received["cash_balance"]["amount"]) == third * answers[201]


def test_one_request_sent_six_times_at_once_moves_the_money_once(story: Story, stage: Deployed, customer: str):
    flow = {"amount": "5.00", "external_flow_no": "BANK-RACE-2"}
    story.vendor.call("POST", f"/funds/partners/{story.other_id}/top-ups", flow).ok()
    before = Decimal(story.other.call("GET", f"/funds/customers/{customer}/balances").ok()["cash_balance"]["amount"])
    path = f"/funds/customers/{customer}/allocations"
    answers = at_once(stage, story, path, {"allocation_type": "normal", "amount": "1.00"}, ["race-same"] * 6)
    assert answers[201] >= 1
    assert set(answers) <= {201, 409}
    after = Decimal(story.other.call("GET", f"/funds/customers/{customer}/balances").ok()["cash_balance"]["amount"])
    assert after == before + 1
