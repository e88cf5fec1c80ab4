"""Plan the notices of an event: portal messages at once, e-mails and SMS to be sent."""

from partner_center.notices import events_told, plan_notices
from partner_center.platform.consumer import Consumer, Told


@Consumer.hears_named(*events_told())
def app(told: Told) -> None:
    plan_notices(told)
