"""Switch verification codes on or off (guide 19.8)."""

from partner_center.organisation import ChangeSettings, Settings, change_settings
from partner_center.platform.action import Action, Caller, Work
from partner_center.platform.sensitive import Sensitive


@Action.put(
    "/settings", allow="organisation.settings", sensitive=Sensitive.SWITCH_CODES_OFF, sensitive_when=lambda request: not request.codes_on
)
def app(request: ChangeSettings, caller: Caller, work: Work) -> Settings:
    return change_settings(request, caller, work)
