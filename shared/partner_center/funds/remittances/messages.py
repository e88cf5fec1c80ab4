"""The texts of what remittances refuse."""

from partner_center.kernel.messages import texts

texts(
    no_self_service_top_up=("您的签约主体不支持自助充值", "Your contracting entity has no self-service top-up"),
    ask_ecosystem_manager=("请联系您的生态经理", "Ask your ecosystem manager"),
    too_many_payer_names=("生效中的汇款户名已达上限", "As many payer names as possible are in effect"),
    void_an_agreement_first=("请先在代付管理中作废一份协议", "Void an agreement on the page of payment agreements first"),
    payer_name_in_effect=("该汇款户名已有生效的代付协议", "An agreement for this payer name is in effect already"),
    own_name_needs_no_agreement=("以本企业实名账户汇款无需代付协议", "Transfers in the company's own name need no agreement"),
    no_mobile_for_details=("未登记可接收短信的手机号", "There is no mobile to send a text message to"),
    add_own_mobile=("请在个人资料中补充手机号", "Add a mobile to your own profile"),
    details_sent_just_now=("短信刚刚已发送", "A text message was sent just now"),
    claim_exceeds_rest=("认领金额大于该笔汇款可认领的金额", "The amount is more than what is left to claim of this remittance"),
    claim_is_over=("该认领已审核", "This claim was decided already"),
    remittance_not_in_check=("该笔汇款不在核查中", "This remittance is not under check"),
)
