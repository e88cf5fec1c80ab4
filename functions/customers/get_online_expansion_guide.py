"""The process of online expansion, step by step (guide 10.3.4.1)."""

from partner_center.customers import ExpansionGuide, get_online_expansion_guide
from partner_center.platform.action import Action, Caller, Work


@Action.get("/expansion-guide", allow="customers.report", guide=["10.3.4.1/get_online_expansion_guide"])
def app(caller: Caller, work: Work) -> ExpansionGuide:
    return get_online_expansion_guide(caller, work)
