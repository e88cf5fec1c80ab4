"""The bank's webhook on a deployed cloud: believed only when signed, credited once."""

from __future__ import annotations

import pytest

from infra.client import eventually
from infra.deployed_stage import Deployed
from infra.story import Story
from tests.kit.deployed_bank import DeployedBank, captcha_read

pytestmark = pytest.mark.flow


@pytest.mark.rule("10.6.3.2/r6")
def test_a_signed_remittance_is_credited_once_however_often_the_bank_tells(story: Story, stage: Deployed):
    bank = DeployedBank(stage)
    account = story.other.call("POST", "/funds/remittance-account", captcha_read(stage, story.other)).ok()["account_no"]
    notice = {
        "account_no": account,
        "amount": "88.80",
        "flow_no": "ICBC-1",
        "payer_name": "晨星数字有限公司",
        "arrived_at": "2024-10-10T09:00:00+08:00",
    }
    assert bank.dedicated("notice-1", notice, spoil=" ") == 401
    assert [bank.dedicated(notice_id, notice) for notice_id in ("notice-1", "notice-1", "notice-2")] == [204, 204, 204]
    balances = eventually(
        lambda: story.other.call("GET", "/funds/balances").ok(), lambda found: found["top_up_balance"]["amount"] != "0.00"
    )
    assert balances["top_up_balance"]["amount"] == "88.80"
    stage.backstage.queues_empty()
    assert story.other.call("GET", "/funds/balances").ok() == balances
