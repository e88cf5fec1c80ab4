"""The words of the API on authorizations and agency sessions."""

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints

from partner_center.customers.agency.authorization import AuthorizationStatus
from partner_center.platform.caller import Purpose
from partner_center.platform.contracts import Id, Remark, Request, Response, Time, field

Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=512)]
Version = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9.]{1,16}$")]


class RequestAuthorization(Request):
    """Whom to ask; the commitment of 19.7 with the first request ever to this customer (10.4.1.7/r2)."""

    customer_id: Id
    commitment_accepted: bool = field("已阅读并同意《伙伴代客操作承诺书》", "Commitment read and agreed", default=False)
    commitment_version: Version | None = field("承诺书版本", "Version of the commitment", default=None)


class AuthorizationState(Response):
    """A request or authorization as it now is."""

    authorization_id: str
    partner_id: str
    customer_id: str
    status: AuthorizationStatus
    requested_at: Time
    decided_at: Time | None
    cancelled_at: Time | None
    letter_version: str | None


class AuthorizationRef(Request):
    """The authorization between the customer and one partner."""

    partner_id: Id


class AcceptAuthorization(AuthorizationRef):
    """The letter of 19.5 as it was shown, ticked."""

    letter_accepted: bool = field("已阅读并同意《客户授权书》", "Letter read and agreed", default=False)
    version: Version = field("授权书版本", "Version of the letter")


class Advice(Response):
    """What the customer is advised to do next."""

    code: str
    zh: str
    en: str
    at: str


class AuthorizationGranted(AuthorizationState):
    """The authorization, and what the customer is advised to do (13.8/r4)."""

    advice: list[Advice]


class RejectAuthorization(AuthorizationRef):
    """A refusal, with a reason if the customer likes to give one."""

    reason: Remark | None = field("拒绝原因", "Reason", default=None)


class RevokeAuthorization(AuthorizationRef):
    """Why the authorization ends (13.8/r3)."""

    cancel_reason: Reason = field("取消原因", "Reason of the cancellation")


class StartSession(Request):
    """The customer for whom to act, after the prompt was confirmed (继续)."""

    customer_id: Id
    confirmed: bool = field("继续", "Continue", default=False)


class SessionStarted(Response):
    """The session; the same token is the customer's identity from the next call on, until it is switched back."""

    agency_session_id: str
    customer_id: str
    purpose: Purpose
    started_at: Time
    ends_by: Time
    idle_minutes: int


class SessionEnded(Response):
    """The session that is over; the token is the partner's own again."""

    agency_session_id: str
    customer_id: str
