"""Whom a withdrawal's fate is told."""

import pytest

from partner_center.identity import VENDOR
from partner_center.kernel.permissions import Role
from tests.kit.notices import a_letterbox, a_member, inbox
from tests.kit.withdrawals import a_flow, told


def messages_of(name, window):
    window.world.settle()
    return [message.title.zh for message in inbox(name)]


@pytest.fixture(autouse=True)
def people(window, monkeypatch):
    a_letterbox(monkeypatch)
    a_member("finance", Role.PARTNER_FINANCE)
    a_member("sales", Role.ACCOUNT_MANAGER)
    a_member("vendor", Role.VENDOR_FINANCE, of=VENDOR)


def test_approved_and_arrived_is_told_to_whoever_may_withdraw(window):
    a_flow("100", "mode_change")
    no = window.approved(window.to_card("50"))
    told(f"{no}01", "arrived")
    assert {"提现申请已审核通过", "提现已到账"} <= set(messages_of("partner/P1/U-finance", window))
    assert messages_of("partner/P1/U-sales", window) == []


def test_a_rejection_is_told_with_its_reason(window):
    a_flow("100", "mode_change")
    window.decide(window.to_card("50").ok()["withdrawal_no"], "rejected").ok()
    window.world.settle()
    (message,) = [message for message in inbox("partner/P1/U-finance") if message.title.zh == "提现申请被驳回"]
    assert "资料不符" in message.text.zh


def test_a_failed_payment_is_told(window):
    a_flow("100", "mode_change")
    no = window.approved(window.to_card("50"))
    told(f"{no}01", "failed")
    assert "提现打款失败" in messages_of("partner/P1/U-finance", window)


def test_a_contradiction_is_told_to_vendor_finance_alone(window):
    a_flow("100", "mode_change")
    no = window.approved(window.to_card("50"))
    told(f"{no}01", "failed")
    told(f"{no}01", "arrived")
    assert messages_of("vendor/U-vendor", window).count("打款结果与账务不一致") == 1
    assert "打款结果与账务不一致" not in messages_of("partner/P1/U-finance", window)
