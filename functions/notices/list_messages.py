"""The caller's own portal messages."""

from partner_center.notices import MESSAGES

app = MESSAGES.get("/messages", detail="{message_id}", allow=None, guide=[])
