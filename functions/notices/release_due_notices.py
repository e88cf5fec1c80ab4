"""Release notices that waited for working hours or for another try (guide 4.2)."""

from partner_center.notices import release_due_notices
from partner_center.platform.schedule import Run, Schedule


@Schedule.cron("*/5 * * * ? *", guide=["4.2/send_working_hours_messages"])
def app(run: Run) -> None:
    release_due_notices(run)
