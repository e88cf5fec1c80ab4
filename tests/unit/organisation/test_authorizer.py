"""The authorizer opens the stage to whoever is signed in, and closes it to everybody else."""

import pytest

from partner_center.kernel.errors import Unavailable
from partner_center.platform import signin
from partner_center.platform.caller import Caller
from partner_center.platform.declarations import Authorize
from tests.kit.world import ROOT, Context, load, partner_user

METHOD = "arn:aws-cn:execute-api:cn-north-1:000000000000:abc123/live/POST/coupons/quotas/Q1"


@pytest.fixture
def authorizer(monkeypatch):
    app = load(ROOT / "functions/organisation/authorize.py").app
    monkeypatch.setattr(app, "_find", lambda authorization: partner_user("P1"))
    return app


def test_it_is_declared_as_the_authorizer(authorizer):
    assert isinstance(authorizer.declaration.trigger, Authorize)
    assert (authorizer.declaration.kind, authorizer.declaration.area) == ("authorizer", "organisation")


def test_the_whole_stage_is_open_and_the_caller_handed_on(authorizer):
    answer = authorizer({"authorizationToken": "Bearer t", "methodArn": METHOD}, Context())
    (statement,) = answer["policyDocument"]["Statement"]
    assert statement["Effect"] == "Allow"
    assert statement["Resource"] == "arn:aws-cn:execute-api:cn-north-1:000000000000:abc123/live/*"
    assert Caller.from_authorizer(answer["context"]) == partner_user("P1")


@pytest.mark.parametrize("header", ["", "Basic abc", "Bearer ", "Bearer not.a.token"])
def test_whoever_is_not_signed_in_is_unauthorized(header):
    app = load(ROOT / "functions/organisation/authorize.py").app
    with pytest.raises(Exception, match=r"^Unauthorized$"):
        app({"authorizationToken": header, "methodArn": METHOD}, Context())


def test_keys_that_cannot_be_fetched_are_a_failure_of_ours_not_a_bad_token(monkeypatch):
    import jwt

    monkeypatch.setenv("JWKS_URL", "http://127.0.0.1:9/jwks.json")
    signin._keys.cache_clear()
    token = jwt.encode({"sub": "u"}, "s" * 32, headers={"kid": "k"})
    app = load(ROOT / "functions/organisation/authorize.py").app
    with pytest.raises(Unavailable):
        app({"authorizationToken": f"Bearer {token}", "methodArn": METHOD}, Context())
    signin._keys.cache_clear()
