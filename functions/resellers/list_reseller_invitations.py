"""The invitations of resellers that the distributor sent (guide 11.1.2)."""

from partner_center.resellers import INVITATIONS

app = INVITATIONS.get("/invitations", detail="{invitation_id}", allow="resellers.read", guide=["11.1.2/list_reseller_invitations"])
