"""The texts of refusals and problems, by code. Each area adds its own beside the rule that refuses."""

from __future__ import annotations

from partner_center.kernel.errors import Broken
from partner_center.kernel.labels import Label

TEXTS: dict[str, Label] = {}


def texts(**labels: tuple[str, str]) -> None:
    """Add texts by code: `quota_exhausted=("额度剩余金额不足", "The quota does not have enough left")`.

    Raises Broken where another area gave the code another text: which of the two people read would depend on what was imported last.
    """
    for code, label in labels.items():
        if TEXTS.setdefault(code, Label(*label)) != label:
            raise Broken(f"the code {code} has two texts")


def text_of(code: str, language: str) -> str:
    """The text of a code in a language; the code itself where nobody wrote one."""
    label = TEXTS.get(code)
    return label.in_(language) if label else code


texts(
    invalid_input=("输入有误", "The input is not valid"),
    unauthenticated=("请先登录", "Sign in first"),
    forbidden=("您没有此操作的权限", "You do not have the permission for this"),
    not_for_agents=("代客操作期间不能进行该操作", "This cannot be done while acting on behalf of a customer"),
    agency_session_ended=("代客操作已结束", "The session on behalf of the customer has ended"),
    switch_back=("请切换角色返回伙伴账号", "Switch back to the partner account"),
    not_found=("未找到该记录", "No such record"),
    method_not_allowed=("不支持该请求方法", "That method is not supported here"),
    unsupported_media_type=("请求内容须为 JSON", "The request body must be JSON"),
    body_too_large=("请求内容过大", "The request body is too large"),
    stale_version=("记录已被他人修改，请刷新后重试", "The record was changed meanwhile; reload it and try again"),
    no_version_to_match=("该操作没有可比对的版本", "This operation has no version to match"),
    idempotency_key_required=("资金类操作须携带 Idempotency-Key", "An operation that moves money needs an Idempotency-Key"),
    idempotency_key_reused=("该 Idempotency-Key 已用于另一请求", "That Idempotency-Key was used for another request"),
    busy=("系统繁忙，请稍后重试", "Too many changes at once; try again shortly"),
    too_many_requests=("操作过于频繁，请稍后重试", "Too many calls; try again later"),
    unavailable=("依赖的服务暂不可用，请稍后重试", "A service we depend on does not answer; try again shortly"),
    unexpected=("系统内部错误", "Something went wrong on our side"),
    illegal_transition=("当前状态不允许该操作", "The current status does not allow this"),
    verification_code_required=("该操作需要验证码验证", "This operation must be confirmed by a verification code"),
    ask_for_a_code=("请获取验证码并完成验证后重试", "Ask for a code, check it, and send the pass with the request"),
    agreement_required=("请先阅读并同意相关协议的最新版本", "The version of the agreement in force must be accepted first"),
    agreement_version_not_in_force=("该协议版本已不是现行版本", "That version of the agreement is not in force"),
    read_the_version_in_force=("请阅读并签署现行版本", "Read and sign the version in force"),
    accept_the_agreement=("阅读并同意该协议后重试", "Read and accept the agreement, then try again"),
    insufficient_balance=("余额不足", "The balance is not sufficient"),
)
