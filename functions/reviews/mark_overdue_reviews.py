"""Tell of reviews that were not decided in time."""

from partner_center.platform.schedule import Run, Schedule
from partner_center.reviews import mark_overdue_reviews


@Schedule.cron("5 0/1 * * ? *")
def app(run: Run) -> None:
    mark_overdue_reviews(run)
