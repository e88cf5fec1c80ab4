"""Lists and details: paging, masking, filters, and that nobody sees another's."""

import json

import pytest
from botocore.exceptions import ConnectionClosedError

from partner_center.kernel.money import Money
from partner_center.platform import view
from partner_center.platform.table import Place, Record, Text
from tests.kit import faults
from tests.kit.sample.purse import open_purse
from tests.kit.world import ROOT, Answer, Context, http_event, load, partner_user

LIST = load(ROOT / "tests/kit/sample/shop/list_purses.py").app


class Stray(Record, kind="sample_stray"):
    """Something else that lies beside the purses."""

    PLACE = Place("sample/{partner_id}/purse", "{purse_id}")
    partner_id = Text()
    purse_id = Text()


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


def test_a_filter_that_hits_nothing_reads_a_bounded_number_of_pages(monkeypatch):
    monkeypatch.setattr(view, "READ_AT_ONCE", 1)
    with faults.watching() as calls:
        page = get(query={"holder": "nobody"}).ok()
    assert calls == {"Query": view.READS}
    assert (page["items"], page["cursor"] is not None) == ([], True)
    assert get(query={"holder": "nobody", "cursor": page["cursor"]}).ok() == {"items": [], "cursor": None}


def test_a_filtered_list_goes_on_where_its_page_ended():
    seen, cursor = [], None
    while True:
        page = get(query={"limit": 2, "holder": "Anna", **({"cursor": cursor} if cursor else {})}).ok()
        assert len(page["items"]) <= 2
        seen += [row["purse_id"] for row in page["items"]]
        if not (cursor := page["cursor"]):
            break
    assert seen == ["p20", "p15", "p10", "p05", "p00"]


def test_what_the_list_hides_is_not_found_by_its_id_either():
    open_purse("P1", "secret", holder="hidden")
    assert "secret" not in [row["purse_id"] for row in get(query={"limit": 100}).ok()["items"]]
    assert get("/purses/{purse_id}", path={"purse_id": "secret"}).status == 404


def test_a_record_of_another_kind_is_not_found_by_the_id_of_its_place():
    stray = Stray(partner_id="P1", purse_id="stray")
    stray.settle()
    stray.save()
    assert get("/purses/{purse_id}", path={"purse_id": "stray"}).status == 404


@pytest.mark.parametrize("purse_id", ["x" * 2000, "钱" * 600, "..%2F..%2FP2%2Fpurse%2Fforeign", "%00"])
def test_an_id_that_cannot_be_is_not_found(purse_id):
    assert get("/purses/{purse_id}", path={"purse_id": purse_id}).status == 404


def test_a_table_that_does_not_answer_is_unavailable():
    def silent(operation, writes):
        raise ConnectionClosedError(endpoint_url="table")

    with faults.watching(before=silent):
        answer = get()
    assert (answer.status, answer.refused_as, answer.headers["Retry-After"]) == (503, "unavailable", "1")


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


@pytest.mark.parametrize(
    "query", [{"limit": 0}, {"limit": 101}, {"cursor": "bm9uc2Vuc2U="}, {"cursor": "%%"}, {"unknown": "x"}, {"cursor": "W1tb" * 500}]
)
def test_bad_list_input_is_refused(query):
    assert get(query=query).refused_as == "invalid_input"


def test_a_description_takes_no_parameters():
    assert get("/purses/-/columns", query={"surprise": "1"}).refused_as == "invalid_input"


def test_a_page_can_be_drawn_from_its_description():
    described = get("/purses/-/columns").ok()
    assert described["columns"][1] == {"name": "holder", "label": "持有人", "masked": True, "in_list": True, "options": None}
    assert described["filters"][0]["how"] == "contains"


def test_a_list_shows_the_columns_asked_for_in_their_order():
    page = get(query={"limit": 1}).ok()
    assert list(page["items"][0]) == ["purse_id", "holder", "balance"]
    event = http_event("GET", "/purses", {}, query={"columns": ["balance", "purse_id"], "limit": ["1"]}, caller=partner_user("P1"))
    (row,) = json.loads(LIST(event, Context())["body"])["items"]
    assert list(row) == ["balance", "purse_id"]


@pytest.mark.parametrize("columns", [["secret"], ["balance", "balance"], ["purse_id", "version"]])
def test_columns_that_the_list_does_not_have_are_refused(columns):
    event = http_event("GET", "/purses", {}, query={"columns": columns}, caller=partner_user("P1"))
    answer = LIST(event, Context())
    assert (answer["statusCode"], json.loads(answer["body"])["code"]) == (400, "invalid_input")


def test_a_list_runs_in_either_direction_with_its_cursor():
    first = get(query={"sort": "oldest", "limit": 20}).ok()
    second = get(query={"sort": "oldest", "limit": 20, "cursor": first["cursor"]}).ok()
    assert [row["purse_id"] for row in first["items"] + second["items"]] == [f"p{n:02d}" for n in range(25)]
    assert get(query={"sort": "newest", "limit": 1}).ok()["items"][0]["purse_id"] == "p24"
    assert get(query={"sort": "sideways"}).refused_as == "invalid_input"


def test_a_page_says_by_which_ids_a_record_is_found():
    assert get("/purses/-/columns").ok()["ids"] == ["purse_id"]
