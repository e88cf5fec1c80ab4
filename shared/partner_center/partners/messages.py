"""What people read when a partner may not win customers."""

from partner_center.kernel.messages import texts

texts(
    customer_development_missing=("贵公司暂无客户拓展相关权限", "Your company may not develop customers yet"),
    ask_the_ecosystem_manager=("请联系生态经理开通", "Ask your ecosystem manager for the permission"),
    no_distributor=("贵公司尚未与总经销商建立合作", "Your company does not work with a distributor yet"),
    find_a_distributor=("请与总经销商建立合作后重试", "Begin to work with a distributor, then try again"),
    distributor_delisted=("贵公司的总经销商已摘牌退出", "Your distributor has been delisted"),
)
