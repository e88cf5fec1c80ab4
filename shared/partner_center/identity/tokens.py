"""Tokens of the user pool: by password, by the answer to a challenge, by a refresh token."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import SecretStr

from partner_center.identity.pool import pool, refusals_of_pool
from partner_center.kernel.errors import Unavailable

CHALLENGES: dict[str, Literal["new_password", "mfa"]] = {"NEW_PASSWORD_REQUIRED": "new_password", "SOFTWARE_TOKEN_MFA": "mfa"}
NOTHING_TO_REVOKE = {
    "InvalidParameterException",
    "NotAuthorizedException",
    "UnauthorizedException",
    "UnsupportedTokenTypeException",
}


@dataclass(frozen=True)
class Tokens:
    """What a sign-in gives. `expires_in` in seconds; `refresh_token` is None after a refresh."""

    id_token: str
    access_token: str
    refresh_token: str | None
    expires_in: int

    @property
    def claims(self) -> dict[str, Any]:
        """What the id token says. It comes from the pool itself over TLS: its signature is for those who get it from somebody else."""
        return claims_in(self.id_token)


@dataclass(frozen=True)
class PoolChallenge:
    """The password was right, and the pool asks for more. `session` is its own text, which goes back with the answer."""

    name: Literal["new_password", "mfa"]
    session: str


def authenticate(user_name: str, password: SecretStr) -> Tokens | PoolChallenge:
    """Tokens for a name and a password, or what the pool asks for besides.

    Raises Refused `sign_in_failed` alike for whoever is unknown, unconfirmed, disabled or mistyped; `too_many_attempts`.
    """
    return _answered(_initiate("USER_PASSWORD_AUTH", "sign_in_failed", USERNAME=user_name, PASSWORD=password.get_secret_value()))


def refresh(refresh_token: SecretStr) -> Tokens:
    """Fresh tokens of the same session. Raises Refused `session_ended`."""
    answer = _answered(_initiate("REFRESH_TOKEN_AUTH", "session_ended", REFRESH_TOKEN=refresh_token.get_secret_value()))
    if isinstance(answer, PoolChallenge):
        raise Unavailable("user pool: a refresh is never challenged")
    return answer


def answer_new_password(user_name: str, session: SecretStr, password: SecretStr) -> Tokens | PoolChallenge:
    """Replace an initial password. Raises Refused `challenge_failed`; Invalid for a password that the pool's policy refuses."""
    return _respond("NEW_PASSWORD_REQUIRED", session, USERNAME=user_name, NEW_PASSWORD=password.get_secret_value())


def answer_mfa(user_name: str, session: SecretStr, code: str) -> Tokens | PoolChallenge:
    """The second factor's code. Raises Refused `challenge_failed`."""
    return _respond("SOFTWARE_TOKEN_MFA", session, USERNAME=user_name, SOFTWARE_TOKEN_MFA_CODE=code)


def revoke(refresh_token: SecretStr) -> None:
    """End a refresh token and what came of it; silent about one that is none of ours or ended before."""
    from botocore.exceptions import ClientError

    with refusals_of_pool():
        try:
            pool().revoke_token(Token=refresh_token.get_secret_value(), ClientId=os.environ["USER_POOL_CLIENT_ID"])
        except ClientError as problem:
            if problem.response["Error"]["Code"] not in NOTHING_TO_REVOKE:
                raise


def claims_in(token: str) -> dict[str, Any]:
    """What a token says, not verified. {} for what is no token."""
    import jwt

    try:
        return dict(jwt.decode(token, options={"verify_signature": False}))
    except jwt.PyJWTError:
        return {}


def _initiate(flow: str, refused: str, **parameters: str) -> dict[str, Any]:
    with refusals_of_pool(refused):
        answer: dict[str, Any] = pool().initiate_auth(ClientId=os.environ["USER_POOL_CLIENT_ID"], AuthFlow=flow, AuthParameters=parameters)
    return answer


def _respond(challenge: str, session: SecretStr, **responses: str) -> Tokens | PoolChallenge:
    with refusals_of_pool("challenge_failed"):
        return _answered(
            pool().respond_to_auth_challenge(
                ClientId=os.environ["USER_POOL_CLIENT_ID"],
                ChallengeName=challenge,
                Session=session.get_secret_value(),
                ChallengeResponses=responses,
            )
        )


def _answered(answer: dict[str, Any]) -> Tokens | PoolChallenge:
    if result := answer.get("AuthenticationResult"):
        return Tokens(result["IdToken"], result["AccessToken"], result.get("RefreshToken"), int(result["ExpiresIn"]))
    name = CHALLENGES.get(str(answer.get("ChallengeName")))
    if name is None:
        raise Unavailable(f"user pool: challenge {answer.get('ChallengeName')}")
    return PoolChallenge(name, str(answer["Session"]))
