"""Keep the facts of a customer account that the vendor's systems know (what 13.1.1 and 10.3.4.1 check)."""

from partner_center.customers import AccountState, RecordAccountFacts, record_account_facts
from partner_center.platform.action import Action, Work


@Action.put("/accounts/{customer_id}/facts", allow="customers.record_facts", guide=["10.3.4.1/invalidate_report_on_realname_change"])
def app(request: RecordAccountFacts, work: Work) -> AccountState:
    return record_account_facts(request, work)
