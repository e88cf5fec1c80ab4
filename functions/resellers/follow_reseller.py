"""Bring a reseller's relation in step with what the vendor decided about it: admitted, exiting, delisted (guide 11.1.3)."""

from partner_center.partners import PartnerAdmitted, PartnerStandingChanged
from partner_center.platform.consumer import Consumer, Work
from partner_center.resellers import follow_reseller


@Consumer.hears(PartnerAdmitted, PartnerStandingChanged)
def app(event: PartnerAdmitted | PartnerStandingChanged, work: Work) -> None:
    follow_reseller(event, work)
