"""Sign-in through Cognito: tokens are checked against the pool's published keys, and become a caller."""

from __future__ import annotations

import os
from functools import lru_cache
from typing import Any

from partner_center.kernel.errors import Unavailable
from partner_center.kernel.permissions import Actor, Role
from partner_center.platform.caller import Caller


class NotSignedIn(Exception):
    """No token, or none that holds."""


def caller_of(authorization: str) -> Caller:
    """The caller that a `Bearer` id token of our user pool names. Raises NotSignedIn; Unavailable without the pool's keys."""
    import jwt

    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise NotSignedIn
    try:
        claims = jwt.decode(
            token,
            _keys().get_signing_key_from_jwt(token).key,
            algorithms=["RS256"],
            audience=os.environ["USER_POOL_CLIENT_ID"],
            issuer=issuer(),
            options={"require": ["exp", "iat", "sub", "token_use"]},
        )
    except jwt.exceptions.PyJWKClientConnectionError as error:
        raise Unavailable("user pool") from error
    except jwt.PyJWTError as error:
        raise NotSignedIn from error
    if claims["token_use"] != "id":  # noqa: S105 - the kind of token, no secret
        raise NotSignedIn
    return caller_from_claims(claims)


def caller_from_claims(claims: dict[str, Any]) -> Caller:
    """A caller from verified claims. Whoever signed up by himself has none of ours and is a customer: his account is himself.

    The pool's client may not write the custom claims; only the vendor's and partners' administration does.
    """
    name = str(claims.get("cognito:username") or claims["sub"])
    actor = claims.get("custom:actor")
    if actor is None:
        return Caller(claims["sub"], Actor.CUSTOMER, (Role.CUSTOMER.value,), name, customer=claims["sub"])
    return Caller(
        user_id=claims["sub"],
        actor=Actor(actor),
        roles=tuple(role for role in str(claims.get("custom:roles", "")).split(",") if role),
        name=name,
        partner=claims.get("custom:partner_id") or None,
        partner_type=claims.get("custom:partner_type") or None,
        distributor_id=claims.get("custom:distributor_id") or None,
        customer=claims.get("custom:customer_id") or None,
    )


def issuer() -> str:
    """The issuer that the pool writes into its tokens."""
    return f"https://cognito-idp.{os.environ['AWS_REGION']}.amazonaws.com/{os.environ['USER_POOL_ID']}"


@lru_cache(maxsize=1)
def _keys() -> Any:
    from jwt import PyJWKClient

    address = os.environ.get("JWKS_URL") or f"{issuer()}/.well-known/jwks.json"  # the local cloud publishes elsewhere
    return PyJWKClient(address, cache_keys=True, lifespan=3600, timeout=3)
