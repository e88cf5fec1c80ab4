"""E-mails and SMS to the partner's own people."""

from partner_center.notices import OWN

app = OWN.get("/own-deliveries", detail="{delivery_id}", allow="notices.subscribe", guide=[])
