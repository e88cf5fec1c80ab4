"""E-mails and SMS that have not left, for the vendor's operations."""

from partner_center.notices import UNSENT

app = UNSENT.get("/deliveries", detail="{delivery_id}", allow="notices.watch", guide=[])
