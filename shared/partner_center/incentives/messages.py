"""Texts of the refusals of this area."""

from partner_center.kernel.messages import texts

texts(
    incentive_already_approved=("该激励账单已审核", "The incentive bill is approved already"),
    incentive_not_payable=("该激励当前不可申请发放", "This incentive is not open for application"),
    incentive_lapsed=("该激励已过失效时间，不可再申请发放", "This incentive has lapsed and can no longer be applied for"),
    business_not_certified=("商业信息认证未完成", "Business information certification is not complete"),
    certify_business=("请先完成商业信息认证", "Complete the business information certification first"),
    method_not_allowed_for_incentive=("该类激励不支持所选发放方式", "Incentives of this kind cannot be paid out by this method"),
    nothing_payable=("没有可申请发放的正向激励", "There is no positive incentive to apply for"),
    deductions_outweigh=("待申付激励累计须不小于0", "The incentives applied for must not come to less than zero"),
    below_auto_payout_threshold=("待发放激励未达到自动发放门槛", "What is open for payout is below the threshold of the automatic payout"),
    auto_payout_method_missing=("开启自动发放须为每类激励选择发放方式", "Automatic payout needs a method for each kind of incentive"),
)
