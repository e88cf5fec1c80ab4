from .apply import apply_incentive_payout as apply_incentive_payout
from .auto import get_auto_payout_setting as get_auto_payout_setting, run_auto_payout as run_auto_payout, set_auto_payout as set_auto_payout
from .contracts import (
    ApplyIncentivePayout as ApplyIncentivePayout,
    AutoPayoutState as AutoPayoutState,
    ConfirmIncentiveBills as ConfirmIncentiveBills,
    ListProductPolicies as ListProductPolicies,
    PayoutMade as PayoutMade,
    PolicyList as PolicyList,
    ReconciledBill as ReconciledBill,
    ReconciledBills as ReconciledBills,
    RejectIncentiveBills as RejectIncentiveBills,
    SetAutoPayout as SetAutoPayout,
)
from .events import PayoutCompleted as PayoutCompleted
from .expire import expire_unapplied_incentives as expire_unapplied_incentives
from .generate import generate_incentive_bills as generate_incentive_bills
from .policy_list import list_product_policies as list_product_policies
from .reconcile import confirm_incentive_bills as confirm_incentive_bills, reject_incentive_bills as reject_incentive_bills
from .views import (
    INCENTIVE_BILL_DETAILS as INCENTIVE_BILL_DETAILS,
    INCENTIVE_BILLS as INCENTIVE_BILLS,
    INCENTIVE_DETAILS as INCENTIVE_DETAILS,
    PAYABLE_INCENTIVES as PAYABLE_INCENTIVES,
    PAYOUTS as PAYOUTS,
)
