"""The texts of refusals and problems, by code. Each area adds its own beside the rule that refuses."""

from __future__ import annotations

from partner_center.kernel.labels import Label

TEXTS: dict[str, Label] = {}


def texts(**labels: tuple[str, str]) -> None:
    """Add texts by code: `quota_exhausted=("额度剩余金额不足", "The quota does not have enough left")`."""
    TEXTS.update({code: Label(*label) for code, label in labels.items()})


def text_of(code: str, language: str) -> str:
    """The text of a code in a language; the code itself where nobody wrote one."""
    label = TEXTS.get(code)
    return label.in_(language) if label else code


texts(
    invalid_input=("输入有误", "The input is not valid"),
    unauthenticated=("请先登录", "Sign in first"),
    forbidden=("您没有此操作的权限", "You do not have the permission for this"),
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
    insufficient_balance=("余额不足", "The balance is not sufficient"),
)
