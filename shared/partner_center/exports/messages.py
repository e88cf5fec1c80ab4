"""What people read about exports and about revealed fields."""

from partner_center.kernel.messages import texts

texts(
    export_created=("导出任务创建成功", "Export task created"),
    export_not_allowed=("您没有导出此页面的权限", "You may not export this page"),
    ask_super_admin=("请联系超级管理员导出", "Ask the super administrator to export it"),
    export_span_needed=("请选择导出的起始时间", "Say from when on to export"),
    export_span_too_long=("单次导出的时间范围超过上限", "One export covers a shorter span of time"),
    export_in_several=("请分多次导出", "Export it in several parts"),
    export_not_completed=("仅已完成的导出任务可以下载", "Only a completed export can be downloaded"),
    wait_for_export=("请等待导出完成", "Wait until the export is completed"),
    export_again=("请重新导出", "Ask for the export again"),
    export_too_large=("记录数超过单次导出上限", "There are more records than one export holds"),
    export_interrupted=("导出多次中断", "The export was interrupted again and again"),
)
