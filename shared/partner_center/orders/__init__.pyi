from .charge import charge_usage as charge_usage
from .events import UsageLeftToCharge as UsageLeftToCharge
from .usage_meter import UsageMeter as UsageMeter, usage_meter_key as usage_meter_key
