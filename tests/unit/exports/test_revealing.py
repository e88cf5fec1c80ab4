"""The eye beside a masked field: one value of one record, for whoever sees the record, and always in the trail."""

import pytest

from partner_center.exports import revealing
from partner_center.funds import StatementLine, account_id_of
from partner_center.kernel import clock
from partner_center.kernel.money import Money
from partner_center.kernel.permissions import Role
from partner_center.platform import catalogue
from partner_center.platform.audit import AuditRecord
from partner_center.platform.ledger import Movement
from partner_center.platform.table import Record
from tests.kit import faults
from tests.kit.exports import ADMIN, BOSS
from tests.kit.funds import stored
from tests.kit.world import ROOT, functions, partner_user, vendor_user

CUSTOMERS = "customers.list_customers"


def reveal(world, field, *, by=ADMIN, kind=CUSTOMERS, query="", key=None, **record):
    body = {"kind": kind, "record": record or {"customer_id": "C1"}, "field": field}
    return world.call(by, "POST", f"/exports/reveals{query}", body, key=key)


def trail(scope="partner/P1"):
    return [record for record in AuditRecord.query(AuditRecord.partition(scope=scope)) if record.action == "exports.reveal_masked_field"]


@pytest.mark.rule("10.4/r1")
def test_a_field_is_hidden_until_it_is_revealed(world, customers):
    row = next(row for row in world.call(ADMIN, "GET", "/customers/customers").ok()["items"] if row["customer_id"] == "C1")
    assert (row["customer_name"], row["mobile"]) == ("青****技", "138****678")
    assert reveal(world, "customer_name").ok() == {"field": "customer_name", "value": "青山科技"}
    assert reveal(world, "email").ok()["value"] == "it@c1.example"  # shown in the detail only


def test_each_reveal_is_in_the_trail_without_the_value(world, customers):
    reveal(world, "mobile").ok()
    reveal(world, "mobile").ok()
    records = trail()
    assert [record.note for record in records] == [{"page": CUSTOMERS, "record": {"customer_id": "C1"}, "field": "mobile"}] * 2
    assert (records[0].user_id, records[0].source) == (ADMIN.user_id, "203.0.113.7")
    assert "13812345678" not in str([record.attribute_values for record in records])


def test_a_revealed_value_is_kept_nowhere(world, customers):
    before = {(record.pk, record.sk) for record in Record.scan()}
    reveal(world, "mobile", key="once").ok()
    reveal(world, "mobile", key="once").ok()
    added = [record for record in Record.scan() if (record.pk, record.sk) not in before]
    assert "13812345678" not in str([record.attribute_values for record in added])
    assert len(trail()) == 2


def test_a_dry_run_shows_nothing(world, customers):
    assert reveal(world, "mobile", query="?dry_run=true").ok()["result"]["value"] == "138****678"
    assert trail() == []


@pytest.mark.parametrize(
    ("caller", "status"),
    [(partner_user("P2"), 404), (partner_user("P1", Role.PARTNER_FINANCE), 200), (vendor_user(), 403), (None, 401)],
)
def test_who_does_not_see_the_record_learns_nothing(world, customers, caller, status):
    answer = reveal(world, "mobile", by=caller)
    assert answer.status == status
    assert ("13812345678" in str(answer.body)) is (status == 200)


def test_a_manager_reveals_nothing_of_others_customers(world, customers):
    manager = partner_user("P1", Role.ACCOUNT_MANAGER, name="wang")
    limited = type(manager)(**{**manager.__dict__, "limited_to": (manager.user_id,)})
    assert reveal(world, "mobile", by=limited).status == 404


@pytest.mark.parametrize(
    ("field", "record", "pointer"),
    [
        ("associated_at", {"customer_id": "C1"}, "/field"),
        ("no_such_field", {"customer_id": "C1"}, "/field"),
        ("mobile", {"report_id": "C1"}, "/record/customer_id"),
        ("mobile", {"customer_id": "C1", "partner_id": "P2"}, "/record/partner_id"),
        ("mobile", {"customer_id": "x" * 129}, "/record/customer_id"),
    ],
)
def test_only_masked_fields_by_the_pages_own_ids(world, customers, field, record, pointer):
    refused = reveal(world, field, **record)
    assert (refused.status, refused.body["fields"][0]["pointer"]) == (400, pointer)


def test_an_unknown_record_or_page_is_not_found(world, customers):
    assert reveal(world, "mobile", customer_id="C404").status == 404
    assert reveal(world, "mobile", kind="customers.nothing").status == 404


def test_nobody_copies_the_list_field_by_field(world, customers, monkeypatch):
    monkeypatch.setattr(revealing, "PER_PERSON", revealing.Limit("reveal", times=2, within_s=3600))
    assert [reveal(world, "mobile").status for _ in range(3)] == [200, 200, 429]
    assert reveal(world, "mobile", by=BOSS).status == 200


def test_a_reveal_is_one_query_and_one_transaction(world, customers):
    with faults.watching() as calls:
        reveal(world, "mobile").ok()
    assert calls == {"UpdateItem": 1, "Query": 1, "TransactWriteItems": 1}


@pytest.mark.rule("10.6.3.6/r2")
def test_an_entry_of_the_statement_is_found_by_what_its_row_shows(world):
    at = clock.now()
    for number, name in enumerate(["青山科技", "远航网络"]):
        stored(
            StatementLine(
                account_id=account_id_of("P1", "top_up"), entry=f"{number}", number=number, movement_id=f"MV{number}",
                movement=next(iter(Movement)), partner_id="P1", customer_name=name, amount=Money.of(1), balance=Money.of(1),
                occurred_at=at, decided_at=at,
            )
        )  # fmt: skip
    ids = {"account_type": "top_up", "occurred_at": clock.iso(at), "movement_id": "MV1"}
    page = "funds.list_ledger_entries"
    assert reveal(world, "customer_name", kind=page, **ids).ok()["value"] == "远航网络"
    assert reveal(world, "customer_name", kind=page, by=partner_user("P2"), **ids).status == 404
    assert reveal(world, "customer_name", kind=page, **{**ids, "movement_id": "MV9"}).status == 404
    assert reveal(world, "customer_name", kind=page, **{**ids, "account_type": "gift"}).status == 404


NAMED_OTHERWISE = {"manager_id": "user_id"}  # in the path of account managers, who are members
PAGES = [name for name, app in functions().items() if app.declaration.kind == "view"]


@pytest.mark.parametrize("kind", PAGES)
def test_every_page_has_a_title_and_every_masked_one_finds_its_records(kind):
    view = catalogue.page(kind).view
    assert view.title, f"{kind}: title=Label(…) is what its exports are called"
    if any(column.masked for column in view.columns):
        assert view.ids, f"{kind}: has masked columns, so `one` must find a record"


@pytest.mark.parametrize("kind", PAGES)
def test_every_page_knows_the_ids_by_which_a_row_is_found(kind):
    """What `one` asks for stands in the row, or was said to get the list."""
    page = catalogue.page(kind)
    known = {column.name for column in page.view.columns if column.in_list} | set(page.asked.model_fields)
    assert {NAMED_OTHERWISE.get(name, name) for name in page.view.ids} <= known


def test_the_list_of_pages_is_complete():
    assert sorted(catalogue._pages()) == sorted(PAGES), f"run `make generate` in {ROOT}"
