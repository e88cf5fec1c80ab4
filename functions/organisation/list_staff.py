"""The vendor's staff."""

from partner_center.organisation import STAFF

app = STAFF.get("/staff", detail="{user_id}", allow="organisation.staff", guide=[])
