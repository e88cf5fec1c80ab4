"""Topping up online (10.6.3.2): begin, pay at the provider's, hear of it, credit it once."""

import pytest

from tests.kit.funds import check_books

CHANNELS = ["alipay", "wechat_pay", "union_pay", "personal_banking", "corporate_banking"]


@pytest.mark.rule("10.6.3.2/r1", "10.6.3.2/r4")
@pytest.mark.parametrize("channel", CHANNELS)
def test_a_paid_top_up_is_credited(counter, channel):
    counter.credited(channel, "88.80")
    assert counter.topped_up() == "88.80 CNY"
    assert counter.items() == []
    check_books()
