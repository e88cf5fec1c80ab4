"""A user pool in tests, like infra's: sign-up by name with a mobile, sign-in by password."""

from __future__ import annotations

from typing import Any

import boto3
import pytest
from moto.cognitoidp.models import CognitoIdpBackend, UserStatus

from partner_center.identity import users


def _confirm_sign_up(backend: CognitoIdpBackend, client_id: str, username: str) -> str:
    """What the service does and its mock forgets: the code proves the mobile too."""
    (pool,) = (pool for pool in backend.user_pools.values() if client_id in pool.clients)
    user = backend.admin_get_user(pool.id, username)
    user.status = UserStatus.CONFIRMED
    user.update_attributes([{"Name": "phone_number_verified", "Value": "true"}])
    return ""


class UserPool:
    """A mocked user pool."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("AWS_DEFAULT_REGION", "ap-southeast-1")  # the mock knows no user pools in cn-north-1
        monkeypatch.setattr(CognitoIdpBackend, "confirm_sign_up", _confirm_sign_up)
        users._pool.cache_clear()
        self.client: Any = boto3.client("cognito-idp")
        needed = {"RequireNumbers": True, "RequireLowercase": True, "RequireUppercase": True, "RequireSymbols": False}
        custom = ("actor", "partner_id", "partner_type", "roles")
        pool = self.client.create_user_pool(
            PoolName="users",
            AutoVerifiedAttributes=["phone_number"],
            Policies={"PasswordPolicy": {"MinimumLength": 8, **needed}},
            Schema=[{"Name": name, "AttributeDataType": "String", "Mutable": True} for name in custom],
        )
        self.pool_id = pool["UserPool"]["Id"]
        client = self.client.create_user_pool_client(
            UserPoolId=self.pool_id, ClientName="portal", ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
        )
        self.client_id = client["UserPoolClient"]["ClientId"]
        monkeypatch.setenv("USER_POOL_ID", self.pool_id)
        monkeypatch.setenv("USER_POOL_CLIENT_ID", self.client_id)

    def staff(self, name: str, password: str, **claims: str) -> str:
        """Somebody whom an administration created, with our own claims; his id."""
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
