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
