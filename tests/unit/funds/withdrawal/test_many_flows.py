"""Partners with many top-ups: the storage is asked page by page, and no further than needed."""

from partner_center.funds.withdrawal import drawing, keeping
from tests.kit.withdrawals import a_flow
from tests.kit.world import partner_user


def test_flows_beyond_the_first_page_are_found(window, monkeypatch):
    monkeypatch.setattr(drawing, "FIRST_PAGE", 2)
    monkeypatch.setattr(drawing, "FURTHER_PAGES", 3)
    for day in range(1, 8):
        a_flow("10", "alipay", at=f"2024-08-{day:02d}T10:00:00+08:00")
    assert window.withdrawable()["original_route"] == "70"
    assert window.by_original_route("65").ok()["amount"] == {"amount": "65.00", "currency": "CNY"}


def test_flows_are_looked_through_only_so_far(window, monkeypatch):
    monkeypatch.setattr(drawing, "FIRST_PAGE", 2)
    monkeypatch.setattr(drawing, "FURTHEST", 2)
    for day in range(1, 4):
        a_flow("10", "alipay", at=f"2024-08-{day:02d}T10:00:00+08:00")
    assert window.withdrawable()["original_route"] == "20"
    assert window.by_original_route("30").refused_as == "flows_do_not_cover"


def test_a_preview_says_that_there_are_more(window, monkeypatch):
    monkeypatch.setattr(keeping, "SHOWN", 2)
    for day in range(1, 4):
        a_flow("10", "alipay", at=f"2024-08-{day:02d}T10:00:00+08:00")
    seen = window.world.call(partner_user("P1"), "GET", "/funds/withdrawal-flows?route=original_route").ok()
    assert (len(seen["flows"]), seen["more"]) == (2, True)
    assert {row["taken"]["amount"] for row in seen["flows"]} == {"0.00"}
