"""Activities for which customers can be invited (guide 10.3.4.3)."""

from partner_center.customers import INVITE_ACTIVITIES

app = INVITE_ACTIVITIES.get("/activities", allow="customers.invite", guide=["10.3.4.3/list_invite_activities"])
