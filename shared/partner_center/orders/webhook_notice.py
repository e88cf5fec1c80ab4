"""What the order system's webhook sends."""

from __future__ import annotations

from pydantic import ConfigDict, Field

from partner_center.orders.events import OrderNoticeReceived
from partner_center.orders.news import Notice
from partner_center.platform.webhook import Notice as WebhookNotice
from partner_center.platform.work import Work


class OrderNotice(WebhookNotice):
    """One piece of the order system's news."""

    model_config = ConfigDict(extra="forbid")

    notice: Notice = Field(discriminator="about")


def receive_order_notice(notice: OrderNotice, work: Work) -> str:
    """Tell of one piece of news; its consumer takes it in. Answers what it is about, kept with the notice."""
    work.emit(OrderNoticeReceived(partner_id="", notice=notice.notice))
    return notice.notice.about
