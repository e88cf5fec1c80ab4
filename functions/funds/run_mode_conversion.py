"""Settle the partners of a conversion, one transaction each, or those that are left of it (guide 10.6.3.1)."""

from partner_center.funds import run_mode_conversion
from partner_center.platform.consumer import Consumer, Reach, Told


@Consumer.hears_named("funds.mode_conversion_waiting", reach=Reach.MONEY, memory_mb=1024, timeout_s=900)
def app(told: Told) -> None:
    run_mode_conversion(told)
