"""What is true of every command without a line of its own."""

import json

import pytest
from boto3.dynamodb.types import TypeDeserializer

from partner_center.kernel import clock, ids
from partner_center.kernel.errors import Stale
from partner_center.kernel.money import Money
from partner_center.kernel.permissions import Role
from partner_center.platform.audit import AuditRecord
from partner_center.platform.events import Outbox
from partner_center.platform.ledger import LedgerEntry, statement_partition
from partner_center.platform.table import Record
from partner_center.platform.work import Idempotency, Origin, Repeated, Work, carry_out
from tests.kit import faults
from tests.kit.audit import is_trace_of_refusal
from tests.kit.sample.purse import Gift, Purse, open_purse
from tests.kit.world import ROOT, Answer, Context, customer_user, http_event, load, partner_user

SHOP = ROOT / "tests/kit/sample/shop"
PUT_IN, TAKE_OUT = load(SHOP / "put_in.py").app, load(SHOP / "take_out.py").app
USER = partner_user("P1")


def call(app, body=None, *, purse="a", caller=USER, key="k1", query=None, headers=None, raw=None) -> Answer:
    resource = app.declaration.trigger.operations[0].path
    given = {**({"Idempotency-Key": key} if key else {}), **(headers or {})}
    answer = app(
        http_event("POST", resource, {"purse_id": purse}, query=query, body=body, raw=raw, headers=given, caller=caller), Context()
    )
    return Answer(answer["statusCode"], answer["headers"], json.loads(answer["body"]))


def balance(purse="a", partner="P1") -> Money:
    return Purse.get(*(key := Purse.key(partner_id=partner, purse_id=purse)) and (key.partition, key.sort)).balance


def everything() -> dict:
    return {(item.pk, item.sk): item.serialize(null_check=False) for item in Record.scan() if not is_trace_of_refusal(item)}


@pytest.fixture(autouse=True)
def purse(cloud, stopped_clock):
    return open_purse("P1", "a")


def test_a_command_moves_money_and_leaves_entries_audit_and_events_in_one_transaction():
    with faults.watching() as calls:
        answer = call(PUT_IN, {"amount": "12.50", "remark": "first"})
    assert answer.ok() == {"purse_id": "a", "balance": {"amount": "12.50", "currency": "CNY"}}
    assert calls == {"TransactGetItems": 1, "TransactWriteItems": 1}
    (entry,) = LedgerEntry.query(statement_partition("sample/P1/purse/a"))
    assert (entry.amount, entry.balance, entry.remark) == (Money.of("12.50"), Money.of("12.50"), "first")
    (counter,) = LedgerEntry.query(statement_partition("clearing/top_up/P1"))
    assert counter.amount == Money.of("-12.50")
    audits = [item for item in Record.scan() if isinstance(item, AuditRecord)]
    assert [(audit.scope, audit.user_id, audit.action) for audit in audits] == [("partner/P1", USER.user_id, "shop.put_in")]
    assert audits[0].changed[0]["fields"]["balance"] == ["0", "12.50"]
    (outbox,) = [item for item in Record.scan() if isinstance(item, Outbox)]
    assert [event["name"] for event in outbox.events] == ["sample.money_put_in"]


def test_the_same_key_again_gets_the_same_answer_and_moves_nothing():
    first = call(PUT_IN, {"amount": "5"})
    before = everything()
    again = call(PUT_IN, {"amount": "5"})
    assert (again.status, again.body) == (first.status, first.body)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.headers["ETag"] == first.headers["ETag"]
    assert everything() == before


def test_a_used_key_with_another_request_is_refused():
    call(PUT_IN, {"amount": "5"})
    answer = call(PUT_IN, {"amount": "6"})
    assert (answer.status, answer.refused_as) == (422, "idempotency_key_reused")
    assert balance() == Money.of(5)


def test_the_same_key_of_another_user_is_another_request():
    call(PUT_IN, {"amount": "5"})
    call(PUT_IN, {"amount": "5"}, caller=partner_user("P1", name="colleague")).ok()
    assert balance() == Money.of(10)


