"""Whose token is believed."""

import time
from types import SimpleNamespace

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from partner_center.platform import signin
from partner_center.platform.signin import NotSignedIn, claims_of

OURS, FOREIGN = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2))


@pytest.fixture(autouse=True)
def published_key(monkeypatch):
    published = SimpleNamespace(get_signing_key_from_jwt=lambda token: SimpleNamespace(key=OURS.public_key()))
    monkeypatch.setattr(signin, "_keys", lambda: published)
    monkeypatch.setenv("USER_POOL_CLIENT_ID", "portal")


def token(key=OURS, algorithm="RS256", **claims) -> str:
    now = int(time.time())
    told = {"sub": "u1", "iat": now, "exp": now + 60, "aud": "portal", "iss": signin.issuer(), "token_use": "id", **claims}
    return jwt.encode({name: value for name, value in told.items() if value is not None}, key, algorithm)


def test_an_id_token_of_our_pool_is_believed():
    assert claims_of(f"Bearer {token()}")["sub"] == "u1"


@pytest.mark.parametrize(
    "claims",
    [
        {"key": FOREIGN},
        {"key": "s" * 32, "algorithm": "HS256"},
        {"key": None, "algorithm": "none"},
        {"aud": "another-client"},
        {"iss": "https://cognito-idp.cn-north-1.amazonaws.com/another-pool"},
        {"token_use": "access"},
        {"token_use": None},
        {"exp": 1},
        {"exp": None},
    ],
)
def test_no_other_token_is(claims):
    with pytest.raises(NotSignedIn):
        claims_of(f"Bearer {token(**claims)}")
