"""The pages of conversions, for the vendor's operations managers."""

from __future__ import annotations

from partner_center.funds.conversion.run import Block, Flaw, ModeConversion, ModeConversionResult, Outcome, RunStatus, result_key, run_key
from partner_center.kernel.labels import Label, Labelled
from partner_center.platform.view import View, col, contains, equals

MODE_CONVERSIONS = View(
    ModeConversion,
    title=Label("账户模式转换", "Conversions of the account mode"),
    within=lambda caller, asked: ModeConversion.partition(),
    one=lambda caller, conversion_id: run_key(conversion_id),
    columns=[
        col("conversion_id", "批次号", "Run"),
        col("is_trial", "是否试运行", "A trial"),
        col("allocation_mode", "目标账户模式", "To the mode"),
        col("status", "状态", "Status"),
        col("convertible", "可转换", "Can be converted"),
        col("converted", "已转换", "Converted"),
        col("unchanged", "已是该模式", "In that mode already"),
        col("blocked", "暂不可转换", "Blocked"),
        col("unsound", "账目不符", "Not sound"),
        col("asked_by", "发起人", "Asked by"),
        col("asked_at", "发起时间", "Asked at"),
        col("completed_at", "完成时间", "Completed at"),
        col("trial_id", "试运行批次", "Follows the trial", in_list=False),
        col("executed_as", "执行批次", "Followed by", in_list=False),
        col("partner_ids", "指定伙伴", "Partners named", in_list=False),
    ],
    filters=[equals("status", "状态", "Status", RunStatus)],
)


def _labels(kind: type[Labelled], values: list[str]) -> list[Label]:
    return [kind(value).label for value in values]


MODE_CONVERSION_RESULTS = View(
    ModeConversionResult,
    title=Label("账户模式转换结果", "Results of a conversion"),
    within=lambda caller, asked: ModeConversionResult.partition(conversion_id=asked["conversion_id"]),
    one=lambda caller, conversion_id, partner_id: result_key(conversion_id, partner_id),
    newest_first=False,
    columns=[
        col("partner_id", "伙伴ID", "Partner ID"),
        col("partner_name", "伙伴名称", "Partner", masked=True),
        col("outcome", "结果", "Outcome"),
        col("mode_before", "原账户模式", "Mode before"),
        col("account_balance_before", "原账户余额(¥)", "Account balance before"),
        col("account_balance_after", "转换后账户余额(¥)", "Account balance after"),
        col("allocatable_balance_before", "原可拨款账户余额(¥)", "Allocatable balance before"),
        col("allocatable_balance_after", "转换后可拨款账户余额(¥)", "Allocatable balance after"),
        col("flaws", "账目不符项", "What is not sound", value=lambda result: _labels(Flaw, result.flaws)),
        col("blocks", "阻塞项", "What blocks it", value=lambda result: _labels(Block, result.blocks)),
        col("settled_at", "时间", "Time"),
    ],
    filters=[equals("outcome", "结果", "Outcome", Outcome), contains("partner_name", "伙伴名称", "Partner")],
)
