"""All roles with how many members have each (guide 5.1.1.4)."""

from partner_center.organisation import Roles, list_roles
from partner_center.platform.action import Action, Caller, Work


@Action.get("/roles", allow="organisation.read", guide=["5.1.1.4/list_roles"])
def app(caller: Caller, work: Work) -> Roles:
    return list_roles(caller, work)
