"""Bank transfers to a partner's dedicated account (10.6.3.2)."""

import json
import os
from datetime import UTC, datetime

import boto3
import pytest
from aws_lambda_powertools.utilities import parameters
from standardwebhooks import Webhook as Signature

from partner_center.platform.table import Record
from partner_center.platform.webhook import WebhookEvent
from tests.kit.funds import a_partner, check_books, everything
from tests.kit.world import partner_user

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

ARRIVED_AT = "2024-09-02T09:00:00+08:00"


@pytest.fixture
def bank(desk, monkeypatch):
    """The bank: tells of a transfer under an id of its own, signed with the shared secret."""
    monkeypatch.setitem(os.environ, "BANK_WEBHOOK_SECRET", "bank/webhook")
    parameters.clear_caches()
    secrets = boto3.client("secretsmanager")
    secrets.create_secret(Name="bank/webhook", SecretString=SECRET)

    def tell(account_no, amount="100.00", flow="BF1", event_id="evt_1", secret=SECRET, tampered=False, **more):
        now = datetime.now(UTC)
        raw = json.dumps(
            {
                "account_no": account_no,
                "amount": amount,
                "flow_no": flow,
                "payer_name": "Payer",
                "arrived_at": "2024-09-02T09:00:00+08:00",
                **more,
            }
        )
        signature = Signature(secret).sign(event_id, now, raw)
        headers = {"webhook-id": event_id, "webhook-timestamp": str(int(now.timestamp())), "webhook-signature": signature}
        return desk.world.call(
            None, "POST", "/funds/webhooks/bank-remittances", raw=raw.replace("100", "900") if tampered else raw, headers=headers
        )

    yield tell
    secrets.delete_secret(SecretId="bank/webhook", ForceDeleteWithoutRecovery=True)
    parameters.clear_caches()


@pytest.fixture
def account_no(desk):
    return desk.world.call(partner_user("P1"), "POST", "/funds/remittance-account").ok()["account_no"]


def topped_up(desk) -> str:
    return str(desk.balances()["top_up_balance"])


@pytest.mark.rule("10.6.3.2/r6", "10.1.3/r3")
def test_a_transfer_to_the_dedicated_account_tops_up_its_partner(desk, bank, account_no):
    assert bank(account_no).status == 204
    desk.world.settle()
    assert topped_up(desk) == "100.00 CNY"
    assert str(desk.balances("P2")["top_up_balance"]) == "0.00 CNY"
    check_books()


def test_a_transfer_told_again_and_delivered_twice_is_credited_once(desk, bank, account_no):
    bank(account_no)
    assert bank(account_no).status == 204
    desk.world.settle(twice=True)
    bank(account_no, event_id="evt_2")
    desk.world.settle(twice=True)
    assert topped_up(desk) == "100.00 CNY"


def test_a_transfer_that_finance_credited_by_hand_is_not_credited_again(desk, bank, account_no):
    desk.top_up("100", flow="BF1")
    bank(account_no)
    desk.world.settle()
    assert topped_up(desk) == "100.00 CNY"


@pytest.mark.parametrize("lie", [{"tampered": True}, {"secret": "whsec_" + "A" * 32}])
def test_what_the_bank_did_not_sign_is_not_believed(desk, bank, account_no, lie):
    before = everything()
    answer = bank(account_no, **lie)
    assert (answer.status, answer.refused_as) == (401, "unauthenticated")
    assert everything() == before


@pytest.mark.parametrize("headers", [{}, {"webhook-id": "x", "webhook-timestamp": "nan", "webhook-signature": "v1"}])
def test_what_carries_no_signature_is_not_believed(desk, bank, headers):
    assert desk.world.call(None, "POST", "/funds/webhooks/bank-remittances", {"a": 1}, headers=headers).status == 401


def test_a_transfer_to_an_unknown_account_is_kept_for_vendor_finance(desk, bank):
    assert bank("88000").status == 204
    desk.world.settle()
    (kept,) = [record for record in Record.scan() if isinstance(record, WebhookEvent)]
    assert kept.outcome == "unknown_account"
    assert json.loads(kept.body)["flow_no"] == "BF1"


def test_fields_of_the_bank_that_we_do_not_know_do_not_matter(desk, bank, account_no):
    assert bank(account_no, branch="Haidian").status == 204


@pytest.mark.rule("10.6.3.2/r5")
def test_the_dedicated_account_is_issued_once_and_stays_the_same(desk, account_no, stopped_clock):
    stopped_clock.pass_(days=1)
    again = desk.world.call(partner_user("P1"), "POST", "/funds/remittance-account").ok()
    assert again == desk.world.call(partner_user("P1"), "GET", "/funds/remittance-account").ok()
    assert again["account_no"] == account_no
    assert desk.world.call(partner_user("P2"), "GET", "/funds/remittance-account").status == 404


@pytest.mark.rule("10.6.3.2/r2", "10.6.3.2/r3")
def test_partners_of_other_contracting_entities_have_no_self_service(desk):
    a_partner("P3", contracting_entity="other")
    answer = desk.world.call(partner_user("P3"), "POST", "/funds/remittance-account")
    assert answer.refused_as == "no_self_service_top_up"
