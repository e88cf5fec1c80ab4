"""The vendor's systems tell what a key-account manager did about a customer (guide 10.4.1.1)."""

from partner_center.customers import FollowUpKept, RecordFollowUp, record_key_account_follow_up
from partner_center.platform.action import Action, Work


@Action.put("/accounts/{customer_id}/follow-ups/{follow_up_id}", allow="customers.feed", guide=["10.4.1.1/list_key_account_followups"])
def app(request: RecordFollowUp, work: Work) -> FollowUpKept:
    return record_key_account_follow_up(request, work)
