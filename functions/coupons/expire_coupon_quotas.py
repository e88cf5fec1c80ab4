"""Note which coupon quotas are over (guide 10.4.6.1.1)."""

from partner_center.coupons import expire_coupon_quotas
from partner_center.platform.schedule import Run, Schedule


@Schedule.cron("5 * * * ? *", guide=["10.4.6.1.1/expire_voucher_quotas", "11.1.6/expire_reseller_quotas"])
def app(run: Run) -> None:
    expire_coupon_quotas(run)
