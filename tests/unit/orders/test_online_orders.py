"""Orders that a partner pays through a third party: paid when the money came, credited where it came too late (10.4.3.1/r11)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest

from partner_center.kernel import clock
from partner_center.orders import OrderStatus
from tests.kit.coupon_orders import a_coupon, check_quotas, coupon
from tests.kit.customer_orders import OrderDesk, order, request_for, yuan
from tests.kit.funds import check_books
from tests.kit.online import Counter, agreed
from tests.kit.providers import Street
from tests.kit.world import Answer, vendor_user


@pytest.fixture(scope="module")
def street_of_all() -> Iterator[Street]:
    with Street() as street:
        yield street


@pytest.fixture
def counter(desk, street_of_all) -> Iterator[Counter]:
    street_of_all.clean()
    with agreed(street_of_all.agreements):
        yield Counter(desk, street_of_all)


def paid_at_the_till(counter: Counter, order_no: str, channel: str = "alipay") -> str:
    """The partner begins a payment and makes it; we have not heard of it yet. Its number."""
    assert isinstance(counter.desk, OrderDesk)
    begun = counter.desk.pay(order_no, channel).ok()
    assert begun["status"] == "pending_payment"
    left = yuan(begun["order_amount"]["amount"]) - yuan(begun["coupon_amount"]["amount"])
    assert yuan(begun["online"]["amount"]["amount"]) == left, "coupons and the online payment make up the price"
    number = counter.open(begun["online"])
    counter.till(channel).paid(number)
    return number


def hear(counter: Counter, number: str, channel: str = "alipay") -> None:
    assert counter.tell(counter.till(channel).notice(number)).status < 300
    counter.desk.world.settle(twice=True)


@pytest.mark.rule("10.4.3.1/r11", "11.3.3.1")
@pytest.mark.parametrize("channel", ["alipay", "wechat_pay", "union_pay", "personal_banking", "corporate_banking"])
def test_an_order_paid_through_a_third_party_is_completed_when_the_money_came(counter, channel):
    desk = counter.desk
    voucher = a_coupon("voucher", "30", to="C1")
    order_no = desk.asked("C1", voucher)
    number = paid_at_the_till(counter, order_no, channel)
    assert order(order_no).status is OrderStatus.PENDING_PAYMENT
    hear(counter, number, channel)
    assert (order(order_no).status, order(order_no).paid_amount) == (OrderStatus.COMPLETED, yuan(70))
    assert coupon(voucher).balance == yuan(0)
    assert desk.balances()["account_balance"] == yuan(1000)
    check_books()
    check_quotas()


@pytest.mark.parametrize(("closes_in", "payable_for"), [(24 * 60, 120), (60, 60), (2, 5)])
def test_a_payment_ends_with_its_order(counter, closes_in, payable_for):
    now = clock.now()
    order_no = counter.desk.asked(pay_before=clock.iso(now + timedelta(minutes=closes_in)))
    begun = counter.desk.pay(order_no, "alipay").ok()
    assert clock.instant(begun["online"]["payable_until"]) == now + timedelta(minutes=payable_for)
    asked = dict(parse_qsl(urlsplit(begun["online"]["page_url"]).query))
    ends = (now + timedelta(minutes=payable_for)).astimezone(clock.BEIJING)
    assert json.loads(asked["biz_content"])["time_expire"] == f"{ends:%Y-%m-%d %H:%M:%S}"


@pytest.mark.rule("10.4.3.1/r3", "10.4.3.1/r14")
def test_what_was_paid_through_a_third_party_comes_back_to_the_balance(counter):
    desk = counter.desk
    order_no = desk.asked()
    hear(counter, paid_at_the_till(counter, order_no))
    desk.refund(order_no, "100.00").ok()
    assert desk.balances()["account_balance"] == yuan(1100)
    check_books()


@pytest.mark.rule("10.4.3.1/r4")
@pytest.mark.parametrize("meanwhile", ["cancel", "reject", "pay"])
def test_money_for_an_order_that_is_settled_already_is_the_partners_top_up(counter, meanwhile):
    desk = counter.desk
    order_no = desk.asked()
    number = paid_at_the_till(counter, order_no)
    getattr(desk, meanwhile)(order_no).ok()
    status, answered = order(order_no).status, request_for(order_no).status
    hear(counter, number)
    assert (order(order_no).status, request_for(order_no).status) == (status, answered)
    assert desk.balances()["account_balance"] == yuan(1000 if meanwhile == "pay" else 1100)
    check_books()


@pytest.mark.parametrize("channel", ["alipay", "wechat_pay", "union_pay", "corporate_banking"])
def test_whoever_opens_the_payment_of_an_order_again_pays_the_same_one(counter, stopped_clock, channel):
    desk = counter.desk
    order_no = desk.asked()
    first = desk.pay(order_no, channel).ok()["online"]
    stopped_clock.pass_(hours=1)
    again = desk.pay(order_no, channel).ok()["online"]
    assert {name: again[name] for name in ("payment_no", "amount", "channel", "payable_until")} == {
        name: first[name] for name in ("payment_no", "amount", "channel", "payable_until")
    }
    number = counter.open(again)
    counter.till(channel).paid(number)
    hear(counter, number, channel)
    assert order(order_no).status is OrderStatus.COMPLETED


def test_a_payment_that_ends_soon_or_fits_no_more_is_begun_anew(counter, stopped_clock):
    desk = counter.desk
    order_no = desk.asked()
    numbers = [desk.pay(order_no, "alipay").ok()["online"]["payment_no"], desk.pay(order_no, "wechat_pay").ok()["online"]["payment_no"]]
    stopped_clock.pass_(hours=1, minutes=56)
    numbers.append(desk.pay(order_no, "wechat_pay").ok()["online"]["payment_no"])
    assert len(set(numbers)) == 3


def test_two_payments_for_one_order_pay_it_once_and_the_other_is_credited(counter):
    desk = counter.desk
    order_no = desk.asked()
    channels = ("alipay", "wechat_pay")
    numbers = [paid_at_the_till(counter, order_no, channel) for channel in channels]
    for number, channel in zip(numbers, channels, strict=True):
        hear(counter, number, channel)
    assert order(order_no).paid_amount == yuan(100)
    assert desk.balances()["account_balance"] == yuan(1100)


def by_hand(counter: Counter, number: str) -> Answer:
    """Vendor finance credits the flow of a payment, which it found in the provider's statement."""
    body = {"amount": "100.00", "external_flow_no": counter.street.alipay.trades[number].flow_no, "channel": "alipay"}
    return counter.desk.call(vendor_user(), "POST", "/funds/partners/P1/top-ups", body)


