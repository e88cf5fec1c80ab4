"""What people read when something about budget warnings is refused."""

from partner_center.kernel.messages import texts

texts(
    no_budget_alerts_for_resellers=("云经销商暂无伙伴预算提醒", "There are no budget warnings for resellers"),
    recipient_known=("该接收人已添加", "That recipient has been added already"),
    too_many_recipients=("接收人数量超过上限", "There are more recipients than allowed"),
)
