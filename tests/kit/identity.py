"""A user pool in tests, like infra's: sign-up by a code, sign-in by password, challenges, refresh and revocation."""

from __future__ import annotations

import gzip
import json
from importlib.resources import files
from types import SimpleNamespace
from typing import Any

import boto3
import jwt
import pytest
from moto.backends import get_backend
from moto.cognitoidp import models
from moto.cognitoidp.exceptions import CodeMismatchException, ExpiredCodeException, InvalidParameterException
from moto.cognitoidp.models import CognitoIdpBackend, CognitoIdpUser, UserStatus
from moto.cognitoidp.responses import CognitoIdpResponse
from moto.core import DEFAULT_ACCOUNT_ID
from moto.core.responses import EmptyResult

from partner_center.identity import Account, Membership, Person, account_key, person_of
from partner_center.identity.records import PersonRecord
from partner_center.kernel.permissions import Actor, Role
from partner_center.platform import aws, signin
from partner_center.platform.caller import Caller
from partner_center.platform.work import Origin, Work, real_now
from tests.kit.world import Answer, World

PASSWORD = "Correct1horse"
CODE, WRONG_CODE = "123456", "000000"  # of a sign-up and of a recovery
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
REGION = "ap-southeast-1"  # the mock knows no user pools in cn-north-1


def _backend() -> CognitoIdpBackend:
    return get_backend("cognito-idp")[DEFAULT_ACCOUNT_ID][REGION]


def _user(backend: CognitoIdpBackend, client_id: str, username: str) -> CognitoIdpUser | None:
    (found,) = (known for known in backend.user_pools.values() if client_id in known.clients)
    return found._get_user(username)


def _confirm_sign_up(response: CognitoIdpResponse) -> EmptyResult:
    """What the service does and its mock forgets: a wrong code fails, the right one proves the mobile too."""
    user = _user(_backend(), response._get_param("ClientId"), response._get_param("Username"))
    if user is None or response._get_param("ConfirmationCode") != CODE:
        raise CodeMismatchException("Invalid verification code provided, please try again.")
    user.status = UserStatus.CONFIRMED
    user.update_attributes([{"Name": "phone_number_verified", "Value": "true"}])
    return EmptyResult()


def _resend_confirmation_code(response: CognitoIdpResponse) -> EmptyResult:
    """Not in the mock: says nothing about unknown users, as PreventUserExistenceErrors has it."""
    user = _user(_backend(), response._get_param("ClientId"), response._get_param("Username"))
    if user is not None and user.status is not UserStatus.UNCONFIRMED:
        raise InvalidParameterException("User is already confirmed.")
    return EmptyResult()


def _forgot_password(response: CognitoIdpResponse) -> EmptyResult:
    """Only a proved mobile gets a code."""
    user = _user(_backend(), response._get_param("ClientId"), response._get_param("Username"))
    if user is not None:
        if user.attribute_lookup.get("phone_number_verified") != "true":
            raise InvalidParameterException("Cannot reset password for the user as there is no registered/verified phone_number")
        user.confirmation_code = CODE
    return EmptyResult()


def _confirm_forgot_password(backend: CognitoIdpBackend, client_id: str, username: str, password: str, confirmation_code: str) -> None:
    """A code is checked, and holds once."""
    user = _user(backend, client_id, username)
    if user is None or (user.confirmation_code and user.confirmation_code != confirmation_code):
        raise CodeMismatchException("Invalid verification code provided, please try again.")
    if user.confirmation_code is None:
        raise ExpiredCodeException("Invalid code provided, please request a code again.")
    (found,) = (known for known in backend.user_pools.values() if client_id in known.clients)
    backend._validate_password(found.id, password)
    user.password, user.confirmation_code = password, None


def _revoke_token(response: CognitoIdpResponse) -> EmptyResult:
    """Not in the mock: a refresh token ends."""
    for found in _backend().user_pools.values():
        if response._get_param("Token") in found.refresh_tokens:
            found.refresh_tokens[response._get_param("Token")] = None
    return EmptyResult()


