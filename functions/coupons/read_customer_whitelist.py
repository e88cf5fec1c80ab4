"""Read the file of a new version of the whitelist, and let the version count (guide 14.2.1.2)."""

from partner_center.coupons import read_customer_whitelist
from partner_center.platform.consumer import Consumer, Told


@Consumer.hears_named("coupons.whitelist_imported", guide=["14.2.1.2/import_customer_whitelist"], memory_mb=1024, timeout_s=900)
def app(told: Told) -> None:
    read_customer_whitelist(told)
