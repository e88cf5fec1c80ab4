"""The texts of what online payments refuse."""

from partner_center.kernel.messages import texts

texts(
    channel_not_available=("该支付方式暂不可用", "This way of paying is not available"),
    amount_above_channel=("金额超过该支付方式的单笔上限", "More than this way of paying takes at once"),
    choose_another_channel=("请选择其他支付方式", "Choose another way of paying"),
    no_online_recharge=("该账号不支持在线充值", "This account cannot be recharged online"),
    ask_partner_for_funds=("请联系您的合作伙伴拨款", "Ask your partner to allocate funds to you"),
    recharge_with_vendor=("请在云厂商的费用中心充值", "Recharge in the vendor's billing center"),
    payment_not_succeeded=("该笔支付未成功，不能退款", "The payment did not succeed and cannot be refunded"),
    refund_exceeds_online_payment=("退款金额超过该笔支付的可退金额", "The refund is more than what is left of the payment"),
    item_already_closed=("该差异单已处理", "The item is closed already"),
)
