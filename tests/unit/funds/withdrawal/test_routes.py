"""The tables of 10.6.3.5: which way money may go back, by contracting entity, channel and age, with the days on which it changes."""

import pytest

from partner_center.funds.top_up import TopUpChannel
from partner_center.funds.withdrawal.routes import CardHolder, Route, is_within_months, refuses_holder, table_at
from partner_center.kernel import clock

NOW = "2024-09-02T10:00:00+08:00"
TODAY = clock.instant(NOW)

ORIGINAL, CARD, OFFLINE, REBATE = "original_route", "bank_card", "offline_ticket", "incentive_rebate"

# Contracting entity, channel, Beijing time of arrival (today is 2024-09-02), the way back.
HCC_ORIGINAL = [
    ("hcc", "alipay", "2024-09-02T09:59:00+08:00", ORIGINAL),
    ("hcc", "alipay", "2024-06-02T23:59:59+08:00", ORIGINAL),  # three months ago to the day: that day included
    ("hcc", "alipay", "2024-06-02T00:00:00+08:00", ORIGINAL),
    ("hcc", "dedicated_account", "2024-09-01T10:00:00+08:00", ORIGINAL),
    ("hcc", "dedicated_account", "2019-01-01T10:00:00+08:00", ORIGINAL),
    ("hcc", "general_account", "2019-01-01T10:00:00+08:00", ORIGINAL),
]
OTHER_ORIGINAL = [
    (entity, channel, arrived, ORIGINAL)
    for entity in ("hst", "other")
    for channel, arrived in [
        ("alipay", "2023-10-02T00:00:00+08:00"),  # eleven months ago to the day
        ("wechat_pay", "2023-10-02T00:00:00+08:00"),
        ("alipay", "2024-09-02T00:00:00+08:00"),
        ("wechat_pay", "2024-09-02T00:00:00+08:00"),
        ("union_pay", "2024-06-02T00:00:00+08:00"),
        ("union_pay", "2024-09-02T00:00:00+08:00"),
        ("personal_banking", "2024-06-02T00:00:00+08:00"),
        ("corporate_banking", "2024-06-02T00:00:00+08:00"),
        ("dedicated_account", "2019-01-01T10:00:00+08:00"),
        ("general_account", "2019-01-01T10:00:00+08:00"),
    ]
]
HCC_CARD = [
    ("hcc", "mode_change", "2024-09-02T00:00:00+08:00", CARD),
    ("hcc", "mode_change", "2019-01-01T00:00:00+08:00", CARD),
]
OTHER_CARD = [
    (entity, channel, arrived, CARD)
    for entity in ("hst", "other")
    for channel, arrived in [
        ("alipay", "2023-10-01T23:59:59+08:00"),  # eleven months and a day ago
        ("wechat_pay", "2023-10-01T23:59:59+08:00"),
        ("union_pay", "2024-06-01T23:59:59+08:00"),  # three months and a day ago
        ("personal_banking", "2024-06-01T23:59:59+08:00"),
        ("corporate_banking", "2024-06-01T23:59:59+08:00"),
        ("mode_change", "2024-09-02T00:00:00+08:00"),
    ]
]
HCC_OFFLINE = [
    ("hcc", "alipay", "2020-11-01T00:00:00+08:00", OFFLINE),
    ("hcc", "alipay", "2020-12-31T12:00:00+08:00", OFFLINE),
    ("hcc", "alipay", "2021-02-28T23:59:59+08:00", OFFLINE),
]
HCC_OPEN = [  # what r4 leaves open goes to a bank card
    ("hcc", "alipay", "2020-10-31T23:59:59+08:00", CARD),
    ("hcc", "alipay", "2021-03-01T00:00:00+08:00", CARD),
    ("hcc", "alipay", "2024-06-01T23:59:59+08:00", CARD),
    ("hcc", "wechat_pay", "2024-09-02T00:00:00+08:00", CARD),
    ("hcc", "wechat_pay", "2023-01-01T00:00:00+08:00", CARD),
    ("hcc", "union_pay", "2024-09-02T00:00:00+08:00", CARD),
    ("hcc", "personal_banking", "2024-09-02T00:00:00+08:00", CARD),
    ("hcc", "corporate_banking", "2024-09-02T00:00:00+08:00", CARD),
]
NEITHER = [(entity, "incentive_rebate", "2024-09-02T00:00:00+08:00", REBATE) for entity in ("hcc", "hst", "other")] + [
    (entity, "vendor_finance", "2024-09-02T00:00:00+08:00", CARD) for entity in ("hcc", "hst", "other")
]


def way_back(entity, channel, arrived, now=TODAY):
    return table_at(now).route(entity, TopUpChannel(channel), clock.instant(arrived), now).value


@pytest.mark.rule("10.6.3.5.1/r1")
@pytest.mark.parametrize(("entity", "channel", "arrived", "route"), HCC_ORIGINAL)
def test_hcc_pays_alipay_of_three_months_and_transfers_back_by_the_original_route(entity, channel, arrived, route):
    assert way_back(entity, channel, arrived) == route


@pytest.mark.rule("10.6.3.5.1/r2")
@pytest.mark.parametrize(("entity", "channel", "arrived", "route"), OTHER_ORIGINAL)
def test_other_entities_pay_back_alipay_and_wechat_of_eleven_months_unionpay_of_three_and_transfers(entity, channel, arrived, route):
    assert way_back(entity, channel, arrived) == route


@pytest.mark.rule("10.6.3.5.2/r1")
@pytest.mark.parametrize(("entity", "channel", "arrived", "route"), HCC_CARD)
def test_hcc_pays_what_a_mode_change_credited_to_a_bank_card(entity, channel, arrived, route):
    assert way_back(entity, channel, arrived) == route


