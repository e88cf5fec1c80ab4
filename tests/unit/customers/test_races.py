"""Partners and customers who act at once: each has read its facts before any of them commits. One outcome, no half state."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.kit.customers import (
    OTHER,
    PARTNER,
    VENDOR,
    a_custom_link,
    accept,
    account,
    an_account,
    an_invited_customer,
    association,
    claim_on,
    open_reports,
    record_of,
    report,
    report_of,
    token_in,
)
from tests.kit.expansion import all_at_once
from tests.kit.partners import a_partner
from tests.kit.world import partner_user

pytestmark = pytest.mark.usefixtures("partners")
COMPANY = "岚桥数智科技有限公司"
CODE = "91330114MA02K7X207"


@pytest.fixture
def fifty(world):
    """Fifty partners' administrators."""
    for number in range(50):
        a_partner(f"N{number}")
    return [partner_user(f"N{number}") for number in range(50)]


@pytest.mark.rule("10.3.4.1/r3", "10.3.4.1/r14")
@pytest.mark.parametrize("with_account", [False, True])
def test_of_fifty_partners_exactly_one_reports_the_customer(world, fifty, with_account):
    if with_account:
        an_account(world)
    answers = all_at_once(*(lambda by=by: report(world, by=by) for by in fifty))
    winners = [by.partner_id for by, answer in zip(fifty, answers, strict=True) if answer.status == 201]
    assert len(winners) == 1
    assert {answer.refused_as for answer in answers if answer.status != 201} == {"reported_by_other"}
    claim = claim_on("account/C1" if with_account else "mobile/13812345678")
    assert claim.partner_id == winners[0]
    assert [open_reports(by.partner_id) for by in fifty] == [1 if by.partner_id == winners[0] else 0 for by in fifty]


@pytest.mark.rule("10.3.4.1/r3")
def test_of_fifty_partners_exactly_one_reports_a_company_under_fifty_mobiles(world, fifty):
    answers = all_at_once(
        *(lambda by=by, n=n: report(world, by=by, mobile=f"138111100{n:02d}", customer_full_name=COMPANY) for n, by in enumerate(fifty))
    )
    winners = [by.partner_id for by, answer in zip(fifty, answers, strict=True) if answer.status == 201]
    assert len(winners) == 1
    assert claim_on(f"company/{CODE}").partner_id == winners[0]


@pytest.mark.parametrize("customer_first", [True, False])
def test_accepting_and_deleting_the_report_at_once(world, customer_first):
    an_account(world, age=timedelta(days=400))  # only the report allows the association
    report_id, token = an_invited_customer(world)
    acts = [lambda: accept(world, token), lambda: world.call(PARTNER, "DELETE", f"/customers/reports/{report_id}")]
    answers = all_at_once(*(acts if customer_first else reversed(acts)))
    accepted, deleted = answers if customer_first else reversed(answers)
    if deleted.status == 200:
        assert (accepted.ok()["outcome"], association(), account().associated_partner_id) == ("failed", None, None)
        assert (report_of("P1", report_id).status, record_of(report_id).status) == ("deleted", "failed")
    else:
        assert (accepted.ok()["outcome"], deleted.refused_as) == ("associated", "illegal_transition")
        assert (report_of("P1", report_id).status, record_of(report_id).status) == ("associated", "accepted")
    assert (open_reports(), claim_on("account/C1")) == (0, None)


@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.rule("13.1.1/r2", "10.1.1/r2")
def test_two_partners_links_accepted_at_once(world, first):
    an_account(world)
    tokens = [token_in(a_custom_link(world, by=by)["url"]) for by in (PARTNER, OTHER)]
    one, other = (tokens, reversed(tokens))[first]
    answers = all_at_once(lambda: accept(world, one), lambda: accept(world, other))
    assert sorted(answer.ok()["outcome"] for answer in answers) == ["associated", "failed"]
    holder = account().associated_partner_id
    assert [association("C1", partner_id) is not None for partner_id in ("P1", "P2")] == [holder == "P1", holder == "P2"]


def test_an_acceptance_and_anothers_report_at_once(world):
    an_account(world)
    token = token_in(a_custom_link(world)["url"])
    accepted, reported = all_at_once(lambda: accept(world, token), lambda: report(world, by=OTHER))
    if reported.status == 201:
        assert (accepted.ok()["outcome"], association()) == ("failed", None)
    else:
        assert (accepted.ok()["outcome"], reported.refused_as) == ("associated", "associated_other")


def test_the_real_name_changes_while_the_customer_accepts(world):
    an_account(world)
    report_id, token = an_invited_customer(world)
    accepted, _ = all_at_once(
        lambda: accept(world, token), lambda: world.call(VENDOR, "PUT", "/customers/accounts/C1/facts", {"real_name": "enterprise"})
    )
    assert accepted.refused_as == "realname_changed"
    assert (association(), record_of(report_id).status, open_reports()) == (None, "failed", 0)
