"""The authorizer of every API: a sign-in token becomes a caller."""

from partner_center.platform.authorizer import Authorizer
from partner_center.platform.caller import Caller
from partner_center.platform.signin import caller_of


@Authorizer.bearer
def app(authorization: str) -> Caller:
    return caller_of(authorization)
