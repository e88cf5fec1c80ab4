"""Funds: what partners pay in and may owe, what they allocate to customers, and how usage is paid from it (10.6.3, 10.4.1.2)."""

from partner_center.funds import messages as messages
from partner_center.funds.accounts import AllocationMode, FundAccount, FundAccountType, PartnerFunds, Wallet
from partner_center.funds.adjustment import AdjustmentType, FundAdjustment
from partner_center.funds.allocate import allocate_funds, batch_allocate_funds
from partner_center.funds.balances import get_adjustable_balances
from partner_center.funds.bucket import AllocationType, Arrears, FundBucket, customer_funds_partition
from partner_center.funds.charge import CustomerFunds, FundsCharge, charge_funds, load_customer_funds, refund_funds
from partner_center.funds.contracts import (
    AccountBalances,
    AdjustableBalances,
    AdjustCreditLimit,
    AllocateFunds,
    BankRemittance,
    BatchAllocateFunds,
    BatchRecallFunds,
    ConvertPartnerMode,
    CreditTopUp,
    FundsAllocated,
    FundsRecalled,
    OfCustomer,
    RecallFunds,
    RemittanceAccountOpened,
    ToppedUp,
)
from partner_center.funds.credit import credit_bank_remittance, credit_top_up, credit_top_up_account
from partner_center.funds.events import BankRemittanceReceived, FundsAdjusted, TopUpCredited
from partner_center.funds.recall import batch_recall_funds, recall_funds
from partner_center.funds.remittance import get_dedicated_remittance_account, open_dedicated_remittance_account, receive_bank_remittance
from partner_center.funds.standing import adjust_credit_limit, convert_partner_mode, get_account_balances
from partner_center.funds.views import ADJUSTMENTS, CUSTOMER_ADJUSTMENTS, LEDGER

__all__ = [
    "ADJUSTMENTS",
    "CUSTOMER_ADJUSTMENTS",
    "LEDGER",
    "AccountBalances",
    "AdjustCreditLimit",
    "AdjustableBalances",
    "AdjustmentType",
    "AllocateFunds",
    "AllocationMode",
    "AllocationType",
    "Arrears",
    "BankRemittance",
    "BankRemittanceReceived",
    "BatchAllocateFunds",
    "BatchRecallFunds",
    "ConvertPartnerMode",
    "CreditTopUp",
    "CustomerFunds",
    "FundAccount",
    "FundAccountType",
    "FundAdjustment",
    "FundBucket",
    "FundsAdjusted",
    "FundsAllocated",
    "FundsCharge",
    "FundsRecalled",
    "OfCustomer",
    "PartnerFunds",
    "RecallFunds",
    "RemittanceAccountOpened",
    "TopUpCredited",
    "ToppedUp",
    "Wallet",
    "adjust_credit_limit",
    "allocate_funds",
    "batch_allocate_funds",
    "batch_recall_funds",
    "charge_funds",
    "convert_partner_mode",
    "credit_bank_remittance",
    "credit_top_up",
    "credit_top_up_account",
    "customer_funds_partition",
    "get_account_balances",
    "get_adjustable_balances",
    "get_dedicated_remittance_account",
    "load_customer_funds",
    "open_dedicated_remittance_account",
    "recall_funds",
    "receive_bank_remittance",
    "refund_funds",
]
