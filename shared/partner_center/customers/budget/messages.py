"""What people read when something about budget warnings is refused."""

from partner_center.kernel.messages import texts

texts(
    no_budget_alerts_for_resellers=("云经销商暂无伙伴预算提醒", "There are no budget warnings for resellers"),
    recipient_known=("该接收人已添加", "This recipient was added already"),
    too_many_recipients=("接收人数量已达上限", "The limit of recipients is reached"),
)
