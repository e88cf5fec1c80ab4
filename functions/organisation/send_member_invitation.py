"""Send the e-mail that invites somebody to be a member."""

from partner_center.organisation import MemberInvited, send_member_invitation
from partner_center.platform.consumer import Consumer, Work


@Consumer.hears(MemberInvited)
def app(event: MemberInvited, work: Work) -> None:
    send_member_invitation(event, work)
