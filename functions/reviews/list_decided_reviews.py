"""The reviews of a duty that are over, the newest first."""

from partner_center.reviews import DECIDED_REVIEWS

app = DECIDED_REVIEWS.get("/duties/{duty}/decisions", detail="{task_id}", allow="reviews.work", guide=[])
