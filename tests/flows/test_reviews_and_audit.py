"""A review with its receipt, and the sealed trail of the partner, on the deployed cloud."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any
from urllib.parse import quote

import pytest

from infra import ROOT
from infra.client import eventually
from infra.deployed_stage import Deployed
from infra.local_cloud.settings import Settings
from infra.story import Story

pytestmark = pytest.mark.flow

NO_GRACE = "--grace=-5000000"  # minutes: every record must be sealed, wherever the story's clock stands


@pytest.fixture
def table(settings: Settings) -> Table:
    """The product's table, past the product."""
    return Table(settings.client("dynamodb"), settings.product_environment()["TABLE_NAME"])


class Table:
    """The table past the product: what an administrator of the cloud can get at."""

    def __init__(self, client: Any, name: str) -> None:
        self.client, self.name = client, name

    def trail(self, scope: str) -> list[dict[str, Any]]:
        """The audit items of a scope, the oldest first."""
        pages = self.client.get_paginator("query").paginate(
            TableName=self.name,
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": {"S": f"audit/{quote(scope, safe='')}"}},
            ConsistentRead=True,
        )
        return [item for page in pages for item in page["Items"]]

    def put(self, item: dict[str, Any]) -> None:
        """Write an item over whatever is there."""
        self.client.put_item(TableName=self.name, Item=item)


def verify(settings: Settings, scope: str) -> subprocess.CompletedProcess[str]:
    """What `make verify-audit scope=…` says."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")} | settings.product_environment()
    command = [sys.executable, "-m", "infra.verify_audit", "--scope", scope, NO_GRACE]
    return subprocess.run(command, cwd=ROOT, env={**environment, "PYTHONPATH": "shared"}, capture_output=True, text=True, check=False)


def holds(settings: Settings, scope: str) -> str:
    """The check's words once everything in a trail is sealed and the chain holds."""
    done = eventually(lambda: verify(settings, scope), lambda done: done.returncode == 0, within=90, every=2)
    return done.stdout


def test_an_incentive_bill_was_reviewed_with_a_receipt(story: Story):
    for review in story.found["reviews"]:
        receipt = review["receipt"]
        assert (review["status"], receipt["rule"], receipt["decision"]) == ("approved", "10.7.3.3/r3", "approved")
        assert receipt["facts"]["payable_amount"] == receipt["facts"]["incentive_amount"]
    done = story.vendor.call("GET", f"/reviews/duties/incentives.review/decisions?partner_id={story.partner_id}").ok()
    assert {item["task_id"] for item in done["items"]} == {review["task_id"] for review in story.found["reviews"]}
    task = done["items"][0]["task_id"]
    again = story.vendor.call("POST", f"/reviews/duties/incentives.review/tasks/{task}/decision", {"decision": "approved"})
    assert again.refused_as == "review_is_over"
    assert story.partner.call("GET", "/reviews/duties/incentives.review/tasks").status == 403


def test_the_trail_tells_who_did_what(story: Story):
    refused = story.partner.call("DELETE", "/customers/reports/CRNOTHING")
    assert refused.status == 404
    shown = story.partner.call("GET", "/audit/records?action=customers.delete_customer_report&result=refused").ok()["items"]
    assert shown[0]["codes"] == ["not_found"]
    assert shown[0]["source"]
    detail = story.partner.call("GET", f"/audit/records/{shown[0]['occurred_at']}/{shown[0]['audit_id']}").ok()
    assert detail["note"] == {"asked": {"report_id": "CRNOTHING"}}
    vendors = eventually(
        lambda: story.partner.call("GET", "/audit/records?action=reviews.decide_review&limit=10").ok()["items"],
        lambda items: len(items) >= 2,
    )
    assert {item["actor"] for item in vendors} == {"vendor"}


def test_the_chain_of_the_partner_holds_until_somebody_alters_a_record(story: Story, settings: Settings, table: Table):
    scope = f"partner/{story.partner_id}"
    assert "1 chains" in holds(settings, scope)
    trail = table.trail(scope)
    assert len(trail) > 20
    original = trail[3]
    table.put({**original, "user_id": {"S": "somebody-else"}})
    try:
        broken = verify(settings, scope)
        assert broken.returncode == 1
        assert "altered_record" in broken.stdout
        assert original["sk"]["S"] in broken.stdout
    finally:
        table.put(original)
    assert "0 broken" in holds(settings, scope)


def test_two_functions_read_the_stream_and_both_are_on(stage: Deployed):
    mappings = stage.settings.client("lambda").list_event_source_mappings()["EventSourceMappings"]
    streams = [mapping for mapping in mappings if ":dynamodb:" in mapping["EventSourceArn"]]
    assert sorted(mapping["FunctionArn"].split(":")[6].split("-", 1)[1] for mapping in streams) == [
        "audit-seal_audit_trail",
        "events-publish_outbox",
    ]
