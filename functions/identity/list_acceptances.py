"""What the caller accepted, for itself or for its customer account or partner, with the text as it was (guide 13.11, 19)."""

from partner_center.identity import ACCEPTANCES

app = ACCEPTANCES.get("/acceptances", allow=None, guide=[])
