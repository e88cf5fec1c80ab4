"""Webhooks: what a provider (a bank, a payment or signature service) tells us, believed only when signed, kept once, acted on later.

    @Webhook.post("/webhooks/bank-remittances", provider="bank", signed_with="BANK_WEBHOOK_SECRET", guide=[…])
    def app(notice: BankRemittance, work: Work) -> str | None:
        return receive_bank_remittance(notice, work)

The signature is that of the Standard Webhooks specification, over the raw body; `signed_with` names the environment variable that names the
secret. The function emits the event on which a consumer acts and may say what came of the notice (kept as its outcome). The raw notice is
stored with the event in one transaction under the provider's id of it, so that a repetition changes nothing and is answered alike.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence

from chalice import Response as HttpResponse
from pydantic import ConfigDict

from partner_center.kernel.errors import Invalid, Unavailable
from partner_center.platform.app import Exchange, PortalApp, room_of, signature_of, summary_of
from partner_center.platform.caller import Caller
from partner_center.platform.declarations import Declaration, Http, Operation, Reach
from partner_center.platform.model import Model
from partner_center.platform.observe import logger
from partner_center.platform.problems import Halt
from partner_center.platform.table import Instant, Place, Record, Text
from partner_center.platform.work import Origin, Work, carry_out, real_now

__all__ = ["Notice", "Webhook", "WebhookEvent", "Work"]

SECRET_KEPT_S = 300  # seconds for which a function trusts its copy of a secret


class Notice(Model):
    """What a provider sends. Fields we do not know are the provider's own business."""

    model_config = ConfigDict(frozen=True, extra="ignore")


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
        path: str, *, provider: str, signed_with: str, guide: Sequence[str] = (), reach: Reach = Reach.WRITE, memory_mb: int = 512
    ) -> Callable[[Callable[..., str | None]], PortalApp]:
        """Take a provider's notices. The function takes (notice, work); answers 204 once the notice is kept."""

        def decorate(function: Callable[..., str | None]) -> PortalApp:
            area, name = room_of(function)
            _, hints = signature_of(function)
            contract: type[Notice] = hints["notice"]
            summary = summary_of(function)
            trigger = Http((Operation("POST", path, summary, contract, None, 204),), None, public=True)
            options = {"provider": provider, "secret": signed_with}
            app = PortalApp(Declaration("webhook", area, name, summary, trigger, reach, tuple(guide), memory_mb, options=options))

            def answer(exchange: Exchange) -> HttpResponse:
                exchange.refuse_query()  # nobody signed it
                event_id = _verified(exchange, signed_with)
                notice = exchange.request(contract, with_body=True)
                origin = Origin(f"{area}.{name}", exchange.correlation_id, exchange.source, exchange.language)
                body = exchange.raw_body.decode()

                def take(work: Work) -> None:
                    if work.get(WebhookEvent.key(provider=provider, event_id=event_id), or_none=True) is not None:
                        logger.info("told before", extra={"provider": provider, "event_id": event_id})
                        return
                    outcome = function(notice, work)
                    kept = WebhookEvent(provider=provider, event_id=event_id, received_at=work.now, body=body, outcome=outcome)
                    work.add(kept)

                carry_out(lambda: Work(Caller.system(f"{area}.{name}"), real_now(), origin), take)
                return HttpResponse(body="", status_code=204)

            app.serve("POST", path, answer)
            return app

        return decorate


def _verified(exchange: Exchange, signed_with: str) -> str:
    """The provider's id of a notice whose signature holds; anything else is nobody we know."""
    from standardwebhooks import Webhook as Signature, WebhookVerificationError

    signature = Signature(_secret_of(signed_with))
    try:
        signature.verify(exchange.raw_body, exchange.headers, json_parse=False)
    except (WebhookVerificationError, ValueError):  # ValueError: what cannot even be read as a signature or text
        raise Halt("unauthenticated") from None
    event_id = exchange.headers["webhook-id"]
    if len(event_id) > 256:
        raise Invalid(("/headers/webhook-id", "string_too_long", "up to 256 characters"))
    return event_id


def _secret_of(variable: str) -> str:
    from aws_lambda_powertools.utilities import parameters

    try:
        return str(parameters.get_secret(os.environ[variable], max_age=SECRET_KEPT_S))
    except parameters.exceptions.GetParameterError as problem:
        raise Unavailable("secret") from problem
