"""The texts of what withdrawals refuse."""

from partner_center.kernel.messages import texts

texts(
    withdrawal_in_process=("有提现申请正在处理中，暂不能再次申请", "An application is being processed; there cannot be another one now"),
    wait_for_the_decision=("请等待该申请审核完成", "Wait until it has been decided"),
    contract_forbids_refunds=("合同约定不可退款，不能提现", "The contract forbids refunds; nothing can be withdrawn"),
    owed_invoices_exceed_cash=(
        "实际金额减欠票金额小于0，不能提现",
        "More is owed in invoices than there is cash",
    ),
    return_invoices_first=("请先退回发票或待可开票金额增加", "Return invoices first, or wait until more can be invoiced"),
    withdrawable_amount_exceeded=("提现金额超过可提现金额", "The amount is more than can be withdrawn"),
    withdraw_less=("请减少提现金额", "Withdraw less"),
    flows_do_not_cover=("可用的充值流水不足以支付该金额", "The top-up flows that may be used do not cover the amount"),
    too_many_flows=("一次提现涉及的充值流水过多", "One application cannot take so many top-up flows"),
    withdraw_in_parts=("请分次申请提现", "Apply for it in parts"),
    parts_differ_from_amount=("所选流水金额之和与提现金额不一致", "The chosen parts do not add up to the amount"),
    flow_not_by_this_route=("该笔充值流水不能按此方式提现", "This top-up flow cannot be withdrawn by this route"),
    use_the_other_route=("请使用该笔流水支持的提现方式", "Use the route that this flow supports"),
    open_a_ticket=("请提交工单线下提现", "Withdraw it offline by a support ticket"),
    payout_stands_otherwise=("该打款当前状态不能更正为此结果", "The payout does not stand so that this could be corrected"),
    balance_does_not_cover=("充值账户余额不足以扣回该打款金额", "The top-up account does not hold what was given back any more"),
    settle_with_the_partner=("请与伙伴协商补款后处理", "Have the partner top up first"),
    payment_to_refund_unknown=("未找到原支付记录，无法原路退回", "The payment that is to be refunded is not known"),
    flow_has_promotion=("参与返奖励金或送代金券活动的充值不能提现", "A top-up that earned a reward or coupons cannot be withdrawn"),
    flow_does_not_cover=("该笔充值流水的可提现金额不足", "This top-up flow does not have as much left to withdraw"),
    bank_branch_missing=("请先补充开户支行信息", "Add the branch of the bank account first"),
    add_bank_branch=("补充开户支行后重试", "Add the branch, then try again"),
    holder_is_not_payer=("银行开户名须与充值付款主体一致", "The card's holder must be whoever paid the top-up"),
    holder_is_not_verified_entity=("银行开户名须与账号实名认证主体一致", "The card's holder must be the verified entity of the account"),
    certify_the_company=("请先完成商业信息认证", "Have the company's business information certified first"),
    name_the_right_holder=("请填写一致的银行开户名", "Give a bank account of that holder"),
)
