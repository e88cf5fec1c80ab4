"""The reviews that wait for a duty, the soonest due first."""

from partner_center.reviews import WAITING_REVIEWS

app = WAITING_REVIEWS.get("/duties/{duty}/tasks", detail="{task_id}", allow="reviews.work", guide=[])
