"""Verbs for stories about online payments: begin one, pay it at the provider's, let the provider tell of it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import boto3
from aws_lambda_powertools.utilities import parameters

from partner_center.funds.online.events import DifferencesFound
from partner_center.funds.online.item import ReconciliationItem
from partner_center.funds.online.payment import OnlinePayment
from partner_center.platform.table import Record
from partner_center.platform.webhook import WebhookEvent
from tests.kit.funds import Desk
from tests.kit.providers import Sent, Street
from tests.kit.world import Answer, Context, functions, http_event, vendor_user

PREFIX = "test/payments/"


@contextmanager
def agreed(agreements: dict[str, dict[str, Any]]) -> Iterator[None]:
    """The providers' agreements, put in by operators."""
    store = boto3.client("secretsmanager")
    before = os.environ.get("PAYMENT_SECRETS")
    os.environ["PAYMENT_SECRETS"] = PREFIX
    for name, agreement in agreements.items():
        store.create_secret(Name=f"{PREFIX}{name}", SecretString=json.dumps(agreement))
    parameters.clear_caches()
    yield
    for name in agreements:
        store.delete_secret(SecretId=f"{PREFIX}{name}", ForceDeleteWithoutRecovery=True)
    parameters.clear_caches()
    os.environ.pop("PAYMENT_SECRETS") if before is None else os.environ.update(PAYMENT_SECRETS=before)


@dataclass
class Told:
    """How a notice was answered."""

    status: int
    body: str
    headers: dict[str, str]


@dataclass
class Counter:
    """Where a partner pays online and the providers' notices arrive."""

    desk: Desk
    street: Street

    def begin(self, channel: str = "alipay", amount: str = "100.00", partner: str = "P1", **more: Any) -> Answer:
        """The partner begins a top-up."""
        from tests.kit.world import partner_user

        return self.desk.call(partner_user(partner), "POST", "/funds/online-top-ups", {"amount": amount, "channel": channel}, **more)

    def opened(self, channel: str = "alipay", amount: str = "100.00", partner: str = "P1") -> str:
        """A top-up whose page the payer has opened; its number."""
        return self.open(self.begin(channel, amount, partner).ok())

    def open(self, started: dict[str, Any]) -> str:
        """The payer opens the page, or reads the code; the payment's number."""
        if started["channel"] == "alipay":
            self.street.alipay.open(started["page_url"])
        elif started["channel"] != "wechat_pay":
            self.street.union_pay.open(started["page_form"])
        number: str = started["payment_no"]
        return number

    def till(self, channel: str) -> Any:
        """The till of a channel's provider."""
        return {"alipay": self.street.alipay, "wechat_pay": self.street.wechat_pay}.get(channel, self.street.union_pay)

    def paid(self, channel: str = "alipay", amount: str = "100.00", partner: str = "P1") -> str:
        """A top-up that was paid, of which we have not heard yet."""
        number = self.opened(channel, amount, partner)
        self.till(channel).paid(number)
        return number

    def credited(self, channel: str = "alipay", amount: str = "100.00", partner: str = "P1") -> str:
        """A top-up that was paid, told and credited."""
        number = self.paid(channel, amount, partner)
        assert self.tell(self.till(channel).notice(number)).status < 300
        self.desk.world.settle()
        return number

    def tell(self, sent: Sent) -> Told:
        """A notice arrives."""
        name = sent.path.removeprefix("/webhooks/").replace("-", "_")
        app = functions()[f"funds.receive_{name}_notice"]
        answer = app(http_event("POST", sent.path, {}, raw=sent.body, headers=sent.headers), Context())
        return Told(answer["statusCode"], answer["body"], answer.get("headers") or {})

    def topped_up(self, partner: str = "P1") -> str:
        """The top-up balance."""
        return str(self.desk.balances(partner)["top_up_balance"])

    def status(self, payment_no: str) -> str:
        """Where we have a payment."""
        return str(next(r for r in _all(OnlinePayment) if r.payment_no == payment_no).status)

    def items(self) -> list[dict[str, Any]]:
        """What vendor finance has to look at."""
        found: list[dict[str, Any]] = self.desk.world.call(vendor_user(), "GET", "/funds/reconciliation-items?limit=100").ok()["items"]
        return found

    def told_finance(self) -> list[dict[str, Any]]:
        """What vendor finance was told of it."""
        told = [event for event in self.desk.world.bus if event["DetailType"] == DifferencesFound.NAME]
        return [json.loads(event["Detail"])["data"] for event in told]

    def outcomes(self) -> list[str | None]:
        """What came of the notices that were kept."""
        return [event.outcome for event in _all(WebhookEvent)]


def _all(kind: type[Record]) -> list[Any]:
    return [record for record in Record.scan() if isinstance(record, kind)]


def all_items() -> list[ReconciliationItem]:
    """Every work item as it is stored."""
    return _all(ReconciliationItem)
