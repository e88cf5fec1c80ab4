"""The partner's settings."""

from partner_center.organisation import Settings, get_settings
from partner_center.platform.action import Action, Caller, Work


@Action.get("/settings", allow="organisation.settings")
def app(caller: Caller, work: Work) -> Settings:
    return get_settings(caller, work)
