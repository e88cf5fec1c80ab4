"""The page of one's own exports (导出记录)."""

from __future__ import annotations

from partner_center.exports.task import KEPT, ExportFormat, ExportStatus, ExportTask, own_tasks, task_key
from partner_center.kernel.labels import Label
from partner_center.platform.view import View, col, equals

EXPORT_TASKS = View(
    ExportTask,
    title=Label("导出记录", "Export records"),
    within=own_tasks,
    one=lambda caller, task_id: task_key(caller, task_id),
    where=lambda now: ExportTask.requested_at > now - KEPT,
    columns=[
        col("task_id", "任务编号", "Task"),
        col("requested_at", "申请导出时间", "Requested at"),
        col("content", "导出内容", "Content", value=lambda task: task.title),
        col("page", "页面", "Page"),
        col("format", "文件格式", "Format"),
        col("status", "导出状态", "Status"),
        col("rows", "已导出行数", "Rows so far"),
        col("finished_at", "完成时间", "Finished at"),
        col("expires_at", "失效时间", "Kept until"),
        col("failure_reason", "失败原因", "Why it failed", value=lambda task: task.why),
        col("file_name", "文件名", "File name", in_list=False),
        col("size", "文件大小(字节)", "Size in bytes", in_list=False),
        col("asked", "导出条件", "Conditions", in_list=False),
        col("language", "语言", "Language", in_list=False),
    ],
    filters=[
        equals("status", "导出状态", "Status", ExportStatus),
        equals("format", "文件格式", "Format", ExportFormat),
        equals("page", "页面", "Page"),
    ],
)
