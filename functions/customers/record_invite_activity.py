"""Take in an activity of the vendor for which partners may invite (guide 10.3.4.3)."""

from partner_center.customers import ActivityState, RecordActivity, record_invite_activity
from partner_center.platform.action import Action, Work


@Action.put("/activities/{activity_id}", allow="customers.feed", guide=["10.3.4.3/list_invite_activities"])
def app(request: RecordActivity, work: Work) -> ActivityState:
    return record_invite_activity(request, work)
