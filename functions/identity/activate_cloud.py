"""Activate the cloud account by accepting its terms (guide 1.1)."""

from partner_center.identity import ActivateCloud, CloudActivated, activate_cloud
from partner_center.platform.action import Action, Caller, Work


@Action.post("/me/cloud", guide=["1.1/activate_cloud"])
def app(request: ActivateCloud, caller: Caller, work: Work) -> CloudActivated:
    return activate_cloud(request, caller, work)
