"""The signed-in person's exports of the last three days (guide 10.4)."""

from partner_center.exports import EXPORT_TASKS

app = EXPORT_TASKS.get(
    "/tasks",
    detail="{task_id}",
    allow=None,
    guide=["10.4/list_export_records", "10.6.1.2/list_export_records", "14.2.2.5/list_voucher_export_jobs"],
)
