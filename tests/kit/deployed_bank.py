"""The bank of flow tests, which tells a deployed cloud of transfers, and somebody who can read captchas."""

from __future__ import annotations

import json
import secrets
from datetime import UTC, datetime
from typing import Any

import requests
from standardwebhooks import Webhook

from infra.client import Person
from infra.deployed_stage import Deployed
from infra.local_cloud.settings import PREFIX
from partner_center.identity import captcha

TEXT = "K7MPX"


class DeployedBank:
    """The bank, which has the secrets that operators agreed on with it, one for each webhook."""

    def __init__(self, stage: Deployed) -> None:
        self.stage = stage

    def tell(self, function: str, path: str, notice_id: str, notice: dict[str, Any], *, spoil: str = "") -> int:
        """One signed notice; the status of the answer."""
        store = self.stage.settings.client("secretsmanager")
        bank = Webhook(store.get_secret_value(SecretId=f"{PREFIX}/funds/{function}")["SecretString"])
        now, raw = datetime.now(UTC), json.dumps(notice)
        signed = {
            "webhook-id": notice_id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": bank.sign(notice_id, now, raw),
        }
        headers = {"Content-Type": "application/json", **signed}
        return requests.post(f"{self.stage.settings.address}{path}", data=raw + spoil, headers=headers, timeout=30).status_code

    def dedicated(self, notice_id: str, notice: dict[str, Any], *, spoil: str = "") -> int:
        """A transfer reached a dedicated account."""
        return self.tell("receive_bank_remittance", "/funds/webhooks/bank-remittances", notice_id, notice, spoil=spoil)

    def general(self, notice_id: str, notice: dict[str, Any], *, spoil: str = "") -> int:
        """A transfer reached the general account."""
        return self.tell("receive_general_remittance", "/funds/webhooks/general-remittances", notice_id, notice, spoil=spoil)


def captcha_read(stage: Deployed, person: Person) -> dict[str, str]:
    """A captcha and its letters. A program cannot read the picture (that is its point), so the table is told what they are."""
    captcha_id = str(person.post("/identity/captchas")["captcha_id"])
    salt = secrets.token_hex(16)
    stage.settings.client("dynamodb").update_item(
        TableName=stage.backstage.outputs["TableName"],
        Key={"pk": {"S": f"captcha/{captcha_id}"}, "sk": {"S": "challenge"}},
        UpdateExpression="SET salt = :salt, verifier = :verifier",
        ConditionExpression="attribute_exists(pk)",
        ExpressionAttributeValues={":salt": {"S": salt}, ":verifier": {"S": captcha.verifier_of(TEXT, salt)}},
    )
    return {"captcha_id": captcha_id, "captcha_text": TEXT}
