"""The members who have a role (guide 5.1.1.4)."""

from partner_center.organisation import ROLE_MEMBERS

app = ROLE_MEMBERS.get("/roles/{role_id}/members", allow="organisation.read", guide=["5.1.1.4/list_role_members"])
