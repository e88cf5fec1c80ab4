"""What a provider agreed with us (numbers, keys, addresses): one JSON secret each, put in by operators (docs/operations.md)."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from partner_center.funds.online.payment import Provider
from partner_center.kernel.errors import Unavailable
from partner_center.platform.observe import logger
from partner_center.platform.webhook import secret_text

PREFIX = "PAYMENT_SECRETS"  # names the variable with the beginning of the secrets' names
CLIENTS_KEPT = 4
NOTHING_YET = "{}"  # what a secret holds from its making until operators put the agreement in


class Agreement(BaseModel):
    """What is agreed with a provider. Keys are PEM texts, addresses without a slash at the end."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    gateway: str
    notify_url: str


A = TypeVar("A", bound=Agreement)


def agreed_with(provider: Provider, contract: type[A]) -> A | None:
    """The agreement with a provider; None while there is none. Raises Unavailable where the secret cannot be read."""
    prefix = os.environ.get(PREFIX)
    if not prefix:
        return None
    text = secret_text(f"{prefix}{provider}")
    if text == NOTHING_YET and (text := secret_text(f"{prefix}{provider}", anew=True)) == NOTHING_YET:
        return None
    try:
        return contract.model_validate_json(text)
    except ValidationError as problem:
        fields = [".".join(map(str, complaint["loc"])) for complaint in problem.errors(include_input=False)]
        logger.error("a provider's secret is not complete", extra={"provider": provider.value, "fields": fields})
        return None


def agreement_with(provider: Provider, contract: type[A]) -> A:
    """The agreement with a provider. Raises Unavailable while there is none."""
    found = agreed_with(provider, contract)
    if found is None:
        raise Unavailable(f"no agreement with {provider}")
    return found


def kept_per_agreement(make: Callable[..., Any]) -> Callable[..., Any]:
    """A client that is made once for an agreement as it reads now: a library checks its keys anew each time, for tens of milliseconds."""
    kept: dict[tuple[str, ...], Any] = {}

    @wraps(make)
    def client(agreed: Agreement, *more: str) -> Any:
        name = (agreed.model_dump_json(), *more)
        if name not in kept:
            if len(kept) >= CLIENTS_KEPT:
                kept.clear()  # agreements changed
            kept[name] = make(agreed, *more)
        return kept[name]

    return client
