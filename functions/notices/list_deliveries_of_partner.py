"""E-mails and SMS to a partner's people, for the vendor's operations."""

from partner_center.notices import OF_PARTNER

app = OF_PARTNER.get("/partners/{partner_id}/deliveries", detail="{delivery_id}", allow="notices.watch", guide=[])
