"""Webhooks: what a provider (a bank, a payment or signature service) tells us, believed only when signed, kept once, acted on later.

    @Webhook.post("/webhooks/bank-remittances", provider="bank", signed_with="BANK_WEBHOOK_SECRET", guide=[…])
    def app(notice: BankRemittance, work: Work) -> str | None:
        return receive_bank_remittance(notice, work)

The signature is that of the Standard Webhooks specification, over the raw body; `signed_with` names the environment variable that names the
secret. A provider that signs, writes and wants to be answered in another way has a dialect of its own, which the declaration names instead:

    @Webhook.post("/webhooks/alipay", provider="alipay", speaks=Alipay, guide=[…])

The function emits the event on which a consumer acts and may say what came of the notice (kept as its outcome). The raw notice is stored
with the event in one transaction under the provider's id of it, so that a repetition changes nothing and is answered alike.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from chalice import Response as HttpResponse
from pydantic import BaseModel, ConfigDict

from partner_center.kernel.errors import Broken, Invalid, Unavailable
from partner_center.kernel.labels import Label
from partner_center.platform.app import LARGEST_BODY, Exchange, PortalApp, room_of, signature_of, summary_of
from partner_center.platform.caller import Caller
from partner_center.platform.declarations import Declaration, Http, Operation, Reach
from partner_center.platform.model import Model
from partner_center.platform.observe import logger
from partner_center.platform.problems import CONTENT_TYPE, Halt, Problem
from partner_center.platform.table import Instant, Place, Record, Text
from partner_center.platform.work import Origin, Work, carry_out, real_now

__all__ = ["Dialect", "Heard", "NotBelieved", "Notice", "Webhook", "WebhookEvent", "Work", "secret_text"]

SECRET_KEPT_S = 300  # seconds for which a function trusts its copy of a secret


class Notice(Model):
    """What a provider sends. Fields we do not know are the provider's own business."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class NotBelieved(Exception):
    """A message that nobody we know signed, or that is not what was signed. Says why, for the log; its sender learns nothing."""


@dataclass(frozen=True)
class Heard:
    """A notice that is believed, and the provider's own id of it."""

    event_id: str
    notice: Notice


class Dialect(Protocol):
    """How one provider signs and writes its notices, and how it wants to be answered."""

    def hear(self, body: bytes, headers: Mapping[str, str]) -> Heard:
        """The notice of a body as it came; header names are lower case. Raises NotBelieved; Unavailable while there are no keys."""

    def taken(self) -> HttpResponse:
        """The answer after which the provider does not repeat its notice."""

    def refused(self, found: Problem) -> HttpResponse:
        """The answer after which it does."""


class WebhookEvent(Record, kind="webhook_event"):
    """A provider's notice as it came, once per provider and id of theirs."""

    PLACE = Place("webhook_event/{provider}/{event_id}", "notice")

    provider = Text()
    event_id = Text()
    received_at = Instant()
    body = Text()
    outcome = Text(null=True)


class Webhook:
    """The declaration of webhooks."""

    @staticmethod
    def post(
        path: str,
        *,
        provider: str,
        signed_with: str | None = None,
        speaks: Callable[[], Dialect] | None = None,
        guide: Sequence[str] = (),
        reach: Reach = Reach.WRITE,
        memory_mb: int = 512,
    ) -> Callable[[Callable[..., str | None]], PortalApp]:
        """Take a provider's notices. The function takes (notice, work); answers 204, or as the dialect has it, once the notice is kept."""
        if (signed_with is None) == (speaks is None):
            raise Broken(f"{path}: either a standard signature or a dialect")

        def decorate(function: Callable[..., str | None]) -> PortalApp:
            area, name = room_of(function)
            _, hints = signature_of(function)
            contract: type[Notice] | None = hints["notice"] if speaks is None else None  # a dialect is described by its provider
            summary = summary_of(function)
            dialect = speaks() if speaks else None
            status = 204 if dialect is None else dialect.taken().status_code
            trigger = Http((Operation("POST", path, summary, contract, None, status),), None, public=True)
            options = {"provider": provider, "secret": signed_with, "refuses_as": _media_type_of(dialect)}
            app = PortalApp(Declaration("webhook", area, name, summary, trigger, reach, tuple(guide), memory_mb, options=options))
            if dialect is not None:
                app.refused_in_words_of = dialect.refused

            def answer(exchange: Exchange) -> HttpResponse:
                exchange.refuse_query()  # nobody signed it
                heard = _spoken(exchange, dialect) if dialect else _standard(exchange, str(signed_with), hints["notice"])
                origin = Origin(f"{area}.{name}", exchange.correlation_id, exchange.source, exchange.language)
                body = exchange.raw_body.decode()

                def take(work: Work) -> None:
                    if work.get(WebhookEvent.key(provider=provider, event_id=heard.event_id), or_none=True) is not None:
                        logger.info("told before", extra={"provider": provider, "event_id": heard.event_id})
                        return
                    outcome = function(heard.notice, work)
                    kept = WebhookEvent(provider=provider, event_id=heard.event_id, received_at=work.now, body=body, outcome=outcome)
                    work.add(kept)

                carry_out(lambda: Work(Caller.system(f"{area}.{name}"), real_now(), origin), take)
                return dialect.taken() if dialect else HttpResponse(body="", status_code=204)

            app.serve("POST", path, answer)
            return app

        return decorate


def _media_type_of(dialect: Dialect | None) -> str | None:
    """As what a dialect writes its refusals, for the description of the API; None for problem documents."""
    if dialect is None:
        return None
    refused = dialect.refused(Problem(type="about:blank", title="", status=401, code="unauthenticated", correlation_id=""))
    media_type = str(refused.headers["Content-Type"]).partition(";")[0]
    return media_type if media_type != CONTENT_TYPE else None


def _spoken(exchange: Exchange, dialect: Dialect) -> Heard:
    """What a provider says in its own way."""
    if len(exchange.raw_body) > LARGEST_BODY:
        raise Halt("body_too_large")
    try:
        return dialect.hear(exchange.raw_body, exchange.headers)
    except NotBelieved as why:
        logger.warning("a notice is not believed", extra={"because": str(why)})
        raise Halt("unauthenticated") from None


def _standard(exchange: Exchange, signed_with: str, contract: type[BaseModel]) -> Heard:
    event_id = _verified(exchange, signed_with)
    return Heard(event_id, exchange.request(contract, with_body=True))


def _verified(exchange: Exchange, signed_with: str) -> str:
    """The provider's id of a notice whose signature holds; anything else is nobody we know."""
    from standardwebhooks import Webhook as Signature, WebhookVerificationError

    signature = Signature(secret_text(os.environ[signed_with]))
    try:
        signature.verify(exchange.raw_body, exchange.headers, json_parse=False)
    except (WebhookVerificationError, ValueError):  # ValueError: what cannot even be read as a signature or text
        raise Halt("unauthenticated") from None
    event_id = exchange.headers["webhook-id"]
    if len(event_id) > 256:
        raise Invalid(("/headers/webhook-id", "string_too_long", Label("最多 256 个字符", "up to 256 characters")))
    return event_id


def secret_text(name: str, *, anew: bool = False) -> str:
    """A secret as operators put it in; what a function read is trusted for five minutes unless it asks anew. Raises Unavailable."""
    from aws_lambda_powertools.utilities import parameters

    try:
        return str(parameters.get_secret(name, max_age=SECRET_KEPT_S, force_fetch=anew))
    except parameters.exceptions.GetParameterError as problem:
        raise Unavailable("secret") from problem
