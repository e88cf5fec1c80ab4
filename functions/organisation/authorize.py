"""The authorizer of every API: a sign-in token becomes a caller."""

from partner_center.customers import AGENCY
from partner_center.organisation import caller_of
from partner_center.platform.authorizer import Authorizer
from partner_center.platform.caller import Caller


@Authorizer.bearer
def app(authorization: str) -> Caller:
    return caller_of(authorization, AGENCY)