def test_moving_money_needs_a_key():
    answer = call(PUT_IN, {"amount": "5"}, key=None)
    assert (answer.status, answer.refused_as) == (400, "idempotency_key_required")


def test_a_dry_run_says_what_would_happen_and_changes_nothing():
    before = everything()
    answer = call(PUT_IN, {"amount": "5"}, query={"dry_run": ["true"]}, key=None)
    assert answer.ok()["result"]["balance"]["amount"] == "5.00"
    assert [(m["account"], m["amount"]["amount"]) for m in answer.body["effects"]["moved"]] == [
        ("clearing/top_up/P1", "-5.00"),
        ("sample/P1/purse/a", "5.00"),
    ]
    assert answer.body["effects"]["events"] == ["sample.money_put_in"]
    assert everything() == before


def test_a_dry_run_with_a_used_key_decides_afresh():
    call(PUT_IN, {"amount": "5"})
    before = everything()
    assert call(PUT_IN, {"amount": "5"}, query={"dry_run": ["true"]}).ok()["result"]["balance"]["amount"] == "10.00"
    assert everything() == before


def test_a_dry_run_gives_the_refusals_too():
    answer = call(TAKE_OUT, {"amount": "5"}, query={"dry_run": ["true"]})
    assert answer.refused_as == "insufficient_balance"


def test_if_match_holds_the_subject_to_the_version_that_was_seen():
    etag = call(PUT_IN, {"amount": "5"}).headers["ETag"]
    call(PUT_IN, {"amount": "1"}, key="k2")
    stale = call(PUT_IN, {"amount": "2"}, key="k3", headers={"If-Match": etag})
    assert (stale.status, stale.refused_as) == (412, "stale_version")
    assert balance() == Money.of(6)
    fresh = call(PUT_IN, {"amount": "2"}, key="k4", headers={"If-Match": '"3"'})
    assert (fresh.status, fresh.headers["ETag"]) == (200, '"4"')


@pytest.mark.parametrize("tag", ["²", "9" * 5000, "1, 2", "abc", "-1"])
def test_an_if_match_that_is_no_version_is_refused(tag):
    assert call(PUT_IN, {"amount": "5"}, headers={"If-Match": f'"{tag}"'}).refused_as == "invalid_input"


def work(**options) -> Work:
    return Work(USER, clock.now(), Origin("shop.test", "c"), **options)


def test_if_match_holds_at_the_commit_for_a_subject_that_is_only_read():
    subject = Purse.key(partner_id="P1", purse_id="a")

    def write_beside(attempt: Work) -> None:
        attempt.get(subject)
        call(PUT_IN, {"amount": "1"}, key=ids.secret_token())
        attempt.add(Gift(partner_id="P1", purse_id="a", times="1"))

    with pytest.raises(Stale):
        carry_out(lambda: work(expected_version=1), write_beside)
    assert not [item for item in Record.scan() if isinstance(item, Gift)]


def test_a_subject_that_does_not_exist_matches_no_version():
    def make_gift(attempt: Work) -> None:
        attempt.get(Gift.key(partner_id="P1", purse_id="new"), or_none=True)
        attempt.get(Purse.key(partner_id="P1", purse_id="a"))
        attempt.add(Gift(partner_id="P1", purse_id="new", times="1"))

    with pytest.raises(Stale):
        carry_out(lambda: work(expected_version=1), make_gift)
    _, done = carry_out(work, make_gift)
    assert done.subject_version is None


def test_a_replay_carries_the_etag_of_a_subject_that_was_only_read():
    token = Idempotency("partner/P1/u", "k", "f")

    def make_gift(attempt: Work) -> None:
        attempt.get(Purse.key(partner_id="P1", purse_id="a"))
        attempt.add(Gift(partner_id="P1", purse_id="a", times="1"))

    _, done = carry_out(lambda: work(idempotency=token), make_gift)
    with pytest.raises(Repeated) as repeated:
        carry_out(lambda: work(idempotency=token), make_gift)
    assert repeated.value.token.subject_version == done.subject_version == 1


def test_a_balance_never_falls_below_zero():
    before = everything()
    answer = call(TAKE_OUT, {"amount": "0.01"})
    assert (answer.status, answer.refused_as) == (409, "insufficient_balance")
    assert answer.refusals["insufficient_balance"]["facts"]["needed"] == {"amount": "0.01", "currency": "CNY"}
    assert everything() == before


