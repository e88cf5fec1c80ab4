"""The jobs over reports and invitations may die after any write: the next run ends in the state of one that was not interrupted."""

from __future__ import annotations

import pytest

from tests.kit import faults
from tests.kit.customers import invite, open_reports, record_of, report, report_of

pytestmark = pytest.mark.usefixtures("partners")


@pytest.mark.parametrize("writes", [1, 2])
@pytest.mark.parametrize("job", ["customers.expire_customer_reports", "customers.expire_invitations"])
def test_what_is_over_lapses_once_though_the_job_dies_after_any_write(world, job: str, writes: int):
    reports = [report(world, mobile=f"1350000000{n}", email=f"it{n}@chenxing.example").ok()["report_id"] for n in range(3)]
    for report_id in reports:
        invite(world, report_id).ok()
    as_of = "2024-09-18T10:10:00+08:00"
    with pytest.raises(faults.Killed), faults.watching(after=faults.killed_after(writes)):
        world.run_job(job, as_of)
    assert world.run_job(job, as_of)["done"] == 3 - writes
    if job == "customers.expire_customer_reports":
        assert {report_of("P1", report_id).status for report_id in reports} == {"expired"}
        assert open_reports() == 0
    else:
        assert {record_of(report_id).status for report_id in reports} == {"expired"}
