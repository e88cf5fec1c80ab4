"""Verbs for stories about transfers: captchas, the bank and what it tells, agreements, claims with vouchers."""

from __future__ import annotations

import itertools
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import boto3
import pytest
from aws_lambda_powertools.utilities import parameters
from pynamodb.exceptions import DoesNotExist
from standardwebhooks import Webhook as Signature

from partner_center.funds.remittances.claim import RemittanceClaim, claim_key
from partner_center.funds.remittances.claiming import CLAIM_REVIEW
from partner_center.funds.remittances.dedicated import PAYER_REVIEW
from partner_center.funds.remittances.remittance import Remittance, RemittedTo, remittance_id_of, remittance_key
from partner_center.identity import captcha
from partner_center.platform.caller import Caller
from tests.kit.files import CONTENTS, upload
from tests.kit.reviews import decide
from tests.kit.world import Answer, World, partner_user

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
SECRETS = {"BANK_WEBHOOK_SECRET": "bank/dedicated", "BANK_GENERAL_WEBHOOK_SECRET": "bank/general"}
TEXT = "K7MPX"  # what every captcha of a test shows
ARRIVED_AT = "2024-09-02T09:00:00+08:00"
PAYER, PAYER_ACCOUNT = "Qingshan Trading Co., Ltd.", "6222 0212 3456 7890"


def captchas_show(monkeypatch: pytest.MonkeyPatch, text: str = TEXT) -> None:
    """Every captcha shows this text."""
    monkeypatch.setattr(captcha, "_chosen", lambda: text)


def a_captcha(world: World, by: Caller) -> str:
    """A new picture for somebody; its id."""
    return str(world.call(by, "POST", "/identity/captchas").ok()["captcha_id"])


def open_account(world: World, by: Caller, *, captcha_id: str | None = None, text: str = TEXT, query: str = "") -> Answer:
    """Somebody opens the dedicated account of its partner."""
    typed = {"captcha_id": captcha_id or a_captcha(world, by), "captcha_text": text}
    return world.call(by, "POST", f"/funds/remittance-account{query}", typed)


def agree(world: World, name: str, partner: str = "P1", party_type: str = "enterprise", by: Caller | None = None) -> Answer:
    """A partner makes an agreement about another payer name."""
    body = {"entrusted_party": name, "entrusted_party_type": party_type}
    return world.call(by or partner_user(partner), "POST", "/funds/payment-agreements", body)


def void(world: World, agreement_id: str, partner: str = "P1") -> Answer:
    """A partner voids an agreement."""
    return world.call(partner_user(partner), "POST", f"/funds/payment-agreements/{agreement_id}/voiding")


@dataclass
class Bank:
    """The bank: tells of transfers under ids of its own, signed with the shared secret."""

    world: World
    ids: Any = field(default_factory=lambda: map("evt_{}".format, itertools.count(1)))

    def tell(self, path: str, notice: dict[str, Any], event_id: str | None, *, secret: str = SECRET, tampered: bool = False) -> Answer:
        """One notice."""
        raw, headers = self.signed(notice, event_id or next(self.ids), secret=secret)
        return self.world.call(None, "POST", path, raw=raw.replace("100", "900") if tampered else raw, headers=headers)

    @staticmethod
    def signed(notice: dict[str, Any], event_id: str, *, secret: str = SECRET, at: datetime | None = None) -> tuple[str, dict[str, str]]:
        """A notice's body and headers as the bank sends them."""
        at, raw = at or datetime.now(UTC), json.dumps(notice)
        signature = Signature(secret).sign(event_id, at, raw)
        return raw, {"webhook-id": event_id, "webhook-timestamp": str(int(at.timestamp())), "webhook-signature": signature}

    def dedicated(self, account_no: str, amount: str = "100.00", flow: str = "BF1", event_id: str | None = None, **more: Any) -> Answer:
        """A transfer reached a dedicated account; from the partner itself unless another payer is named."""
        lies = {name: more.pop(name) for name in ("secret", "tampered") if name in more}
        told = {"account_no": account_no, "amount": amount, "flow_no": flow, "payer_name": "Partner P1", "arrived_at": ARRIVED_AT, **more}
        return self.tell("/funds/webhooks/bank-remittances", told, event_id, **lies)

    def general(self, amount: str = "100.00", flow: str = "GF1", event_id: str | None = None, **more: Any) -> Answer:
        """A transfer reached the general account."""
        lies = {name: more.pop(name) for name in ("secret", "tampered") if name in more}
        told = {"payer_name": PAYER, "payer_account": PAYER_ACCOUNT, "amount": amount, "flow_no": flow, "arrived_at": ARRIVED_AT, **more}
        return self.tell("/funds/webhooks/general-remittances", told, event_id, **lies)


def a_bank(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bank]:
    """The bank, with the secrets that operators agreed on with it."""
    secrets = boto3.client("secretsmanager")
    parameters.clear_caches()
    for variable, name in SECRETS.items():
        monkeypatch.setitem(os.environ, variable, name)
        secrets.create_secret(Name=name, SecretString=SECRET)
    yield Bank(world)
    for name in SECRETS.values():
        secrets.delete_secret(SecretId=name, ForceDeleteWithoutRecovery=True)
    parameters.clear_caches()


def search(world: World, by: Caller, payer: str = PAYER, account: str = PAYER_ACCOUNT, amount: str = "100.00") -> list[dict[str, Any]]:
    """What somebody finds who knows these three."""
    asked = {"payer_name": payer, "payer_account": account, "amount": amount}
    found: list[dict[str, Any]] = world.call(by, "POST", "/funds/unclaimed-remittances/search", asked).ok()["items"]
    return found


def a_voucher(world: World, by: Caller, file_name: str = "voucher.png") -> str:
    """An uploaded and checked voucher; its id."""
    return upload(world, by, file_name, CONTENTS[file_name.rpartition(".")[2]], purpose="transfer_voucher")


def claim(world: World, amount: str = "100.00", partner: str = "P1", flow: str = "GF1", voucher: str | None = None, **more: Any) -> Answer:
    """A partner claims an amount of a transfer to the general account."""
    by = partner_user(partner)
    body = {"claim_amount": amount, "voucher_file_id": voucher or a_voucher(world, by)}
    found = remittance(RemittedTo.GENERAL, flow)
    assert found is not None
    return world.call(by, "POST", f"/funds/remittances/{found.claimable_id}/claims", body, **more)


def decide_claim(world: World, claim_id: str, partner: str = "P1", flow: str = "GF1", **form: Any) -> Answer:
    """Vendor finance decides a claim."""
    return decide(world, CLAIM_REVIEW, f"{remittance_id_of(RemittedTo.GENERAL, flow)}/{claim_id}", partner, **form)


def decide_payer(world: World, partner: str = "P1", flow: str = "BF1", **form: Any) -> Answer:
    """Vendor finance decides about a held transfer."""
    return decide(world, PAYER_REVIEW, remittance_id_of(RemittedTo.DEDICATED, flow), partner, **form)


def remittance(remitted_to: RemittedTo, flow: str) -> Remittance | None:
    """A transfer that was kept; None where there is none."""
    key = remittance_key(remittance_id_of(remitted_to, flow))
    try:
        return Remittance.get(key.partition, key.sort, consistent_read=True)
    except DoesNotExist:
        return None


def stored_claim(claim_id: str, partner: str = "P1") -> RemittanceClaim:
    """A claim as it is now."""
    key = claim_key(partner, claim_id)
    return RemittanceClaim.get(key.partition, key.sort, consistent_read=True)
