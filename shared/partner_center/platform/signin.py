"""Tokens of Cognito: checked against the pool's published keys. Whose they are, and what they are worth: identity, organisation."""

from __future__ import annotations

import os
from functools import lru_cache
from typing import Any

from partner_center.kernel.errors import Unavailable


class NotSignedIn(Exception):
    """No token, or none that holds."""


def claims_of(authorization: str) -> dict[str, Any]:
    """What a `Bearer` id token of our user pool says, verified. Raises NotSignedIn; Unavailable without the pool's keys."""
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
    return dict(claims)


def issuer() -> str:
    """The issuer that the pool writes into its tokens."""
    return f"https://cognito-idp.{os.environ['AWS_REGION']}.amazonaws.com/{os.environ['USER_POOL_ID']}"


@lru_cache(maxsize=1)
def _keys() -> Any:
    from jwt import PyJWKClient

    address = os.environ.get("JWKS_URL") or f"{issuer()}/.well-known/jwks.json"  # the local cloud publishes elsewhere
    return PyJWKClient(address, cache_keys=True, lifespan=3600, timeout=3)
