"""The texts of what coupons refuse."""

from partner_center.kernel.messages import texts

texts(
    kind_not_issued_by_partner=("贵司类型的伙伴不能发放该类券", "Partners of your type do not issue this kind of coupon"),
    kind_not_granted_to_partner=("该类型的伙伴不能获得该类券额度", "Partners of this type are not granted quotas of this kind"),
    quota_not_valid=("额度未处于有效状态，不能操作", "The quota is not valid; nothing can be done with it"),
    quota_exhausted=("额度剩余金额不足", "The quota does not have enough left"),
    face_value_out_of_range=("面值不在额度允许的区间内", "The face value is outside the quota's range"),
    min_order_amount_required=(
        "该额度限制订单抵扣比例，须填写最小可用订单额",
        "This quota limits the share of an order; give a minimum order amount",
    ),
    min_order_amount_too_small=("最小可用订单额过小", "The minimum order amount is too small"),
    min_order_amount_not_whole=("最小可用订单额须为正整数", "The minimum order amount must be a whole number"),
    usage_limit_ratio_required=("须填写使用限制比例", "Give the largest share of an order"),
    usage_limit_ratio_too_high=("使用限制比例超过额度允许的比例", "The share of an order is above the quota's"),
    validity_outside_quota=("有效期须在额度有效期内", "The validity must lie inside the quota's"),
    validity_over=("失效时间须晚于当前时间和生效时间", "The expiry must lie after now and after the start"),
    products_outside_quota=("所选产品不在额度适用范围内", "The chosen products are not among the quota's"),
    order_types_required=("须选择订购类型", "Choose at least one order type"),
    order_types_outside_quota=("所选订购类型不在额度允许的范围内", "The chosen order types are not among the quota's"),
    customer_not_designated=("该额度仅可发放给指定客户", "This quota is for another customer only"),
    customer_count_reached=("该客户已达到可发放券的张数上限", "The customer has as many coupons of this quota as it may have"),
    customer_amount_reached=("该客户已达到可发放券的金额上限", "The customer has coupons of this quota for as much as it may have"),
    coupon_not_usable=("券不是可使用状态", "The coupon is not usable"),
    quota_not_passed_on_by_partner=("贵司类型的伙伴不能下发该类券额度", "Partners of your type do not pass quotas of this kind on"),
    validity_reversed=("失效时间须晚于当前时间和生效时间", "The expiry must lie after now and after the start"),
    coupon_pays_no_arrears=("券不能核销欠费", "Coupons do not write off arrears"),
    coupon_not_for_marketplace=("该券不能用于云商店商品", "The coupon does not pay for marketplace products"),
    coupon_for_other_charges=("该券的使用类型与费用不符", "The coupon pays other charges"),
    coupon_for_other_products=("该券不适用于所购产品", "The coupon is for other products"),
    coupon_for_other_orders=("该券不适用于该订购类型", "The coupon is for other types of orders"),
    coupon_not_with_discount=("该券不可与授权折扣同享", "The coupon does not go with an authorised discount"),
    order_below_minimum=("订单金额未达到最小可用订单额", "The order is below the coupon's minimum order amount"),
    whitelist_not_valid=("客户白名单尚未导入或已设为无效", "There is no whitelist, or it is set to be not valid"),
    customer_not_whitelisted=("客户不在有效的白名单内", "The customer is not on the valid whitelist"),
    whitelist_version_not_current=("仅当前版本可设置是否有效", "Only the current version is made valid or not"),
    whitelist_being_read=("上一版本白名单正在导入，请稍后重试", "A version is being imported; try again later"),
    whitelist_entry_invalid=(
        "客户已成为经销商伙伴，白名单已失效",
        "The customer is a reseller partner now and on no whitelist",
    ),
    customer_account_unknown=("账号不存在或与客户名称不符", "There is no such account, or it is another customer's"),
    customer_account_closed=("客户账号已销户", "The customer's account is closed"),
    already_whitelisted=("客户已在白名单内", "The customer is on the whitelist already"),
    master_unknown=("企业子账号的主账号未知，不能选择", "The master of this enterprise child is not known; it cannot be chosen"),
    one_recipient_twice=(
        "所选客户属于同一企业主账号，请分次发放",
        "Some of the customers have one master account; choose one",
    ),
    resale_customer_not_invoiced=(
        "限制开票对象为用券人的额度不能发放给代售客户",
        "This quota is not for resale customers",
    ),
    contracting_entity_differs=("客户的签约主体与贵司不一致", "The customer's contracting entity is not yours"),
    too_many_coupons=("一个订单可使用的该类券已达上限", "An order takes no more coupons of this kind"),
)

texts(  # orders with coupons, and the partner's page of pick-up coupons
    coupon_locked=("该券已被未支付订单锁定", "The coupon is locked by an order that is not paid yet"),
    too_many_coupons_together=("一次支付可使用的券已达上限", "A payment takes no more coupons"),
    order_coupons_settled=("该订单的券已支付或已解锁，不能再变更", "The order's coupons were paid or let go already"),
    order_coupons_not_paid=("该订单的券尚未支付", "The order's coupons have not been paid yet"),
    order_not_unsubscribable=("该订单不允许退订，已使用的券不返还", "The order may not be unsubscribed; coupons used for it stay used"),
    return_period_over=("已超过券返还期限，已使用的券不返还", "The days for returning coupons are over; coupons used stay used"),
    pickup_coupons_by_customer_only=(
        "请从客户概览打开该客户的提货券",
        "Open a customer's pick-up coupons from its overview",
    ),
)
