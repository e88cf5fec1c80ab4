"""The caller's own portal messages."""

from partner_center.notices import MESSAGES
from partner_center.platform.agency import BOTH

app = MESSAGES.get("/messages", detail="{message_id}", allow=None, agents=BOTH, guide=[])
