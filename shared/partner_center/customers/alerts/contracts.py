"""Requests and answers about alerts."""

from __future__ import annotations

from typing import Annotated

from pydantic import ConfigDict, Field, StringConstraints, model_validator

from partner_center.customers.alerts.alert import AlertStatus
from partner_center.customers.alerts.answers import ChurnReason, NotChurnedFeedback, ResourceResult
from partner_center.customers.alerts.category import AlertCategory
from partner_center.kernel.errors import Wrong
from partner_center.platform.contracts import Id, Remark, Request, Response, Time, field
from partner_center.platform.model import Model

AT_ONCE = 25  # alerts in one call

Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=256)]
Detail = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]


class AlertFacts(Model):
    """An alert as the cloud platform tells of it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    alert_id: Id = field("预警ID", "Alert ID")
    customer_id: Id = field("客户ID", "Customer ID")
    scene_name: Title = field("场景名称", "Scene")
    category: AlertCategory = field("预警类别", "Category")
    title: Title = field("标题", "Title")
    detail: Detail = field("预警详情", "Detail")
    sent_at: Time = field("发送时间", "Sent at")
    lapses_at: Time | None = field("失效时间", "Matters no more from", default=None)

    @property
    def identity(self) -> tuple[str, str]:
        """Customer and alert: what names an alert."""
        return self.customer_id, self.alert_id


class RecordAlerts(Request):
    """Some alerts about any customers, each once."""

    alerts: list[AlertFacts] = Field(min_length=1, max_length=AT_ONCE, description="预警 / Alerts")

    @model_validator(mode="after")
    def _each_once(self) -> RecordAlerts:
        if len({facts.identity for facts in self.alerts}) < len(self.alerts):
            raise Wrong("alerts：同一预警只能出现一次", "alerts: no alert twice")
        return self


class RecordedAlerts(Response):
    """recorded: new ones. known: what was told before; an alert never changes."""

    recorded: int
    known: int


class HandleAlert(Request):
    """The alert that is answered."""

    customer_id: Id = field("客户ID", "Customer ID")
    alert_id: Id = field("预警ID", "Alert ID")
    other_text: Remark | None = field("其他说明", "What else (with Other only)", default=None, min_length=1)


class HandleChurnAlert(HandleAlert):
    """Is the customer lost, and why or why not."""

    customer_churned: bool = field("客户是否流失", "Is the customer lost")
    churn_reason: ChurnReason | None = field("流失原因", "Reason (when lost)", default=None)
    not_churned_feedback: NotChurnedFeedback | None = field("未流失反馈", "Feedback (when not lost)", default=None)


class HandleResourceAlert(HandleAlert):
    """What became of it."""

    result: ResourceResult = field("处理结果", "Result")


class AlertHandling(Response):
    """An alert that was handled."""

    customer_id: str
    alert_id: str
    status: AlertStatus
    handled_at: Time
