"""The applications of resellers that want to work with the distributor (guide 11.1.1)."""

from partner_center.resellers import COOPERATION_APPLICATIONS

app = COOPERATION_APPLICATIONS.get(
    "/cooperation-applications", detail="{application_id}", allow="resellers.read", guide=["11.1.1/list_cooperation_applications"]
)
