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
from .balances import get_adjustable_balances as get_adjustable_balances
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
    BankRemittance as BankRemittance,
    BatchAllocateFunds as BatchAllocateFunds,
    BatchRecallFunds as BatchRecallFunds,
    ConvertPartnerMode as ConvertPartnerMode,
    CreditTopUp as CreditTopUp,
    FundsAllocated as FundsAllocated,
    FundsRecalled as FundsRecalled,
    OfCustomer as OfCustomer,
    RecallFunds as RecallFunds,
    RemittanceAccountOpened as RemittanceAccountOpened,
    ToppedUp as ToppedUp,
)
from .credit import (
    credit_bank_remittance as credit_bank_remittance,
    credit_flow as credit_flow,
    credit_top_up as credit_top_up,
)
from .events import (
    BankRemittanceReceived as BankRemittanceReceived,
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
from .online.crediting import credit_online_top_up as credit_online_top_up
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
from .online.views import ONLINE_TOP_UPS as ONLINE_TOP_UPS, RECONCILIATION_ITEMS as RECONCILIATION_ITEMS
from .recall import batch_recall_funds as batch_recall_funds, recall_funds as recall_funds
from .remittance import (
    get_dedicated_remittance_account as get_dedicated_remittance_account,
    open_dedicated_remittance_account as open_dedicated_remittance_account,
    receive_bank_remittance as receive_bank_remittance,
)
from .returning import return_customer_balances as return_customer_balances
from .showing import get_arrears_detail as get_arrears_detail, show_customer_funds as show_customer_funds
from .standing import (
    adjust_credit_limit as adjust_credit_limit,
    convert_partner_mode as convert_partner_mode,
    get_account_balances as get_account_balances,
)
from .statement import (
    StatementHead as StatementHead,
    StatementLine as StatementLine,
    account_id_of as account_id_of,
    lines_of as lines_of,
    write_statement as write_statement,
)
from .top_up import TopUp as TopUp, TopUpChannel as TopUpChannel, top_up_key as top_up_key, top_ups_of as top_ups_of
from .views import ADJUSTMENTS as ADJUSTMENTS, CUSTOMER_ADJUSTMENTS as CUSTOMER_ADJUSTMENTS, LEDGER as LEDGER