def test_a_refusal_names_the_rule_and_speaks_the_callers_language():
    open_purse("P1", "sealed", holder="sealed")
    zh = call(PUT_IN, {"amount": "1"}, purse="sealed")
    en = call(PUT_IN, {"amount": "1"}, purse="sealed", headers={"Accept-Language": "en-GB,zh;q=0.5"})
    assert (zh.body["title"], en.body["title"]) == ("钱包已封存", "The purse is sealed")
    assert zh.headers["Content-Type"].startswith("application/problem+json")
    assert zh.refusals["purse_sealed"]["rule"] == "0.0/r1"


def test_another_partners_record_is_not_found():
    answer = call(PUT_IN, {"amount": "1"}, caller=partner_user("P2"))
    assert (answer.status, answer.refused_as) == (404, "not_found")


@pytest.mark.parametrize(
    ("caller", "status"),
    [(None, 401), (partner_user("P1", Role.ACCOUNT_MANAGER), 403), (customer_user(), 403)],
)
def test_who_may_not_is_turned_away(caller, status):
    assert call(PUT_IN, {"amount": "1"}, caller=caller).status == status


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"amount": "1", "surprise": 1}, "/surprise"),
        ({}, "/amount"),
        ({"amount": "1.001"}, "/amount"),
        ({"amount": "0"}, "/amount"),
        ({"amount": "-3"}, "/amount"),
        ({"amount": "NaN"}, "/amount"),
        ({"amount": True}, "/amount"),
        ({"amount": {"amount": "1", "currency": "cny"}}, "/amount"),
        ({"amount": "1", "labels": ["a", "a"]}, "/"),
        ({"amount": "1", "labels": "a"}, "/labels"),
        ({"amount": "1", "purse_id": "b"}, "/purse_id"),
        ({"amount": "1", "remark": "x" * 513}, "/remark"),
    ],
)
def test_bad_input_is_answered_field_by_field_and_changes_nothing(body, pointer):
    before = everything()
    answer = call(PUT_IN, body)
    assert (answer.status, answer.refused_as) == (400, "invalid_input")
    assert pointer in [field["pointer"] for field in answer.body["fields"]]
    assert everything() == before


@pytest.mark.parametrize(
    ("raw", "headers", "status"),
    [
        ("{", {}, 400),
        ("[1]", {}, 400),
        ('{"amount": NaN}', {}, 400),
        ('{"amount": "1", "amount": "2"}', {}, 400),
        ("[" * 100_000, {}, 400),
        ('{"amount": 1e99999999999999999999}', {}, 400),
        ('{"\\ud800": 1}', {}, 400),
        ('{"amount": "1", "remark": "\\ud800"}', {}, 400),
        ('{"amount": "1"}', {"Content-Type": "text/plain"}, 415),
        (json.dumps({"amount": "1", "remark": "x" * 300_000}), {}, 413),
    ],
)
def test_a_body_that_is_no_json_object_of_ours_is_refused(raw, headers, status):
    answer = call(PUT_IN, raw=raw, headers=headers)
    assert answer.status == status
    assert answer.body["correlation_id"]


def test_a_number_in_json_stays_exact():
    call(PUT_IN, raw='{"amount": 0.1}').ok()
    call(PUT_IN, raw='{"amount": 0.2}', key="k2").ok()
    assert balance() == Money.of("0.3")


def test_a_correlation_id_is_kept_and_returned():
    answer = call(PUT_IN, {"amount": "1"}, headers={"X-Correlation-Id": "trace-0815-4711"})
    assert answer.headers["X-Correlation-Id"] == "trace-0815-4711"


@pytest.mark.parametrize("given", ["short", "line\r\nSet-Cookie: a=b", "编号编号编号编号", "x" * 65])
def test_a_correlation_id_that_is_none_is_replaced(given):
    assert call(PUT_IN, {"amount": "1"}, headers={"X-Correlation-Id": given}).headers["X-Correlation-Id"].isascii()
    assert call(PUT_IN, {"amount": "1"}, headers={"X-Correlation-Id": given}).headers["X-Correlation-Id"] != given


