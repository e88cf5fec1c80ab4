"""What people read when something between a distributor and a reseller is refused."""

from partner_center.kernel.messages import texts

texts(
    not_a_distributor=("仅总经销商可管理云经销商", "Only a distributor works with resellers"),
    own_distributor_delisted=("总经销商已摘牌退出，不能新增云经销商", "The distributor has been delisted and takes on no more resellers"),
    not_a_reseller=("该账号不是云经销商", "That account is no reseller"),
    reseller_joins_the_program_first=("请该公司先加入云经销商计划", "The company must join the reseller program first"),
    reseller_leaving=("该云经销商正在退出", "The reseller is leaving its program"),
    cooperates_already=("双方已建立合作关系", "The two work together already"),
    cooperates_with_another=("该云经销商已与其他总经销商合作", "The reseller works with another distributor"),
    end_the_other_cooperation=("请先结束现有合作关系", "The present cooperation must end first"),
    country_region_differs=("双方不在同一国家/地区", "The two are not in the same country or region"),
    business_region_differs=("双方的业务开展地区不同", "The two have different business regions"),
    business_region_unknown=("未登记业务开展地区", "A business region is not known"),
    have_the_region_recorded=("请联系生态经理登记业务开展地区", "Ask the ecosystem manager to record the business region"),
    reseller_invitation_used=("该邀请已被接受", "The invitation has been accepted already"),
    reseller_invitation_expired=("该邀请已失效", "The invitation has lapsed"),
    ask_the_distributor=("请联系总经销商重新发送邀请", "Ask the distributor to send the invitation again"),
    not_the_invited_reseller=("该邀请不是发给您的账号", "The invitation is for another account"),
    use_the_invited_account=("请使用受邀的云经销商账号登录", "Sign in with the reseller account that was invited"),
    reseller_has_no_manager=("该云经销商未分配客户经理", "The reseller has no account manager"),
)
