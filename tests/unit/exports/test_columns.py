"""Which columns a person sees of a list: asked for by the list itself, and remembered per person."""

import pytest

from partner_center.platform import catalogue
from tests.kit import faults
from tests.kit.exports import ADMIN, BOSS
from tests.kit.world import customer_user, partner_user

COLUMNS = "/exports/pages/customers.list_customers/columns"


@pytest.mark.rule("5.1.1.5/r2")
def test_a_person_chooses_its_columns_and_the_list_shows_them(world, customers):
    default = world.call(ADMIN, "GET", COLUMNS).ok()
    assert (default["own"], default["columns"][:2]) == (False, ["customer_id", "customer_name"])
    chosen = ["mobile", "customer_id"]
    assert world.call(ADMIN, "PUT", COLUMNS, {"columns": chosen}).ok()["columns"] == chosen
    kept = world.call(ADMIN, "GET", COLUMNS).ok()["columns"]
    query = "&".join(f"columns={name}" for name in kept)
    assert [list(row) for row in world.call(ADMIN, "GET", f"/customers/customers?{query}").ok()["items"]] == [chosen] * 3
    assert world.call(BOSS, "GET", COLUMNS).ok()["own"] is False


def test_a_choice_can_be_changed_and_taken_back(world):
    for chosen in (["mobile"], ["customer_id", "mobile"]):
        world.call(ADMIN, "PUT", COLUMNS, {"columns": chosen}).ok()
        assert world.call(ADMIN, "GET", COLUMNS).ok()["columns"] == chosen
    for _ in range(2):
        assert world.call(ADMIN, "DELETE", COLUMNS).ok()["own"] is False
    assert world.call(ADMIN, "GET", COLUMNS).ok()["own"] is False


@pytest.mark.parametrize(("columns", "pointer"), [(["mobile", "secret"], "/columns/1"), (["email"], "/columns/0"), ([], "/columns")])
def test_what_the_list_does_not_have_cannot_be_chosen(world, columns, pointer):
    refused = world.call(ADMIN, "PUT", COLUMNS, {"columns": columns})
    assert (refused.status, refused.body["fields"][0]["pointer"]) == (400, pointer)


def test_a_page_that_one_may_not_see_has_no_columns(world):
    for method, body in (("GET", None), ("PUT", {"columns": ["mobile"]}), ("DELETE", None)):
        assert world.call(customer_user(), method, COLUMNS, body).status == 403
        assert world.call(ADMIN, method, "/exports/pages/customers.nothing/columns", body).status == 404


def test_a_column_that_the_page_has_no_more_is_left_out(world, monkeypatch):
    world.call(ADMIN, "PUT", COLUMNS, {"columns": ["mobile", "customer_id"]}).ok()
    view = catalogue.page("customers.list_customers").view
    monkeypatch.setattr(view, "columns", [column for column in view.columns if column.name != "mobile"])
    assert world.call(ADMIN, "GET", COLUMNS).ok()["columns"] == ["customer_id"]


def test_a_choice_makes_no_list_slower(world, customers):
    world.call(ADMIN, "PUT", COLUMNS, {"columns": ["mobile"]}).ok()
    with faults.watching() as calls:
        world.call(ADMIN, "GET", "/customers/customers?columns=mobile").ok()
    assert calls == {"Query": 1}


def test_a_choice_goes_with_the_person(world):
    world.call(ADMIN, "PUT", COLUMNS, {"columns": ["mobile"]}).ok()
    elsewhere = type(ADMIN)(**{**partner_user("P2").__dict__, "user_id": ADMIN.user_id})
    assert world.call(elsewhere, "GET", COLUMNS).ok()["columns"] == ["mobile"]
