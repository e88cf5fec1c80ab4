"""Incentives: policies, incentive bills and their reconciliation, payout (10.7)."""

from partner_center.incentives import messages as messages
from partner_center.incentives.apply import apply_incentive_payout
from partner_center.incentives.auto import get_auto_payout_setting, run_auto_payout, set_auto_payout
from partner_center.incentives.contracts import (
    ApplyIncentivePayout,
    AutoPayoutState,
    ConfirmIncentiveBills,
    ListProductPolicies,
    PayoutMade,
    PolicyList,
    ReconciledBill,
    ReconciledBills,
    RejectIncentiveBills,
    SetAutoPayout,
)
from partner_center.incentives.events import PayoutCompleted
from partner_center.incentives.expire import expire_unapplied_incentives
from partner_center.incentives.generate import generate_incentive_bills
from partner_center.incentives.policy_list import list_product_policies
from partner_center.incentives.reconcile import confirm_incentive_bills, reject_incentive_bills
from partner_center.incentives.views import INCENTIVE_BILL_DETAILS, INCENTIVE_BILLS, INCENTIVE_DETAILS, PAYABLE_INCENTIVES, PAYOUTS

__all__ = [
    "INCENTIVE_BILLS",
    "INCENTIVE_BILL_DETAILS",
    "INCENTIVE_DETAILS",
    "PAYABLE_INCENTIVES",
    "PAYOUTS",
    "ApplyIncentivePayout",
    "AutoPayoutState",
    "ConfirmIncentiveBills",
    "ListProductPolicies",
    "PayoutCompleted",
    "PayoutMade",
    "PolicyList",
    "ReconciledBill",
    "ReconciledBills",
    "RejectIncentiveBills",
    "SetAutoPayout",
    "apply_incentive_payout",
    "confirm_incentive_bills",
    "expire_unapplied_incentives",
    "generate_incentive_bills",
    "get_auto_payout_setting",
    "list_product_policies",
    "reject_incentive_bills",
    "run_auto_payout",
    "set_auto_payout",
]
