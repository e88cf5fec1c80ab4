"""The authorizer in front of every API: what it finds out about a token is what every function knows of its caller.

@Authorizer.bearer
def app(authorization: str) -> Caller:
    return caller_of(authorization)
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from partner_center.platform.app import room_of, summary_of
from partner_center.platform.caller import Caller
from partner_center.platform.declarations import Authorize, Declaration, Reach
from partner_center.platform.observe import logger, observed
from partner_center.platform.signin import NotSignedIn


class AuthorizerHandler:
    """The Lambda handler of the authorizer. Its answer opens the whole stage, so that the gateway may keep it for other calls."""

    def __init__(self, declaration: Declaration, find: Callable[[str], Caller]) -> None:
        self.declaration = declaration
        self._find = find
        self._handler = observed(self._admit)

    def __call__(self, event: dict[str, Any], context: Any) -> dict[str, Any]:
        answer: dict[str, Any] = self._handler(event, context)
        return answer

    def _admit(self, event: dict[str, Any], context: Any) -> dict[str, Any]:
        try:
            caller = self._find(str(event.get("authorizationToken") or ""))
        except NotSignedIn:
            logger.info("not signed in")
            raise Exception("Unauthorized") from None  # the very text by which the gateway answers 401
        return {
            "principalId": caller.user_id,
            "policyDocument": {
                "Version": "2012-10-17",
                "Statement": [{"Effect": "Allow", "Action": "execute-api:Invoke", "Resource": stage_of(event["methodArn"])}],
            },
            "context": {"caller": caller.as_context()},
        }


def stage_of(method_arn: str) -> str:
    """Everything in the stage of the API to which a method belongs."""
    return "/".join([*method_arn.split("/")[:2], "*"])


class Authorizer:
    """The declaration of the one authorizer."""

    @staticmethod
    def bearer(function: Callable[[str], Caller]) -> AuthorizerHandler:
        """Find the caller of an `Authorization` header; NotSignedIn is answered with 401."""
        area, name = room_of(function)
        summary = summary_of(function)
        return AuthorizerHandler(Declaration("authorizer", area, name, summary, Authorize(), Reach.READ), function)
