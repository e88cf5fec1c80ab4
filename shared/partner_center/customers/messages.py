"""What people read when something about customers is refused (the reasons of eligibility stand beside their conditions)."""

from partner_center.kernel.messages import texts

texts(
    customer_not_linked=("客户未与您关联", "The customer is not associated with you"),
    customer_not_resale=("仅代售客户支持该操作", "Only resale customers allow this"),
    partner_has_no_contact=(
        "伙伴资料缺少手机号和邮箱，无法报备",
        "Without phone and e-mail in the partner's profile nothing can be reported",
    ),
    complete_profile=("请在个人资料中补充手机号或邮箱", "Add a phone or an e-mail to the profile"),
    report_limit_reached=("待审核与已报备的客户已达上限", "The limit of reports in review and reported is reached"),
    delete_some_reports=("删除不再需要的报备记录后重试", "Delete reports that are not needed any more and try again"),
    already_reported=("您已报备该客户", "You have reported this customer already"),
    account_name_required=("该手机号有多个账号，请选择账号名", "The mobile has several accounts; choose one"),
    account_not_found=("该手机号下没有此账号", "The mobile has no such account"),
    review_not_needed=("该客户可直接报备，无需人工审核", "The customer can be reported directly"),
    report_directly=("请直接报备", "Report the customer directly"),
    email_present=("该报备记录已有邮箱", "The report has an e-mail already"),
    email_missing=("请先补充邮箱", "The report has no e-mail"),
    add_the_email=("点击添加邮箱", "Add the e-mail first"),
    report_not_open=("仅待审核或已报备的记录可补充邮箱", "Only a report in review or reported takes an e-mail"),
    report_not_valid=("报备未生效或已失效，不能邀请", "The report is not valid; the customer cannot be invited"),
    report_again=("请重新报备", "Report the customer again"),
    no_such_report=("未找到该报备记录", "No such report"),
    link_expired=("邀请链接已失效", "The invitation link has lapsed"),
    link_used=("邀请链接已被使用", "The invitation link has been used"),
    ask_for_new_invitation=("请联系合作伙伴重新邀请", "Ask the partner for a new invitation"),
    link_limit_reached=("24小时内生成的自定义链接已达上限", "The limit of custom links within 24 hours is reached"),
    use_existing_link=("使用已生成的链接，或稍后再试", "Use an existing link, or try again later"),
    invitation_not_resendable=("当前状态不支持重新邀请", "The invitation cannot be sent again now"),
    notice_not_accepted=("须先阅读并同意客户关联须知", "The notice must be read and accepted first"),
    activation_consent_required=(
        "开通云服务须同意用户协议与隐私声明",
        "Activation needs consent to the user agreement and privacy statement",
    ),
    mobile_not_reported=("手机号须与合作伙伴报备的一致", "The mobile must be the one that the partner reported"),
    use_reported_mobile=("请使用合作伙伴报备的手机号", "Use the mobile that the partner reported"),
    already_associated=("您已与该合作伙伴关联", "You are associated with this partner already"),
    realname_changed=("客户实名认证状态变更，报备失效", "The real-name status changed; the report lapsed"),
)
