"""What people read when something about applications is refused (the reasons of the account check stand beside their conditions)."""

from partner_center.kernel.messages import texts

texts(
    other_side_decides=("该申请由对方处理", "The other side decides this application"),
    wait_or_cancel=("请等待对方处理，或取消申请", "Wait for the other side, or cancel the application"),
    only_filer_cancels=("仅申请方可取消", "Only whoever filed the application can cancel it"),
    decide_instead=("请同意或驳回该申请", "Agree to it or refuse it"),
    notes_not_acknowledged=("请先勾选“我已了解以上注意事项并同意此操作”", "Tick that you understood the notes and agree to the operation"),
    application_reason_missing=("请填写申请原因", "Give a reason for the application"),
    switching_notice_not_accepted=("须先阅读并同意关联关系切换须知", "The notice on switching the association type must be accepted first"),
    withdraw_by_ticket=(
        "切换前的现金余额在切换后不能使用，请提交工单提现",
        "The cash balance from before the switch cannot be spent afterwards; withdraw it by a ticket",
    ),
    withdraw_yourself=(
        "切换前的现金余额在切换后不能使用，请自行提现",
        "The cash balance from before the switch cannot be spent afterwards; withdraw it yourself",
    ),
    credit_is_reclaimed=(
        "作为直接客户持有的信用额度将在切换后自动收回",
        "The credit held as a direct customer is reclaimed automatically with the switch",
    ),
)
