"""What people read when sign-in or registration is refused."""

from partner_center.kernel.messages import texts

texts(
    sign_in_failed=("账号名或密码错误，或账号尚未完成注册", "Account name or password is wrong, or the registration is not complete"),
    session_ended=("登录已失效，请重新登录", "The session has ended; sign in again"),
    password_change_required=("首次登录须先修改初始密码", "The initial password must be changed first"),
    account_name_taken=("该账号名已被使用", "The account name is taken"),
    code_wrong=("验证码错误或已失效", "The code is wrong or has expired"),
    too_many_attempts=("操作过于频繁，请稍后重试", "Too many attempts; try again later"),
    choose_another_account_name=("请更换账号名", "Choose another account name"),
    ask_for_new_code=("请核对短信中的验证码", "Check the code in the text message"),
)

texts(
    code_not_needed=("该操作当前无需验证码", "This operation needs no code at present"),
    code_sent_just_now=("验证码刚刚已发送", "A code was sent just now"),
    wait_for_the_code=("请查收验证码，60秒后可重新获取", "Wait for it; another can be sent after a minute"),
    no_address_for_code=("未登记可接收验证码的手机号或邮箱", "There is no mobile or e-mail to send a code to"),
    complete_own_profile=("请在个人资料中补充，或改用另一种接收方式", "Complete your profile, or choose the other way"),
    challenge_failed=("验证失败或已过期，请重新登录", "The answer is wrong or too late; sign in again"),
    not_a_member=("您不是该合作伙伴的有效成员", "You are no active member of that partner"),
    wait_and_try_again=("请稍后再试", "Wait a while, then try again"),
    old_password_wrong=("密码错误", "The password is wrong"),
    same_password=("新密码不能与旧密码相同", "The new password must differ from the old one"),
    terms_not_accepted=("请先阅读并同意用户协议和隐私政策声明", "The terms must be read and accepted first"),
    accept_terms_or_cancel=("勾选同意，或取消开通", "Tick the terms, or do without the cloud account"),
    cloud_not_activated=("请先开通云账号", "The cloud account is not activated yet"),
    activate_cloud_first=("开通云账号后再提交实名认证", "Activate the cloud account, then submit the verification"),
    verification_in_review=("实名认证正在审核中", "A real-name verification is in review already"),
    already_verified=("账号已完成实名认证", "The real name is verified already"),
    verification_is_over=("该实名认证申请已处理或已被替换", "That verification was decided or replaced already"),
    licence_needed=("请上传营业执照或证件文件", "The file of the licence or document is needed"),
    credit_code_not_valid=("统一社会信用代码不正确", "That is no unified social credit code"),
    id_number_not_valid=("身份证号不正确", "That is no ID number"),
    not_of_age=("未满18周岁不能进行个人实名认证", "A person must be of age"),
    region_not_known=("无法核实证件号码中的地区", "The region in the number cannot be verified"),
    age_not_plausible=("无法核实证件号码中的出生日期", "The date of birth in the number cannot be verified"),
    agreement_not_ticked=("须先阅读并勾选同意", "It must be read and ticked first"),
    agreement_not_withdrawable=("该协议不支持在线撤销", "This agreement cannot be ended online"),
)

texts(
    captcha_wrong=("验证码错误或已失效", "The letters are wrong, or the picture is too old"),
    ask_for_another_captcha=("看不清楚？请换一张", "Hard to read? Ask for another picture"),
)
