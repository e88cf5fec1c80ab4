"""What people read when acting on behalf of a customer is refused."""

from partner_center.kernel.messages import texts

texts(
    authorization_pending=("授权申请已发送，等待客户处理", "The request was sent and waits for the customer"),
    already_authorized=("客户已授权，无需再次申请", "The customer has authorized you already"),
    authorization_not_pending=("该授权申请已处理", "That request is not waiting for a decision"),
    authorization_not_granted=("当前没有生效的授权", "There is no authorization in force"),
    authorization_required=("代客操作须先获得客户授权", "Acting on behalf needs the customer's authorization"),
    request_authorization_first=("请先申请客户授权", "Request the customer's authorization first"),
    wait_for_the_customer=("请等待客户同意授权", "Wait until the customer has agreed"),
    commitment_not_ticked=("首次申请须阅读并同意代客操作承诺书", "The first request needs the commitment read and ticked"),
    read_and_tick_the_commitment=("请勾选现行版本的承诺书后重试", "Tick the version in force and try again"),
    administrator_accepts_the_commitment=("请贵公司管理员先签署承诺书", "An administrator of your company accepts it first"),
    letter_not_ticked=("须先阅读并同意客户授权书", "The authorization letter must be read and ticked first"),
    not_confirmed=("请确认后继续", "Confirm before going on"),
    confirm_and_continue=("点击“继续”", "Choose to continue"),
    agency_session_open=("您正在代另一客户操作", "You are acting on behalf of a customer already"),
    too_many_agency_sessions=("同时代该客户操作的人数已达上限", "Too many people act on behalf of this customer at once"),
    try_when_another_ends=("请待其他人员结束后重试", "Try again when another session has ended"),
    switch_on_cloud_audit=(
        "建议开启云审计，以便查看合作伙伴对资源的操作",
        "Switch on cloud audit to see what the partner does with your resources",
    ),
)
