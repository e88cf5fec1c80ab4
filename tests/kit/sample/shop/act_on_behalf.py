"""Do something that a partner may do under its commitment only."""

from partner_center.identity import ON_BEHALF_COMMITMENT
from partner_center.platform.action import Action
from tests.kit.sample.purse import Said


@Action.post("/on-behalf", agreement=ON_BEHALF_COMMITMENT)
def app(request: Said) -> Said:
    return request
