"""Whom the partner invited to be members, and how it went."""

from partner_center.organisation import INVITATIONS

app = INVITATIONS.get("/invitations", detail="{invitation_id}", allow="organisation.read", guide=[])
