"""The texts of what the chain refuses."""

from partner_center.kernel.messages import texts

texts(
    confirm_adjustment_first=("请在确认框中确认后再提交", "Confirm the adjustment first"),
    reseller_balance_exceeded=("回收金额大于云经销商的账户余额", "The amount is more than the reseller's account balance"),
    reseller_recalls_from_customers_first=("请云经销商先从其客户回收资金", "The reseller must recall funds from its customers first"),
    former_balance_returning=("原总经销商的余额正在退回", "The balance of the former distributor is being returned"),
    not_for_resellers=(
        "云经销商的资金由总经销商拨付，不支持该操作",
        "A reseller's money comes from its distributor",
    ),
    ask_the_distributor_for_funds=("请联系总经销商拨款", "Ask the distributor to allocate funds"),
    resellers_allocate_normal_only=("云经销商仅支持普通拨款，且不能填写备注", "Resellers allocate normal money only, and without a remark"),
    reseller_without_distributor=("未与总经销商合作，不能动用资金", "Without a distributor a reseller moves no money"),
    work_with_a_distributor_first=("请先与总经销商建立合作", "Work with a distributor first"),
)
