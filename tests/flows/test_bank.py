"""The bank's webhook on a deployed cloud: believed only when signed, credited once."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
import requests
from standardwebhooks import Webhook

from infra.client import eventually
from infra.deployed_stage import Deployed
from infra.local_cloud.settings import PREFIX
from infra.story import Story

pytestmark = pytest.mark.flow
PATH = "/funds/webhooks/bank-remittances"


@pytest.fixture
def bank(stage: Deployed) -> Webhook:
    """The bank, which has the secret that operators agreed on with it."""
    secrets = stage.settings.client("secretsmanager")
    return Webhook(secrets.get_secret_value(SecretId=f"{PREFIX}/funds/receive_bank_remittance")["SecretString"])


def tell(stage: Deployed, bank: Webhook, notice_id: str, notice: dict[str, Any], *, spoil: str = "") -> int:
    now, raw = datetime.now(UTC), json.dumps(notice)
    signed = {"webhook-id": notice_id, "webhook-timestamp": str(int(now.timestamp())), "webhook-signature": bank.sign(notice_id, now, raw)}
    headers = {"Content-Type": "application/json", **signed}
    return requests.post(f"{stage.settings.address}{PATH}", data=raw + spoil, headers=headers, timeout=30).status_code


@pytest.mark.rule("10.6.3.2/r6")
def test_a_signed_remittance_is_credited_once_however_often_the_bank_tells(story: Story, stage: Deployed, bank: Webhook):
    account = story.other.call("POST", "/funds/remittance-account", {}).ok()["account_no"]
    notice = {
        "account_no": account,
        "amount": "88.80",
        "flow_no": "ICBC-1",
        "payer_name": "晨星数字有限公司",
        "arrived_at": "2024-10-10T09:00:00+08:00",
    }
    assert tell(stage, bank, "notice-1", notice, spoil=" ") == 401
    assert [tell(stage, bank, notice_id, notice) for notice_id in ("notice-1", "notice-1", "notice-2")] == [204, 204, 204]
    balances = eventually(
        lambda: story.other.call("GET", "/funds/balances").ok(), lambda found: found["top_up_balance"]["amount"] != "0.00"
    )
    assert balances["top_up_balance"]["amount"] == "88.80"
    stage.backstage.queues_empty()
    assert story.other.call("GET", "/funds/balances").ok() == balances
