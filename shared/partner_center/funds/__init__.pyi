from .accounts import (
    AllocationMode as AllocationMode,
    FundAccount as FundAccount,
    FundAccountType as FundAccountType,
    PartnerFunds as PartnerFunds,
    Taken as Taken,
    Wallet as Wallet,
    look_up_funds as look_up_funds,
)
from .adjustment import AdjustmentType as AdjustmentType, FundAdjustment as FundAdjustment
from .allocate import allocate_funds as allocate_funds, batch_allocate_funds as batch_allocate_funds
from .balances import get_adjustable_balances as get_adjustable_balances, get_own_balances as get_own_balances
from .bucket import (
    AllocationType as AllocationType,
    Arrears as Arrears,
    FundBucket as FundBucket,
    customer_funds_partition as customer_funds_partition,
)
from .charge import (
    BucketPart as BucketPart,
    CustomerFunds as CustomerFunds,
    FundsCharge as FundsCharge,
    charge_funds as charge_funds,
    give_to_partner as give_to_partner,
    load_customer_funds as load_customer_funds,
    pay_order_from_funds as pay_order_from_funds,
    refund_funds as refund_funds,
    refund_order_to_funds as refund_order_to_funds,
    refuses_order_amount as refuses_order_amount,
)
from .contracts import (
    AccountBalances as AccountBalances,
    AdjustableBalances as AdjustableBalances,
    AdjustCreditLimit as AdjustCreditLimit,
    AllocateFunds as AllocateFunds,
    ArrearsDetail as ArrearsDetail,
    BatchAllocateFunds as BatchAllocateFunds,
    BatchRecallFunds as BatchRecallFunds,
    ConvertPartnerMode as ConvertPartnerMode,
    CreditTopUp as CreditTopUp,
    FundsAllocated as FundsAllocated,
    FundsRecalled as FundsRecalled,
    OfCustomer as OfCustomer,
    OfPartner as OfPartner,
    OwnBalances as OwnBalances,
    RecallFunds as RecallFunds,
    ToppedUp as ToppedUp,
)
from .conversion.contracts import (
    ModeConversionBegun as ModeConversionBegun,
    OfTrial as OfTrial,
    TryModeConversion as TryModeConversion,
)
from .conversion.events import ModeConversionWaiting as ModeConversionWaiting, ModeConverted as ModeConverted
from .conversion.job import (
    execute_mode_conversion as execute_mode_conversion,
    run_mode_conversion as run_mode_conversion,
    try_mode_conversion as try_mode_conversion,
)
from .conversion.run import ModeConversion as ModeConversion, ModeConversionResult as ModeConversionResult
from .conversion.views import MODE_CONVERSION_RESULTS as MODE_CONVERSION_RESULTS, MODE_CONVERSIONS as MODE_CONVERSIONS
from .credit import (
    credit_flow as credit_flow,
    credit_top_up as credit_top_up,
)
from .events import (
    CustomerFullyWithdrew as CustomerFullyWithdrew,
    FundsAdjusted as FundsAdjusted,
    StatementDue as StatementDue,
    TopUpCredited as TopUpCredited,
)
from .online.contracts import (
    CloseReconciliationItem as CloseReconciliationItem,
    CreateOnlineTopUp as CreateOnlineTopUp,
    OnlinePaymentStarted as OnlinePaymentStarted,
    RechargeAccount as RechargeAccount,
    ReconciliationItemClosed as ReconciliationItemClosed,
)
from .online.crediting import (
    credit_online_payment as credit_online_payment,
    credit_online_top_up as credit_online_top_up,
    spend_online_payment as spend_online_payment,
)
from .online.ending import settle_online_payments as settle_online_payments
from .online.events import (
    OnlinePaymentSucceeded as OnlinePaymentSucceeded,
    RefundAsked as RefundAsked,
    RefundSettled as RefundSettled,
)
from .online.item import close_reconciliation_item as close_reconciliation_item
from .online.payment import (
    OnlineChannel as OnlineChannel,
    OnlinePayment as OnlinePayment,
    OnlineRefund as OnlineRefund,
    PaymentPurpose as PaymentPurpose,
    PaymentStatus as PaymentStatus,
    Provider as Provider,
    payment_key as payment_key,
)
from .online.port import PaymentTold as PaymentTold, port_of as port_of
from .online.receive import receive_online_payment_result as receive_online_payment_result
from .online.reconciliation import reconcile_providers as reconcile_providers
from .online.refunding import refund_online_payment as refund_online_payment, send_online_refund as send_online_refund
from .online.start import (
    create_online_top_up as create_online_top_up,
    recharge_account as recharge_account,
    start_online_payment as start_online_payment,
)
from .online.views import (
    ONLINE_TOP_UPS as ONLINE_TOP_UPS,
    OWN_RECHARGES as OWN_RECHARGES,
    RECONCILIATION_ITEMS as RECONCILIATION_ITEMS,
)
from .recall import batch_recall_funds as batch_recall_funds, recall_funds as recall_funds
from .remittances.account import (
    get_dedicated_remittance_account as get_dedicated_remittance_account,
    open_dedicated_remittance_account as open_dedicated_remittance_account,
    send_remittance_account_sms as send_remittance_account_sms,
)
from .remittances.agreeing import create_payment_agreement as create_payment_agreement, void_payment_agreement as void_payment_agreement
from .remittances.certificate import download_remittance_account_certificate as download_remittance_account_certificate
from .remittances.claiming import (
    claim_remittance as claim_remittance,
    receive_general_remittance as receive_general_remittance,
    search_unclaimed_remittances as search_unclaimed_remittances,
)
from .remittances.contracts import (
    AgreementRef as AgreementRef,
    AgreementState as AgreementState,
    BankRemittance as BankRemittance,
    ClaimRemittance as ClaimRemittance,
    CreatePaymentAgreement as CreatePaymentAgreement,
    DetailsSent as DetailsSent,
    GeneralRemittance as GeneralRemittance,
    OpenRemittanceAccount as OpenRemittanceAccount,
    RemittanceAccountShown as RemittanceAccountShown,
    RemittanceCertificate as RemittanceCertificate,
    RemittanceClaimed as RemittanceClaimed,
    RemittancesFound as RemittancesFound,
    SearchRemittances as SearchRemittances,
)
from .remittances.dedicated import credit_bank_remittance as credit_bank_remittance, receive_bank_remittance as receive_bank_remittance
from .remittances.events import (
    BankRemittanceReceived as BankRemittanceReceived,
    HeldRemittanceDecided as HeldRemittanceDecided,
    RemittanceClaimDecided as RemittanceClaimDecided,
    RemittanceDetailsAsked as RemittanceDetailsAsked,
    RemittanceHeld as RemittanceHeld,
)
from .remittances.views import (
    CLAIM_RECORDS as CLAIM_RECORDS,
    HELD_REMITTANCES as HELD_REMITTANCES,
    PAYMENT_AGREEMENTS as PAYMENT_AGREEMENTS,
    REMITTANCES as REMITTANCES,
    SUBMITTED_CLAIMS as SUBMITTED_CLAIMS,
)
from .reseller_funds.adjusting import (
    allocate_funds_to_reseller as allocate_funds_to_reseller,
    get_reseller_balances as get_reseller_balances,
    recall_funds_from_reseller as recall_funds_from_reseller,
)
from .reseller_funds.contracts import (
    AllocateFundsToReseller as AllocateFundsToReseller,
    OfReseller as OfReseller,
    RecallFundsFromReseller as RecallFundsFromReseller,
    ResellerBalances as ResellerBalances,
    ResellerFundsAdjusted as ResellerFundsAdjusted,
)
from .reseller_funds.events import ResellerFundsMoved as ResellerFundsMoved
from .reseller_funds.funding import return_balance_of_former_reseller as return_balance_of_former_reseller
from .reseller_funds.rules import refuses_alone as refuses_alone, refuses_reseller as refuses_reseller
from .returning import return_customer_balances as return_customer_balances
from .showing import get_arrears_detail as get_arrears_detail, show_customer_funds as show_customer_funds
from .standing import (
    adjust_credit_limit as adjust_credit_limit,
    convert_partner_mode as convert_partner_mode,
    get_account_balances as get_account_balances,
    get_partner_balances as get_partner_balances,
)
from .statement import (
    ON_FUND_ACCOUNTS as ON_FUND_ACCOUNTS,
    StatementHead as StatementHead,
    StatementLine as StatementLine,
    account_id_of as account_id_of,
    lines_of as lines_of,
    write_statement as write_statement,
)
from .top_up import SpentFlow as SpentFlow, TopUp as TopUp, TopUpChannel as TopUpChannel, top_up_key as top_up_key, top_ups_of as top_ups_of
from .views import (
    ADJUSTMENTS as ADJUSTMENTS,
    CUSTOMER_ADJUSTMENTS as CUSTOMER_ADJUSTMENTS,
    LEDGER as LEDGER,
    RESELLER_ADJUSTMENTS as RESELLER_ADJUSTMENTS,
)
from .withdrawal.amounts import get_withdrawable_amounts as get_withdrawable_amounts
from .withdrawal.branch import add_bank_branch_info as add_bank_branch_info
from .withdrawal.contracts import (
    AddBankBranch as AddBankBranch,
    BankBranchKept as BankBranchKept,
    CardOnly as CardOnly,
    CorrectPayout as CorrectPayout,
    FlowsPreviewed as FlowsPreviewed,
    OfWithdrawal as OfWithdrawal,
    PayoutCorrected as PayoutCorrected,
    PayoutResult as PayoutResult,
    PreviewFlows as PreviewFlows,
    RequestNonOriginalRoute as RequestNonOriginalRoute,
    SubmitOriginalRoute as SubmitOriginalRoute,
    SubmitToBankCard as SubmitToBankCard,
    WithdrawableAmounts as WithdrawableAmounts,
    WithdrawalShown as WithdrawalShown,
    WithdrawalState as WithdrawalState,
)
from .withdrawal.correcting import correct_payout as correct_payout
from .withdrawal.events import PayoutResultReceived as PayoutResultReceived, RefundOrdered as RefundOrdered
from .withdrawal.keeping import (
    delete_rejected_withdrawal as delete_rejected_withdrawal,
    get_withdrawal as get_withdrawal,
    preview_withdrawal_flows as preview_withdrawal_flows,
    request_non_original_route as request_non_original_route,
)
from .withdrawal.ordering import ask_about_payouts as ask_about_payouts
from .withdrawal.refunding import refund_by_provider as refund_by_provider, settle_refunded_payout as settle_refunded_payout
from .withdrawal.settling import receive_payout_result as receive_payout_result, settle_bank_payout as settle_bank_payout
from .withdrawal.submitting import (
    submit_bank_card_withdrawal as submit_bank_card_withdrawal,
    submit_incentive_withdrawal as submit_incentive_withdrawal,
    submit_original_route_withdrawal as submit_original_route_withdrawal,
)
from .withdrawal.views import WITHDRAWALS_COMPLETED as WITHDRAWALS_COMPLETED, WITHDRAWALS_IN_PROGRESS as WITHDRAWALS_IN_PROGRESS
