"""What others hear of an account's facts: another contracting entity, the end of the account, that it resells now."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.kit.customers import account, an_account
from tests.kit.world import World


def told(world: World, name: str) -> list[dict[str, Any]]:
    """The events of a name that are waiting, with what they say."""
    return [json.loads(event["Detail"])["data"] for event in world._new_events() if event["DetailType"] == f"customers.{name}"]


@pytest.mark.rule("14.3.3/r2")
def test_another_contracting_entity_is_told(world):
    an_account(world, contracting_entity="hcc")
    an_account(world, contracting_entity="hst")
    (event,) = told(world, "contracting_entity_changed")
    assert (event["customer_id"], event["former_entity"], event["contracting_entity"]) == ("C1", "hcc", "hst")


@pytest.mark.parametrize("before", [{}, {"contracting_entity": "hst"}])
def test_an_entity_that_was_not_known_or_stays_has_not_changed(world, before):
    an_account(world, **before)
    an_account(world, contracting_entity="hst")
    assert told(world, "contracting_entity_changed") == []


def test_the_end_of_an_account_is_told_once(world):
    for _ in range(2):
        an_account(world, closed_at="2024-09-01T10:00:00+08:00")
    assert [event["customer_id"] for event in told(world, "account_closed")] == ["C1"]


@pytest.mark.rule("16.2.1/r3")
@pytest.mark.parametrize(("facts", "times"), [({"partner_type": "reseller"}, 1), ({"partner_type": "government_cloud"}, 0), ({}, 0)])
def test_that_an_account_resells_is_told_and_not_that_it_applies(world, facts, times):
    for _ in range(2):
        an_account(world, is_partner=True, **facts)
    assert len(told(world, "customer_became_partner")) == times


def test_an_account_that_is_no_child_any_more_has_no_master(world):
    an_account(world, enterprise_role="child", master_customer_id="C9")
    assert account().master_customer_id == "C9"
    an_account(world, enterprise_role="none")
    assert account().master_customer_id is None
