"""The partner's members (guide 5.1.1.3, 5.1.1.5)."""

from partner_center.organisation import MEMBERS

app = MEMBERS.get("/members", detail="{user_id}", allow="organisation.read", guide=["5.1.1.3/list_org_members", "5.1.1.5/get_org_member"])
