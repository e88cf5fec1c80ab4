"""No forged, altered or replayed notice of the bank is believed, on either of its webhooks; what is believed counts once."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from partner_center.funds.remittances.remittance import RemittedTo, remittance_id_of
from tests.kit.expansion import all_at_once
from tests.kit.funds import check_books, everything
from tests.kit.remittances import ARRIVED_AT, PAYER, PAYER_ACCOUNT, Bank, a_bank, captchas_show, open_account
from tests.kit.world import partner_user

Headers = dict[str, str]
PATHS = {"dedicated": "/funds/webhooks/bank-remittances", "general": "/funds/webhooks/general-remittances"}


@pytest.fixture
def bank(desk, monkeypatch):
    yield from a_bank(desk.world, monkeypatch)


@pytest.fixture
def notices(desk, bank, monkeypatch) -> dict[str, dict[str, Any]]:
    """A true notice for each webhook."""
    captchas_show(monkeypatch)
    account_no = open_account(desk.world, partner_user("P1")).ok()["account_no"]
    told = {"amount": "100.00", "flow_no": "FLOW-1", "arrived_at": ARRIVED_AT}
    return {
        "dedicated": {**told, "account_no": account_no, "payer_name": "Partner P1"},
        "general": {**told, "payer_name": PAYER, "payer_account": PAYER_ACCOUNT},
    }


def forged(notice: dict[str, Any]) -> Iterator[tuple[str, str, Headers]]:
    """Name, body and headers of notices that the bank did not sign so."""
    raw, headers = Bank.signed(notice, "evt_true")
    for field, value in notice.items():
        yield f"{field} changed", json.dumps({**notice, field: f"{value}9"}), headers
        yield f"{field} left out", json.dumps({name: told for name, told in notice.items() if name != field}), headers
    for place in random.Random(7).sample(range(len(raw)), 15):
        yield f"letter {place} changed", raw[:place] + chr(ord(raw[place]) ^ 1) + raw[place + 1 :], headers
    yield "a field added", json.dumps({**notice, "more": "1"}), headers
    yield "a blank added", raw + " ", headers
    yield "a field twice", raw[:-1] + ', "amount": "900.00"}', headers
    yield "another order", json.dumps(dict(reversed(notice.items()))), headers
    yield "no body", "", headers
    for name in headers:
        yield f"without {name}", raw, {known: value for known, value in headers.items() if known != name}
    yield "another id", raw, {**headers, "webhook-id": "evt_other"}
    yield "another second", raw, {**headers, "webhook-timestamp": str(int(headers["webhook-timestamp"]) + 1)}
    yield "no number", raw, {**headers, "webhook-timestamp": "now"}
    yield "a signature cut short", raw, {**headers, "webhook-signature": headers["webhook-signature"][:-4]}
    yield "an empty signature", raw, {**headers, "webhook-signature": "v1,"}
    yield "another version", raw, {**headers, "webhook-signature": headers["webhook-signature"].replace("v1", "v9")}
    yield "no base64", raw, {**headers, "webhook-signature": "v1,§§§"}
    for secret in ("whsec_" + "A" * 32, "whsec_" + "B" * 32):
        yield f"signed with {secret[:8]}", *Bank.signed(notice, "evt_true", secret=secret)
    for days in (-1, 1):
        yield f"{days} days away", *Bank.signed(notice, "evt_true", at=datetime.now(UTC) + timedelta(days=days))
    yield "signed over another notice", raw, Bank.signed({**notice, "flow_no": "FLOW-2"}, "evt_true")[1]


@pytest.mark.rule("10.6.3.2/r6", "10.6.3.4/r1")
@pytest.mark.parametrize("webhook", list(PATHS))
def test_no_forged_notice_is_believed(desk, notices, webhook):
    lies = list(forged(notices[webhook]))
    assert len(lies) >= 40
    before, believed = everything(), []
    for name, raw, headers in lies:
        answer = desk.world.call(None, "POST", PATHS[webhook], raw=raw, headers=headers)
        if answer.status < 400:
            believed.append(name)
    assert believed == []
    assert everything() == before
    assert (
        desk.world.call(None, "POST", PATHS[webhook], raw=(true := Bank.signed(notices[webhook], "evt_true"))[0], headers=true[1]).status
        == 204
    )


@pytest.mark.parametrize("webhook", list(PATHS))
def test_a_replayed_notice_changes_nothing(desk, notices, webhook):
    raw, headers = Bank.signed(notices[webhook], "evt_true")
    assert desk.world.call(None, "POST", PATHS[webhook], raw=raw, headers=headers).status == 204
    desk.world.settle()
    before = everything()
    for _ in range(3):
        assert desk.world.call(None, "POST", PATHS[webhook], raw=raw, headers=headers).status == 204
    desk.world.settle()
    assert everything() == before


@pytest.mark.parametrize("webhook", list(PATHS))
def test_the_same_flow_told_at_once_under_several_ids_counts_once(desk, notices, webhook):
    def tell(event_id: str) -> Any:
        raw, headers = Bank.signed(notices[webhook], event_id)
        return desk.world.call(None, "POST", PATHS[webhook], raw=raw, headers=headers)

    answers = all_at_once(*(lambda event_id=event_id: tell(event_id) for event_id in ("evt_1", "evt_2", "evt_3")))
    assert [answer.status for answer in answers] == [204] * 3
    desk.world.settle(twice=True, shuffled=random.Random(3))
    kept = [address for address in everything() if address[0] == f"remittance/{remittance_id_of(RemittedTo.GENERAL, 'FLOW-1')}"]
    assert (str(desk.balances()["top_up_balance"]), len(kept)) == (("100.00 CNY", 0) if webhook == "dedicated" else ("0.00 CNY", 1))
    check_books()


def test_two_members_who_open_the_account_at_once_have_one(desk, monkeypatch):
    captchas_show(monkeypatch)
    members = [partner_user("P1", name=name) for name in ("anna", "ben")]
    answers = all_at_once(*(lambda by=by: open_account(desk.world, by) for by in members))
    assert [answer.status for answer in answers] == [201, 201]
    assert answers[0].ok() == answers[1].ok()
