"""Switch back from the customer's identity to the partner's own (guide 10.4.1.8, 11.3.1.8, 12.3.1.7)."""

from partner_center.customers import SessionEnded, end_agency_session
from partner_center.platform.action import BOTH, Action, Caller, Work


@Action.delete(
    "/agency-sessions/current",
    agents=BOTH,
    guide=["10.4.1.8/end_agency_session", "11.3.1.8/end_agency_session", "12.3.1.7/end_agency_session"],
)
def app(caller: Caller, work: Work) -> SessionEnded:
    return end_agency_session(caller, work)