def test_the_portal_alone_may_read_an_answer_in_a_browser(monkeypatch):
    monkeypatch.setenv("PORTAL_ORIGIN", "https://portal.example")
    done, refused = call(PUT_IN, {"amount": "1"}), call(PUT_IN, {})
    for answer in (done, refused):
        assert answer.headers["Access-Control-Allow-Origin"] == "https://portal.example"
        shown = answer.headers["Access-Control-Expose-Headers"].split(", ")
        assert {"ETag", "Location", "Retry-After", "X-Correlation-Id", "Idempotency-Replayed", "Content-Disposition"} == set(shown)


def test_without_a_portal_no_browser_is_let_in():
    assert "Access-Control-Allow-Origin" not in call(PUT_IN, {"amount": "1"}).headers


def test_a_method_that_nobody_serves_is_a_problem_like_every_other(monkeypatch):
    monkeypatch.setenv("PORTAL_ORIGIN", "https://portal.example")
    event = http_event("PATCH", "/purses/{purse_id}/money", {"purse_id": "a"}, headers={"X-Correlation-Id": "trace-0815"}, caller=USER)
    answer = PUT_IN(event, Context())
    body = json.loads(answer["body"])
    assert (answer["statusCode"], body["code"], body["correlation_id"]) == (405, "method_not_allowed", "trace-0815")
    assert answer["headers"]["X-Correlation-Id"] == "trace-0815"
    assert answer["headers"]["Access-Control-Allow-Origin"] == "https://portal.example"


def test_a_slash_inside_an_id_leads_nowhere_else():
    open_purse("P2", "a")
    assert call(PUT_IN, {"amount": "1"}, purse="..%2F..%2FP2%2Fpurse%2Fa").refused_as == "invalid_input"


def test_a_query_parameter_given_twice_is_refused():
    assert call(PUT_IN, {"amount": "1"}, query={"remark": ["a", "b"]}).refused_as == "invalid_input"


def test_a_change_in_between_makes_the_command_decide_again():
    call(PUT_IN, {"amount": "10"})
    interfered = []

    def somebody_else(operation, writes):
        if operation == "TransactWriteItems" and not interfered:
            interfered.append(1)
            key = Purse.key(partner_id="P1", purse_id="a")
            other = Purse.get(key.partition, key.sort)
            other.balance = Money.of(3)
            other.save()

    with faults.watching(before=somebody_else):
        answer = call(TAKE_OUT, {"amount": "5"}, key="k2")
    assert answer.refused_as == "insufficient_balance"
    assert balance() == Money.of(3)


def test_a_lost_answer_is_safe_to_repeat_with_the_same_key():
    with faults.watching(after=faults.answer_lost(1)):
        lost = call(PUT_IN, {"amount": "5"})
    assert (lost.status, lost.refused_as) == (503, "unavailable")
    again = call(PUT_IN, {"amount": "5"})
    assert again.ok()["balance"]["amount"] == "5.00"
    assert balance() == Money.of(5)


def test_a_moved_clock_that_cannot_be_read_is_not_taken_for_the_real_one(monkeypatch):
    monkeypatch.undo()
    monkeypatch.setenv("CLOCK_PARAMETER", "/nowhere")
    answer = call(PUT_IN, {"amount": "5"})
    assert (answer.status, answer.refused_as) == (503, "unavailable")


def test_an_unexpected_error_reveals_nothing(monkeypatch):
    monkeypatch.setattr(Purse, "key", lambda **_: 1 / 0)
    answer = call(PUT_IN, {"amount": "5"})
    assert (answer.status, answer.refused_as) == (500, "unexpected")
    assert "division" not in json.dumps(answer.body)


def test_amounts_are_numbers_in_the_table():
    call(PUT_IN, {"amount": "5.10"})
    key = Purse.key(partner_id="P1", purse_id="a")
    raw = Record._get_connection().get_item(key.partition, key.sort)["Item"]
    assert raw["balance"] == {"N": "5.10"} or TypeDeserializer().deserialize(raw["balance"]) == Money.of("5.1").amount
