"""What to offer a customer; a distributor's resellers' too (guide 10.4.1.12, 11.3.1.12)."""

from partner_center.customers import Knowledge, ListKnowledge, list_knowledge_recommendations
from partner_center.platform.action import Action, Caller, Work


@Action.get("/customers/{customer_id}/knowledge", allow="customers.read", guide=["10.4.1.12/list_knowledge_recommendations"])
def app(request: ListKnowledge, caller: Caller, work: Work) -> Knowledge:
    return list_knowledge_recommendations(request, caller, work)
