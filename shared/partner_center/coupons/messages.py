"""The texts of what coupons refuse."""

from partner_center.kernel.messages import texts

texts(
    quota_not_valid=("额度未处于有效状态，不能发放", "The quota is not valid; nothing can be issued from it"),
    quota_exhausted=("额度剩余金额不足", "The quota does not have enough left"),
    face_value_out_of_range=("代金券面值不在额度允许的区间内", "The face value is outside the quota's range"),
    min_order_amount_required=(
        "该额度限制订单抵扣比例，须填写最小可用订单额",
        "This quota limits the share of an order; give a minimum order amount",
    ),
    min_order_amount_too_small=("最小可用订单额过小", "The minimum order amount is too small"),
    min_order_amount_not_whole=("最小可用订单额须为正整数", "The minimum order amount must be a whole number"),
    validity_outside_quota=("代金券有效期须在额度有效期内", "The voucher's validity must lie inside the quota's"),
    validity_over=("代金券失效时间须晚于当前时间和生效时间", "The voucher's expiry must lie after now and after its start"),
    products_outside_quota=("所选产品不在额度适用范围内", "The chosen products are not among the quota's"),
    customer_count_reached=("该客户已达到可发放代金券的张数上限", "The customer has as many vouchers of this quota as it may have"),
    customer_amount_reached=("该客户已达到可发放代金券的金额上限", "The customer has vouchers of this quota for as much as it may have"),
    voucher_not_usable=("仅可回收状态为可使用的代金券", "Only a usable voucher can be recalled"),
    validity_reversed=("失效时间须晚于当前时间和生效时间", "The expiry must lie after now and after the start"),
)
