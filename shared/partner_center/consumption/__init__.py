"""Consumption: usage taken in from providers' files, its sums, and what of it is settled."""

from partner_center.consumption import messages  # noqa: F401 - the texts of refusals
from partner_center.consumption.billing_mode import BillingMode
from partner_center.consumption.contracts import (
    ConsumptionTotals,
    GetConsumptionTotals,
    MappedSubAccount,
    MappedSubAccounts,
    MapSubAccount,
    MapSubAccounts,
)
from partner_center.consumption.events import ChargedGroup, UsageCharged, UsageGroup, UsageRecorded
from partner_center.consumption.intake import take_in_usage
from partner_center.consumption.sub_account import map_sub_account, map_sub_accounts
from partner_center.consumption.summarise import summarise_charges, summarise_usage
from partner_center.consumption.summary import ConsumptionSummary, CustomerMonth, customer_month_key, customer_months, product_rows
from partner_center.consumption.totals import get_consumption_totals
from partner_center.consumption.usage_control import close_period, partners_of_period, refuses_unsettled, usage_control_key
from partner_center.consumption.views import CONSUMPTION_DETAILS, CONSUMPTION_SUMMARY, REFUND_SUMMARY, USAGE_FILES

__all__ = [
    "CONSUMPTION_DETAILS",
    "CONSUMPTION_SUMMARY",
    "REFUND_SUMMARY",
    "USAGE_FILES",
    "BillingMode",
    "ChargedGroup",
    "ConsumptionSummary",
    "ConsumptionTotals",
    "CustomerMonth",
    "GetConsumptionTotals",
    "MapSubAccount",
    "MapSubAccounts",
    "MappedSubAccount",
    "MappedSubAccounts",
    "UsageCharged",
    "UsageGroup",
    "UsageRecorded",
    "close_period",
    "customer_month_key",
    "customer_months",
    "get_consumption_totals",
    "map_sub_account",
    "map_sub_accounts",
    "partners_of_period",
    "product_rows",
    "refuses_unsettled",
    "summarise_charges",
    "summarise_usage",
    "take_in_usage",
    "usage_control_key",
]
