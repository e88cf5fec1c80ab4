"""The menu tree out of which roles are put together (guide 5.1.1.4)."""

from partner_center.organisation import Menus, list_permissions
from partner_center.platform.action import Action


@Action.get("/permissions", allow="organisation.read", guide=["5.1.1.4/list_permissions"])
def app() -> Menus:
    return list_permissions()
