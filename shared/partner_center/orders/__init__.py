"""Orders: what customers' usage costs is paid here."""

from partner_center.orders.charge import charge_usage
from partner_center.orders.events import UsageLeftToCharge
from partner_center.orders.usage_meter import UsageMeter, usage_meter_key

__all__ = ["UsageLeftToCharge", "UsageMeter", "charge_usage", "usage_meter_key"]