def test_money_that_finance_credited_by_hand_pays_no_order_as_well(counter):
    desk = counter.desk
    order_no = desk.asked()
    number = paid_at_the_till(counter, order_no)
    by_hand(counter, number).ok()
    hear(counter, number)
    assert order(order_no).status is OrderStatus.PENDING_PAYMENT
    assert desk.balances()["account_balance"] == yuan(1100)
    check_books()


def test_money_that_paid_an_order_is_not_credited_by_hand_as_well(counter):
    order_no = counter.desk.asked()
    number = paid_at_the_till(counter, order_no)
    hear(counter, number)
    answer = by_hand(counter, number)
    assert answer.refused_as == "payment_already_spent"
    assert answer.refusals["payment_already_spent"]["facts"]["spent_on"] == order_no
    assert counter.desk.balances()["account_balance"] == yuan(1000)


def test_money_of_which_the_order_never_heard_is_a_difference_of_the_reconciliation(counter):
    desk = counter.desk
    heard, lost = (paid_at_the_till(counter, desk.asked()) for _ in range(2))
    hear(counter, heard)
    assert counter.tell(counter.street.alipay.notice(lost)).status < 300
    desk.world.run_job("funds.reconcile_providers", clock.iso(clock.now() + clock.DAY))
    assert [(item["difference"], item["payment_no"]) for item in counter.items()] == [("not_credited", lost)]


def test_money_for_another_price_is_credited(counter):
    desk = counter.desk
    order_no = desk.asked()
    number = paid_at_the_till(counter, order_no)
    desk.fed(order_no, after=1, order_amount="80.00")
    hear(counter, number)
    assert order(order_no).status is OrderStatus.PENDING_PAYMENT
    assert desk.balances()["account_balance"] == yuan(1100)


def test_the_failures_are_told_before_a_payment_is_begun(counter):
    order_no = counter.desk.asked(check={"capacity_short": True})
    assert counter.desk.pay(order_no, "alipay").refused_as == "service_capacity_short"


@pytest.mark.rule("10.4.3.1/r12")
def test_petal_pay_is_allowed_for_general_products_and_not_set_up_yet(counter):
    order_no = counter.desk.asked(marketplace="general")
    assert counter.desk.pay(order_no, "petal_pay").refused_as == "channel_not_available"
    assert counter.desk.pay(order_no, "wechat_pay").refused_as == "payment_method_not_allowed"


def test_coupons_that_cover_everything_need_no_third_party(counter):
    voucher = a_coupon("voucher", "150", to="C1")
    order_no = counter.desk.asked("C1", voucher)
    assert counter.desk.pay(order_no, "alipay").ok()["status"] == "completed"
