"""Owed invoices (10.6.4.2, 10.7.4.2/r21)."""

from decimal import Decimal

from partner_center.invoicing import record_owed_invoice
from partner_center.kernel.money import Money
from partner_center.platform.caller import Caller
from partner_center.platform.work import Origin, Work, carry_out
from tests.kit.incentives import FINANCE, owed_invoices
from tests.kit.world import partner_user


def record(stopped_clock, reference: str = "ITH-CHN1") -> None:
    def decide(work: Work) -> None:
        record_owed_invoice(work, "P1", Money.of("10.50"), reference=reference, contracting_entity="hcc", tax_rate=Decimal("0.06"))

    carry_out(lambda: Work(Caller.system("test").on_behalf_of("P1"), stopped_clock.now, Origin("test", "c")), decide)


def test_an_owed_invoice_is_shown_to_its_partner_only(world, stopped_clock):
    record(stopped_clock)
    (row,) = world.call(FINANCE, "GET", "/invoicing/owed-invoices").ok()["items"]
    assert (row["amount"]["amount"], row["open_amount"]["amount"]) == ("10.50", "10.50")
    assert (row["tax_rate"], row["source"]) == ("0.06", "incentive_payout")
    assert world.call(partner_user("P2"), "GET", "/invoicing/owed-invoices").ok()["items"] == []


def test_the_newest_comes_first(world, stopped_clock):
    record(stopped_clock, "first")
    stopped_clock.pass_(days=1)
    record(stopped_clock, "second")
    rows = world.call(FINANCE, "GET", "/invoicing/owed-invoices").ok()["items"]
    assert [row["reference"] for row in rows] == ["second", "first"]
    assert len({owed.owed_invoice_id for owed in owed_invoices()}) == 2
