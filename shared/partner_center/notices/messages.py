"""What people read when something about notices is refused."""

from partner_center.kernel.messages import texts

texts(
    category_unknown=("没有此消息类型", "There is no such category of notices"),
    category_always_told=("资金与安全类消息的站内信和邮件不可关闭", "Notices of money and security cannot be switched off"),
    recipient_not_a_member=("接收人不是在职成员", "A recipient is not an active member"),
    recipient_known=("该接收人已添加", "That recipient has been added already"),
    too_many_recipients=("接收人数量超过上限", "There are more recipients than allowed"),
    delivery_not_failed=("仅发送失败的通知可重发", "Only a failed notice can be sent again"),
)
