"""Payment providers that play their part: they sign with keys of their own, answer our calls, and misbehave on demand."""

from tests.kit.providers.alipay import AlipayTill
from tests.kit.providers.server import Street
from tests.kit.providers.till import Sent, Till
from tests.kit.providers.union_pay import UnionPayTill
from tests.kit.providers.wechat_pay import WeChatPayTill

__all__ = ["AlipayTill", "Sent", "Street", "Till", "UnionPayTill", "WeChatPayTill"]
