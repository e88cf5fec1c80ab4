"""How a partner comes into the house, and what it sees of itself."""

from __future__ import annotations

from pydantic import model_validator

from partner_center.kernel import ids
from partner_center.kernel.errors import NotFound, Wrong
from partner_center.kernel.permissions import PartnerType
from partner_center.organisation import open_organisation, organisation_key
from partner_center.partners.partner import ContractingEntity, Partner, PartnerAdmitted, Standing, partner_key
from partner_center.platform.caller import Caller
from partner_center.platform.contracts import Id, Mobile, Name, Request, Response, Time, field
from partner_center.platform.work import Work


class AdmitPartner(Request):
    """What the vendor knows of a partner when it admits it."""

    name: Name = field("公司名称", "Company name")
    partner_type: PartnerType = field("伙伴类型", "Partner type")
    mobile: Mobile | None = field("联系手机", "Contact mobile", default=None)
    email: str | None = field("联系邮箱", "Contact e-mail", default=None, max_length=128, pattern=r"^[^@\s]+@[^@\s]+$")
    business_certified: bool = field("商业信息认证", "Business information certified", default=False)
    contracting_entity: ContractingEntity = field("签约主体", "Contracting entity")
    country_region: str = field("国家/地区", "Country or region", default="CN", pattern=r"^[A-Z]{2}$")
    business_region: Name | None = field("业务开展地区", "Business region", default=None)
    distributor_id: Id | None = field("总经销商", "Distributor of a reseller", default=None)
    intended_distributor_id: Id | None = field("有意向合作的总经销商", "Intended distributor of a reseller", default=None)

    @model_validator(mode="after")
    def _resellers_have_distributors(self) -> AdmitPartner:
        named = [one for one in (self.distributor_id, self.intended_distributor_id) if one is not None]
        if named and self.partner_type is not PartnerType.RESELLER:
            raise Wrong("仅云经销商可填写总经销商", "a distributor goes with a reseller only")
        if len(named) > 1:
            raise Wrong("已合作与意向总经销商只能填写一个", "a reseller works with a distributor or intends to, not both")
        return self


class PartnerProfile(Response):
    """A partner's own data."""

    partner_id: str
    name: str
    partner_type: PartnerType
    mobile: str | None
    email: str | None
    business_certified: bool
    contracting_entity: ContractingEntity
    country_region: str
    business_region: str | None
    customer_development: bool
    refunds_forbidden: bool
    standing: Standing
    admitted_at: Time

    @classmethod
    def of(cls, partner: Partner) -> PartnerProfile:
        """The profile of a partner."""
        return cls.model_validate(partner.fields())


def admit_partner(request: AdmitPartner, work: Work) -> PartnerProfile:
    """Take a partner in under a new id; the joining application of 1.2 will end here. NotFound for an unknown distributor.

    A reseller's approved application may name the distributor with which it intends to work, who then decides itself (3.6.1/r16).
    """
    named = request.distributor_id or request.intended_distributor_id
    if named is not None and work.get(organisation_key(named)).partner_type is not PartnerType.DISTRIBUTOR:
        raise NotFound("distributor")
    given = request.model_dump(exclude={"distributor_id", "intended_distributor_id"})
    partner = Partner(partner_id=ids.new_id("PT", work.now), admitted_at=work.now, **given)
    work.add(partner)
    open_organisation(work, partner.partner_id, partner.name, partner.partner_type, request.distributor_id)
    told = PartnerAdmitted(
        partner_id=partner.partner_id,
        name=partner.name,
        partner_type=partner.partner_type,
        distributor_id=request.distributor_id,
        intended_distributor_id=request.intended_distributor_id,
    )
    work.emit(told)
    return PartnerProfile.of(partner)


def get_own_profile(caller: Caller, work: Work) -> PartnerProfile:
    """The profile of the caller's own partner."""
    return PartnerProfile.of(work.get(partner_key(caller.partner_id)))
