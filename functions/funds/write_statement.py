"""Put new entries of a fund account into its statement, each with the balance after it (guide 10.6.3.6)."""

from partner_center.funds import StatementDue, write_statement
from partner_center.platform.consumer import Consumer, Work


@Consumer.hears(StatementDue, guide=["10.6.3.6/list_ledger_entries"])
def app(event: StatementDue, work: Work) -> None:
    write_statement(event, work)
