from .billing_mode import BillingMode as BillingMode
from .contracts import (
    ConsumptionTotals as ConsumptionTotals,
    GetConsumptionTotals as GetConsumptionTotals,
    MappedSubAccount as MappedSubAccount,
    MappedSubAccounts as MappedSubAccounts,
    MapSubAccount as MapSubAccount,
    MapSubAccounts as MapSubAccounts,
)
from .events import ChargedGroup as ChargedGroup, UsageCharged as UsageCharged, UsageGroup as UsageGroup, UsageRecorded as UsageRecorded
from .intake import take_in_usage as take_in_usage
from .not_charged import usage_not_charged as usage_not_charged
from .sub_account import map_sub_account as map_sub_account, map_sub_accounts as map_sub_accounts
from .summarise import summarise_charges as summarise_charges, summarise_usage as summarise_usage
from .summary import (
    ConsumptionSummary as ConsumptionSummary,
    CustomerMonth as CustomerMonth,
    customer_month_key as customer_month_key,
    customer_months as customer_months,
    product_rows as product_rows,
)
from .totals import get_consumption_totals as get_consumption_totals
from .usage_control import (
    close_period as close_period,
    partners_of_period as partners_of_period,
    refuses_unsettled as refuses_unsettled,
    usage_control_key as usage_control_key,
)
from .views import (
    CONSUMPTION_DETAILS as CONSUMPTION_DETAILS,
    CONSUMPTION_SUMMARY as CONSUMPTION_SUMMARY,
    REFUND_SUMMARY as REFUND_SUMMARY,
    USAGE_FILES as USAGE_FILES,
)
