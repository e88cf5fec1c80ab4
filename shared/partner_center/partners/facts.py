"""What programs decide about a partner, kept by the vendor's staff until the programs area tells it (3.5, 11.2.2.1/r1)."""

from __future__ import annotations

from partner_center.partners.admit import PartnerProfile
from partner_center.partners.partner import PartnerStandingChanged, Standing, partner_key
from partner_center.platform.contracts import Id, Name, Request, field
from partner_center.platform.work import Work


class RecordPartnerFacts(Request):
    """Facts about a partner; what is not given stays."""

    partner_id: Id = field("伙伴ID", "Partner")
    country_region: str | None = field("国家/地区", "Country or region", default=None, pattern=r"^[A-Z]{2}$")
    business_region: Name | None = field("业务开展地区", "Business region", default=None)
    customer_development: bool | None = field("客户拓展相关权限", "May develop customers", default=None)
    refunds_forbidden: bool | None = field("合同约定不可退款", "The contract forbids refunds", default=None)
    standing: Standing | None = field("状态", "Standing", default=None)


def record_partner_facts(request: RecordPartnerFacts, work: Work) -> PartnerProfile:
    """Take in what the vendor decided; a changed standing is told to others. NotFound for an unknown partner."""
    partner = work.get(partner_key(request.partner_id))
    before = partner.standing
    for name, value in request.model_dump(exclude={"partner_id"}, exclude_none=True).items():
        setattr(partner, name, value)
    work.change(partner)
    if partner.standing is not before:
        work.emit(PartnerStandingChanged(partner_id=partner.partner_id, partner_type=partner.partner_type, standing=partner.standing))
    return PartnerProfile.of(partner)
