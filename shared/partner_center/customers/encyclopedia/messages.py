"""What people read about companies."""

from partner_center.kernel.messages import texts

texts(
    customer_not_verified=(
        "客户未完成所需的实名认证，无法查看企业百科",
        "The customer's real name is not verified as needed here",
    ),
    company_unknown=("未查询到该企业的公开信息", "Public sources know no such company"),
    check_the_verified_name=("请核对客户的实名认证名称", "Check the customer's verified name"),
    public_sources_disclaimer=(
        "以上信息来源于公开渠道，仅供参考，云厂商不对其真实性、准确性、完整性作任何担保。",
        "The data come from public sources, for reference only; the vendor does not vouch for their truth, accuracy or completeness.",
    ),
)
