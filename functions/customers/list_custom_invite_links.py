"""The custom invitation links that the partner made (guide 10.3.4.3)."""

from partner_center.customers import CUSTOM_LINKS

app = CUSTOM_LINKS.get("/invitation-links", allow="customers.invite", guide=["10.3.4.3/list_custom_invite_links"])
