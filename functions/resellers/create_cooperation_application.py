"""Let a reseller's application wait for the distributor that it named (guide 11.1.1)."""

from partner_center.partners import PartnerAdmitted
from partner_center.platform.consumer import Consumer, Happened, Work
from partner_center.resellers import create_cooperation_application


@Consumer.hears(PartnerAdmitted, guide=["11.1.1/create_cooperation_application"])
def app(event: PartnerAdmitted, work: Work, happened: Happened) -> None:
    create_cooperation_application(event, work, happened)
