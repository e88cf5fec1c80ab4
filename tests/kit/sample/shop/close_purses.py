"""Close purses whose time has come."""

from partner_center.platform.schedule import Run, Schedule, Work
from tests.kit.sample.purse import Purse


@Schedule.cron("5 0 * * ? *")
def app(run: Run) -> None:
    def close(purse: Purse, work: Work) -> None:
        found = work.get(Purse.key(partner_id=purse.partner_id, purse_id=purse.purse_id))
        if found.holder == "stubborn":
            raise RuntimeError("no")
        found.closes_at = None
        work.change(found)

    run.each(run.due(Purse), close)
