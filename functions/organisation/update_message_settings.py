"""Language and time zone in which the partner is told things (guide 4.2)."""

from partner_center.organisation import MessageSettings, Settings, update_message_settings
from partner_center.platform.action import Action, Caller, Work


@Action.put("/settings/messages", allow="organisation.settings", guide=["4.2/update_message_settings"])
def app(request: MessageSettings, caller: Caller, work: Work) -> Settings:
    return update_message_settings(request, caller, work)