@pytest.mark.rule("10.6.3.5.2/r2")
@pytest.mark.parametrize(("entity", "channel", "arrived", "route"), OTHER_CARD)
def test_other_entities_pay_what_is_too_old_for_the_original_route_to_a_bank_card(entity, channel, arrived, route):
    assert way_back(entity, channel, arrived) == route


@pytest.mark.rule("10.6.3.5.2/r4")
@pytest.mark.parametrize(("entity", "channel", "arrived", "route"), HCC_OFFLINE + HCC_OPEN)
def test_hcc_sends_alipay_of_one_winter_to_a_ticket_and_what_else_is_too_old_to_a_bank_card(entity, channel, arrived, route):
    assert way_back(entity, channel, arrived) == route


@pytest.mark.rule("10.6.3.5.2/r4")
def test_alipay_of_that_winter_went_back_by_the_original_route_while_it_was_young():
    assert way_back("hcc", "alipay", "2020-11-01T12:00:00+08:00", clock.instant("2021-02-01T23:00:00+08:00")) == ORIGINAL
    assert way_back("hcc", "alipay", "2020-11-01T12:00:00+08:00", clock.instant("2021-02-02T00:00:00+08:00")) == OFFLINE


@pytest.mark.parametrize(("entity", "channel", "arrived", "route"), NEITHER)
def test_rebates_have_a_way_of_their_own_and_what_finance_credited_goes_to_a_card(entity, channel, arrived, route):
    assert way_back(entity, channel, arrived) == route


def test_every_entity_channel_and_age_has_exactly_one_way():
    table = table_at(TODAY)
    for entity in ("hcc", "hst", "other"):
        for channel in TopUpChannel:
            assert table.terms(channel).channel is channel
            for months in (0, 3, 4, 11, 12, 60):
                assert table.route(entity, channel, clock.months_later(TODAY, -months), TODAY) is not Route.NONE


def test_an_entity_that_the_table_does_not_name_withdraws_nothing():
    assert way_back("somebody", "alipay", NOW) == "none"


@pytest.mark.parametrize(
    ("arrived", "now", "within"),
    [
        ("2024-11-30T08:00:00+08:00", "2025-02-28T23:59:59+08:00", True),  # February has no 30th: its last day counts
        ("2024-11-30T08:00:00+08:00", "2025-03-01T00:00:00+08:00", False),
        ("2024-05-31T23:30:00+08:00", "2024-08-31T23:59:00+08:00", True),
        ("2024-05-31T23:30:00+08:00", "2024-09-01T00:00:00+08:00", False),
        ("2024-06-01T15:59:59Z", "2024-09-01T15:59:59Z", True),  # one Beijing day, whatever the time
        ("2024-06-01T15:59:59Z", "2024-09-01T16:00:00Z", False),
    ],
)
@pytest.mark.rule("10.6.3.5.1/r1")
def test_months_are_calendar_months_from_the_beijing_day_of_arrival(arrived, now, within):
    assert is_within_months(clock.instant(arrived), clock.instant(now), 3) is within


HOLDERS = [
    ("10.6.3.5.2/r6", "alipay", "payer"),
    ("10.6.3.5.2/r6", "wechat_pay", "payer"),
    ("10.6.3.5.2/r7", "personal_banking", "verified_entity"),
    ("10.6.3.5.2/r7", "corporate_banking", "verified_entity"),
    ("10.6.3.5.2/r8", "mode_change", "verified_entity"),
    ("10.6.3.5.3/r2", "incentive_rebate", "verified_entity"),
]


@pytest.mark.rule("10.6.3.5.2/r6", "10.6.3.5.2/r7", "10.6.3.5.2/r8", "10.6.3.5.3/r2")
@pytest.mark.parametrize(("rule", "channel", "holder"), HOLDERS)
def test_whose_the_bank_card_must_be_depends_on_the_channel(rule, channel, holder):
    terms = table_at(TODAY).terms(TopUpChannel(channel))
    assert terms.card_holder is CardHolder(holder)
    right, wrong = ("王芳", "晨星公司") if holder == "payer" else ("晨星公司", "王芳")
    assert refuses_holder(terms, right, "王芳", "晨星公司") is None
    assert refuses_holder(terms, wrong, "王芳", "晨星公司").rule == rule


def test_a_payer_whom_nobody_named_is_the_verified_entity():
    terms = table_at(TODAY).terms(TopUpChannel.ALIPAY)
    assert refuses_holder(terms, "晨星公司", None, "晨星公司") is None
    assert refuses_holder(terms, "王芳", None, "晨星公司").code == "holder_is_not_verified_entity"


def test_full_width_signs_and_blanks_make_no_other_name():
    terms = table_at(TODAY).terms(TopUpChannel.MODE_CHANGE)
    assert refuses_holder(terms, "晨星（北京） 公司", None, "晨星(北京)公司") is None
    assert refuses_holder(terms, "晨星(上海)公司", None, "晨星(北京)公司") is not None


@pytest.mark.rule("10.6.3.5.1/r3", "10.6.3.5.2/r3", "10.6.3.5.3/r1")
def test_online_channels_are_paid_in_one_working_day_and_banks_in_seven():
    table = table_at(TODAY)
    days = {channel.value: table.terms(channel).original_route_days for channel in TopUpChannel}
    assert {days[channel] for channel in ("alipay", "wechat_pay", "union_pay")} == {1}
    assert {days[channel] for channel in ("dedicated_account", "general_account")} == {7}
    assert table.card_days == 7
