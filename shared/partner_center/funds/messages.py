"""The texts of what funds refuse."""

from partner_center.kernel.messages import texts

texts(
    remittance_waits=("该笔汇款已由银行通知，不能手工入账", "The bank told of this transfer; it is not credited by hand"),
    decide_remittance=(
        "请审核其认领或核查；伙伴无法认领的，请以通用充值账号渠道按未认领金额全额入账",
        "Decide its claims or its check; what no partner can claim is credited as a whole, by the channel general_account",
    ),
    allocatable_balance_exceeded=("可拨款额度不足", "The allocatable balance is not sufficient"),
    top_up_first=("请先充值或申请提高信用额度", "Top up the account or ask for a higher credit limit first"),
    bucket_expiry_passed=("失效时间须晚于当前时间", "The expiry must lie in the future"),
    too_many_earmarked=("该客户的专款专用余额项已达上限", "The customer holds as many earmarked sums as it may"),
    recall_exceeds_balance=("回收金额大于该余额项的余额", "The amount is more than the balance it is to be recalled from"),
    customer_balance_insufficient=("客户可用于该产品的余额不足", "The customer's balance for this product is not sufficient"),
    ask_partner_to_allocate=("请联系合作伙伴拨款", "Ask the partner to allocate money"),
    nothing_to_recall=("该客户没有可回收的额度", "The customer has no available quota to recall"),
    credit_limit_in_use=("信用额度不能低于已拨款占用的部分", "The credit limit cannot fall below what is drawn from it"),
    recall_from_customers_first=("请先从客户回收资金", "Recall funds from customers first"),
    arrival_in_future=("到账时间晚于当前时间", "The arrival lies in the future"),
    top_up_already_credited=("该笔流水已入账", "This payment was credited already"),
    adjustments_of_resale_customers=("仅代售类客户可查看伙伴的调账记录", "Only resale customers see their partner's adjustments"),
    payment_already_spent=("该笔流水已用于支付订单", "This payment has paid an order already"),
    ledger_too_old=("仅支持查询最近12个月的收支明细", "Only the last 12 months of entries can be queried"),
)
