"""The texts of what the review desk refuses."""

from partner_center.kernel.messages import texts

texts(
    review_claimed_by_other=("该任务正由其他审核人处理", "Another reviewer has this task"),
    ask_for_a_hand_over=("可由处理人释放，或转交给您", "Its holder can release it, or it can be handed over to you"),
    review_is_over=("该任务已结束", "This task is over"),
    decision_not_offered=("该类审核不支持此结论", "This kind of review does not know that decision"),
    reason_required=("请填写审核意见", "Give a reason"),
)
