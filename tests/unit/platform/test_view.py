"""Lists and details: paging, masking, filters, and that nobody sees another's."""

import json

import pytest

from partner_center.kernel.money import Money
from tests.kit import faults
from tests.kit.sample.purse import open_purse
from tests.kit.world import ROOT, Answer, Context, http_event, load, partner_user

LIST = load(ROOT / "tests/kit/sample/shop/list_purses.py").app


def get(resource="/purses", caller=None, query=None, path=None) -> Answer:
    event = http_event(
        "GET", resource, path or {}, query={k: [str(v)] for k, v in (query or {}).items()}, caller=caller or partner_user("P1")
    )
    answer = LIST(event, Context())
    return Answer(answer["statusCode"], answer["headers"], json.loads(answer["body"]))


@pytest.fixture(autouse=True)
def purses(cloud, stopped_clock):
    for number in range(25):
        open_purse("P1", f"p{number:02d}", holder="王小明" if number % 5 else "Anna", balance=Money.of(number))
    open_purse("P2", "foreign", holder="else")


def test_a_page_is_ten_rows_newest_first_and_one_query():
    with faults.watching() as calls:
        page = get().ok()
    assert [row["purse_id"] for row in page["items"]] == [f"p{n:02d}" for n in range(24, 14, -1)]
    assert calls == {"Query": 1}


def test_the_cursor_leads_through_everything_once():
    seen, cursor = [], None
    while True:
        page = get(query={"limit": 7, **({"cursor": cursor} if cursor else {})}).ok()
        seen += [row["purse_id"] for row in page["items"]]
        cursor = page["cursor"]
        if not cursor:
            break
    assert seen == [f"p{n:02d}" for n in range(24, -1, -1)]


def test_sensitive_columns_leave_masked_in_list_and_detail():
    assert get().ok()["items"][0]["holder"] == "王****明"
    assert get("/purses/{purse_id}", path={"purse_id": "p05"}).ok()["holder"] == "A****a"


def test_a_filter_finds_across_pages():
    page = get(query={"holder": "Anna"}).ok()
    assert [row["purse_id"] for row in page["items"]] == ["p20", "p15", "p10", "p05", "p00"]


def test_a_detail_carries_the_version_to_match():
    answer = get("/purses/{purse_id}", path={"purse_id": "p03"})
    assert answer.headers["ETag"] == '"1"'
    assert answer.ok()["balance"] == {"amount": "3.00", "currency": "CNY"}


def test_another_partners_record_is_not_found():
    assert get("/purses/{purse_id}", path={"purse_id": "foreign"}).status == 404


def test_another_partners_cursor_leads_nowhere():
    cursor = get(query={"limit": 3}).ok()["cursor"]
    answer = get(caller=partner_user("P2"), query={"cursor": cursor})
    assert (answer.status, answer.refused_as) == (400, "invalid_input")


@pytest.mark.parametrize("query", [{"limit": 0}, {"limit": 101}, {"cursor": "bm9uc2Vuc2U="}, {"cursor": "%%"}, {"unknown": "x"}])
def test_bad_list_input_is_refused(query):
    assert get(query=query).refused_as == "invalid_input"


def test_a_page_can_be_drawn_from_its_description():
    described = get("/purses/-/columns").ok()
    assert described["columns"][1] == {"name": "holder", "label": "持有人", "masked": True, "in_list": True}
    assert described["filters"][0]["how"] == "contains"
