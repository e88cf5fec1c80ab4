"""The words of the API about activities and their links."""

from __future__ import annotations

from pydantic import model_validator

from partner_center.customers.association import AssociationType
from partner_center.kernel.errors import Wrong
from partner_center.platform.contracts import Id, Name, Remark, Request, Response, Time, field


class RecordActivity(Request):
    """What the vendor tells of an activity; telling it again replaces it."""

    activity_id: Id
    name: Name = field("活动名称", "Activity")
    description: Remark | None = field("活动说明", "Description", default=None)
    starts_at: Time = field("开始时间", "Begins at")
    ends_at: Time = field("结束时间", "Ends at")

    @model_validator(mode="after")
    def _begins_before_it_ends(self) -> RecordActivity:
        if self.ends_at <= self.starts_at:
            raise Wrong("活动开始时间须早于结束时间", "an activity begins before it ends")
        return self


class ActivityState(Response):
    """An activity after a command."""

    activity_id: str
    name: str
    starts_at: Time
    ends_at: Time


class CreateActivityLink(Request):
    """A link for an activity; with an account manager its customers are his."""

    activity_id: Id = field("活动", "Activity")
    association_type: AssociationType = field("关联类型", "Association type")
    account_manager_id: Id | None = field("客户经理", "Account manager", default=None)
    remark: Remark | None = field("备注", "Remark", default=None)
