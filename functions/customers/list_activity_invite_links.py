"""The activity links that the partner made (guide 10.3.4.3)."""

from partner_center.customers import ACTIVITY_LINKS

app = ACTIVITY_LINKS.get("/activity-links", allow="customers.invite", guide=["10.3.4.3/list_activity_invite_links"])
