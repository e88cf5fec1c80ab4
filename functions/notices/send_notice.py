"""Send a planned notice by e-mail or SMS."""

from partner_center.notices import DeliveryDue, send_notice
from partner_center.platform.consumer import Consumer, Told


@Consumer.hears_named(DeliveryDue.NAME, timeout_s=120)
def app(told: Told) -> None:
    send_notice(told)
