"""Pages of activities and their links."""

from __future__ import annotations

from partner_center.customers.activities.activity import InviteActivity
from partner_center.customers.association import AssociationType
from partner_center.customers.link import Channel, InvitationLink, url_of
from partner_center.kernel.labels import Label
from partner_center.platform.view import View, col, contains, equals

INVITE_ACTIVITIES = View(
    InviteActivity,
    title=Label("可邀请的活动", "Activities to invite for"),
    within=lambda caller, asked: InviteActivity.partition(),
    where=lambda now: InviteActivity.ends_at > now,
    columns=[
        col("activity_id", "活动编号", "Activity ID"),
        col("name", "活动名称", "Activity"),
        col("description", "活动说明", "Description"),
        col("starts_at", "开始时间", "Begins at"),
        col("ends_at", "结束时间", "Ends at"),
    ],
    filters=[contains("name", "活动名称", "Activity")],
)

ACTIVITY_LINKS = View(
    InvitationLink,
    title=Label("活动邀请链接", "Activity invitation links"),
    within=lambda caller, asked: InvitationLink.partition(partner_id=caller.partner_id, channel=Channel.ACTIVITY_LINK),
    columns=[
        col("link_id", "链接编号", "Link"),
        col("url", "邀请链接", "URL", value=url_of),
        col("association_type", "关联类型", "Association type"),
        col("activity_id", "活动编号", "Activity ID"),
        col("activity_name", "活动名称", "Activity"),
        col("account_manager_id", "客户经理", "Account manager"),
        col("remark", "备注", "Remark"),
        col("created_by", "生成人", "Created by"),
        col("created_at", "生成时间", "Created at"),
    ],
    filters=[
        equals("association_type", "关联类型", "Association type", AssociationType),
        equals("activity_id", "活动编号", "Activity ID"),
        contains("activity_name", "活动名称", "Activity"),
    ],
)