class UserPool:
    """A mocked user pool. What it is asked is counted in `calls`."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
        monkeypatch.setenv("MOTO_COGNITO_IDP_USER_POOL_ENABLE_TOTP", "true")
        monkeypatch.setattr(models, "COGNITO_TOTP_MFA_SECRET", TOTP_SECRET)  # the mock's own is too short for authenticators
        monkeypatch.setattr(CognitoIdpBackend, "confirm_forgot_password", _confirm_forgot_password)
        for name, answer in {
            "confirm_sign_up": _confirm_sign_up,
            "forgot_password": _forgot_password,
            "resend_confirmation_code": _resend_confirmation_code,
            "revoke_token": _revoke_token,
        }.items():
            monkeypatch.setattr(CognitoIdpResponse, name, answer, raising=False)
        aws.client.cache_clear()
        self.client: Any = boto3.client("cognito-idp")
        needed = {"RequireNumbers": True, "RequireLowercase": False, "RequireUppercase": False, "RequireSymbols": False}
        custom = ("actor", "partner_id", "partner_type", "roles")
        made = self.client.create_user_pool(
            PoolName="users",
            AutoVerifiedAttributes=["phone_number"],
            Policies={"PasswordPolicy": {"MinimumLength": 8, **needed}},
            Schema=[{"Name": name, "AttributeDataType": "String", "Mutable": True} for name in custom],
        )
        self.pool_id = made["UserPool"]["Id"]
        client = self.client.create_user_pool_client(
            UserPoolId=self.pool_id, ClientName="portal", ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
        )
        self.client_id = client["UserPoolClient"]["ClientId"]
        monkeypatch.setenv("USER_POOL_ID", self.pool_id)
        monkeypatch.setenv("USER_POOL_CLIENT_ID", self.client_id)
        self._publish_keys(monkeypatch)

    def _publish_keys(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The mock signs with a key of its own, whose public half we believe."""
        published = json.loads(gzip.decompress(files("moto.cognitoidp").joinpath("resources/jwks-public.json.gz").read_bytes()))
        key = jwt.PyJWK(published["keys"][0]).key
        monkeypatch.setattr(signin, "_keys", lambda: SimpleNamespace(get_signing_key_from_jwt=lambda token: SimpleNamespace(key=key)))
        monkeypatch.setattr(signin, "issuer", lambda: f"https://cognito-idp.{REGION}.amazonaws.com/{self.pool_id}")

    def staff(self, name: str, password: str = PASSWORD, **claims: str) -> str:
        """Somebody whom an operator of the cloud created, with our own claims; his id."""
        attributes = [{"Name": f"custom:{claim}", "Value": value} for claim, value in claims.items()]
        self.client.admin_create_user(UserPoolId=self.pool_id, Username=name, UserAttributes=attributes)
        self.client.admin_set_user_password(UserPoolId=self.pool_id, Username=name, Password=password, Permanent=True)
        return self.user(name)["sub"]

    def change_mobile(self, name: str, mobile: str) -> None:
        """Somebody signed in at the pool itself gives another mobile, which no code has proved."""
        changed = [{"Name": "phone_number", "Value": f"+86{mobile}"}, {"Name": "phone_number_verified", "Value": "false"}]
        self.client.admin_update_user_attributes(UserPoolId=self.pool_id, Username=name, UserAttributes=changed)

    def user(self, name: str) -> dict[str, str]:
        """A user's attributes and status."""
        found = self.client.admin_get_user(UserPoolId=self.pool_id, Username=name)
        return {"status": found["UserStatus"], **{entry["Name"]: entry["Value"] for entry in found["UserAttributes"]}}

    def names(self) -> list[str]:
        """Everybody in the pool."""
        return [user["Username"] for user in self.client.list_users(UserPoolId=self.pool_id)["Users"]]


def sign_in(world: World, name: str, password: str = PASSWORD, **more: Any) -> Answer:
    """One try."""
    return world.call(None, "POST", "/identity/sessions", {"account_name": name, "password": password, **more})


def person(id_token: str) -> Person:
    """Who the authorizer finds behind a token. Raises NotSignedIn."""
    return person_of(f"Bearer {id_token}")


def caller(session: dict[str, Any]) -> Caller:
    """Whoever signed in, as a function gets to know him."""
    found = person(session["id_token"])
    member, name = found.membership, found.account.account_name if found.account else ""
    if member is None:
        return Caller(found.user_id, Actor.CUSTOMER, (Role.CUSTOMER.value,), name, customer=found.user_id, session=found.session.session_id)
    return Caller(found.user_id, member.actor, tuple(member.roles), name, partner=member.partner_id, session=found.session.session_id)


def an_account(world: World, mobile: str = "13800005555", name: str | None = "chenxing", password: str = PASSWORD) -> str:
    """Somebody opens an account; its name."""
    form = {"mobile": mobile, "new_password": password, "confirm_password": password}
    made = world.call(None, "POST", "/identity/accounts", form).ok()
    given = {"code": CODE, **({"account_name": name} if name else {})}
    return str(world.call(None, "POST", f"/identity/accounts/{made['registration_id']}/confirmation", given).ok()["account_name"])


def signed_in(world: World, name: str, password: str = PASSWORD) -> tuple[Caller, dict[str, Any]]:
    """Somebody with an account, signed in: as a caller, and what the sign-in answered."""
    session = sign_in(world, name, password).ok()
    return caller(session), session


def account_of(user_id: str) -> Account | None:
    """The record of an account."""
    return a_work().get(account_key(user_id), or_none=True)


def people(user_id: str) -> list[PersonRecord]:
    """Everything in a person's partition."""
    return list(a_work().query(PersonRecord, Account.partition(user_id=user_id), limit=100).items)


def a_membership(user_id: str, tenant: str, **fields: Any) -> Membership:
    """A membership as the organisation's administration makes it."""
    told = {"account_name": "zhang.san", "name": "张三", "roles": [Role.PARTNER_ADMIN.value], "actor": Actor.PARTNER, "status": "active"}
    member = Membership(user_id=user_id, tenant=tenant, joined_at=real_now(), **{**told, **fields})
    keep(member)
    return member


def keep(*records: Any) -> None:
    """Put records into the table."""
    work = a_work()
    work.keep(*records)
    work.commit()


def a_work() -> Work:
    """A unit of work of nobody in particular."""
    return Work(Caller.system("test"), real_now(), Origin("test", "test"))
