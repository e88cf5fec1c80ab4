"""What people read when something about alerts is refused."""

from partner_center.kernel.messages import texts

texts(
    not_responsible_for_customer=("仅客户归属唯一责任人可处理该预警", "Only the person responsible for the customer may handle its alerts"),
    account_manager_handles=("请联系该客户的客户经理处理", "The customer's account manager handles it"),
    administrator_handles=(
        "该客户未分配客户经理，请联系伙伴管理员处理",
        "The customer has no account manager: a partner administrator handles it",
    ),
    alert_already_handled=("该预警已处理", "The alert has been handled"),
    alert_of_other_category=("该预警类别不支持此处理方式", "Alerts of this category are answered in another way"),
    churn_reason_required=("请选择流失原因", "Choose the reason why the customer is lost"),
    churn_feedback_required=("请选择未流失反馈", "Choose the feedback on a customer who is not lost"),
    answer_contradicts_itself=("流失原因与未流失反馈不能同时填写", "Either the reason of a loss or the feedback without one, not both"),
    text_only_with_other=("仅选择“其他”时可填写说明", "A text goes with Other only"),
)
