"""An ordinary enterprise customer becomes a government-subsidy or government-cloud partner (14.1, 16.1).

The customer applies and signs offline; the vendor's operations enrol its account, which is the new partner's own from then on: whoever
holds it signs in as the partner's super administrator. Every precondition is looked at in the transaction that enrols.

OPEN in 14.1, 16.1: there is no form. What an ordinary enterprise customer is, is read alike in both: verified as an enterprise, no partner,
nor applying to be one (1.2), its account not closed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from partner_center.customers.account import CustomerAccount, RealName, customer_account_key
from partner_center.customers.encyclopedia.matching import company_named
from partner_center.customers.encyclopedia.names import normalised
from partner_center.identity import Membership, MemberStatus, TenantName, memberships_of, tenant_name, tenant_name_key
from partner_center.kernel.errors import Refusal
from partner_center.kernel.permissions import Actor, PartnerType, Role
from partner_center.partners import AdmitPartner, ContractingEntity, PartnerProfile, admit_partner
from partner_center.platform.contracts import Id, Name, Request, Time, field
from partner_center.platform.table import Choice, Instant, Place, Record, Text
from partner_center.platform.work import Work


class Enrolment(Record, kind="enrolment"):
    """That a customer's account has become a partner, by which agreement."""

    PLACE = Place("customer/{customer_id}", "enrolment")

    customer_id = Text()
    partner_id = Text()
    partner_type = Choice(PartnerType)
    agreement_no = Text()
    signed_at = Instant()
    enrolled_at = Instant()


class EnrolledCompany(Record, kind="enrolled_company"):
    """That a company is in a program with one of its accounts: by its credit code, and by its name as nobody spells it differently."""

    PLACE = Place("enrolled_company/{partner_type}", "{company}")

    partner_type = Choice(PartnerType)
    company = Text()  # code/… or name/…
    customer_id = Text()
    credit_code = Text(null=True)


class EnrollPartner(Request):
    """Make a customer's account a partner, by the agreement that it signed offline."""

    customer_id: Id = field("客户账号ID", "Customer account")
    agreement_no: Id = field("协议编号", "Number of the agreement signed offline")
    signed_at: Time = field("签署时间", "Signed at")
    contracting_entity: ContractingEntity | None = field("签约主体", "Contracting entity; the account's where none is given", default=None)
    business_region: Name | None = field("业务开展地区", "Business region", default=None)


def enroll_gov_subsidy_partner(request: EnrollPartner, work: Work) -> PartnerProfile:
    """Admit a customer's account to the government-subsidy program (14.1/r1-r3).

    Raises NotFound for an account that nobody knows; Refused with every precondition that does not hold.
    """
    account, enrolment, known = _looked_up(request, work)
    work.require(*_refuses_ordinary(account, enrolment, request, "14.1/r1", work.now), _refuses_sub_customer(account, "14.1/r2"))
    return _enrol(request, account, PartnerType.GOVERNMENT_SUBSIDY, known, (), work)


def enroll_gov_cloud_partner(request: EnrollPartner, work: Work) -> PartnerProfile:
    """Admit a customer's account as a government-cloud partner (16.1/r1-r5). Raises like `enroll_gov_subsidy_partner`."""
    account, enrolment, known = _looked_up(request, work)
    code = account.credit_code or company_named(account.name).credit_code
    claims = [f"name/{normalised(account.name)}", *([f"code/{code}"] if code else [])]
    keys = [EnrolledCompany.key(partner_type=PartnerType.GOVERNMENT_CLOUD, company=company) for company in claims]
    others: list[EnrolledCompany | None] = work.look(*keys)
    work.require(
        *_refuses_ordinary(account, enrolment, request, "16.1/r1", work.now),
        Refusal.because("account_frozen", "16.1/r2", freezes=sorted(account.freezes)) if account.freezes else None,
        Refusal.because("in_government_subsidy", "16.1/r3") if account.government_subsidy else None,
        _refuses_company(others, code),
        _refuses_sub_customer(account, "16.1/r5"),
        _refuses_member(account.customer_id),
    )
    new = [
        EnrolledCompany(partner_type=PartnerType.GOVERNMENT_CLOUD, company=company, customer_id=account.customer_id, credit_code=code)
        for company, other in zip(claims, others, strict=True)
        if other is None
    ]
    return _enrol(request, account, PartnerType.GOVERNMENT_CLOUD, known, new, work)


def _looked_up(request: EnrollPartner, work: Work) -> tuple[CustomerAccount, Enrolment | None, TenantName | None]:
    account = work.get(customer_account_key(request.customer_id))
    enrolment, known = work.look(Enrolment.key(customer_id=request.customer_id), tenant_name_key(account.account_name))
    return account, enrolment, known


def _refuses_ordinary(
    account: CustomerAccount, enrolment: Enrolment | None, request: EnrollPartner, rule: str, now: datetime
) -> Sequence[Refusal | None]:
    entity = request.contracting_entity or account.contracting_entity
    return [
        None if account.real_name is RealName.ENTERPRISE else Refusal.because("not_enterprise_verified", rule, real_name=account.real_name),
        Refusal.because("account_closed", rule, closed_at=account.closed_at) if account.closed_at is not None else None,
        Refusal.because("enrolled_already", rule, partner_type=enrolment.partner_type, partner_id=enrolment.partner_id)
        if enrolment is not None
        else Refusal.because("partner_already", rule)
        if account.is_partner
        else None,
        Refusal.because("agreement_not_signed", rule, signed_at=request.signed_at) if request.signed_at > now else None,
        Refusal.because("contracting_entity_unknown", rule) if entity is None else None,
    ]


def _refuses_sub_customer(account: CustomerAccount, rule: str) -> Refusal | None:
    """A partner's customer has to leave it first."""
    if account.associated_partner_id is None:
        return None
    return Refusal.because("associated_with_partner", rule, partner_id=account.associated_partner_id)


def _refuses_member(user_id: str) -> Refusal | None:
    """Nor may it be an account below a partner's (合作伙伴子账号)."""
    below = [member.partner_id for member in memberships_of(user_id) if member.status is not MemberStatus.DELETED and member.partner_id]
    return Refusal.because("account_of_partner", "16.1/r5", partner_id=below[0]) if below else None


def _refuses_company(others: Sequence[EnrolledCompany | None], code: str | None) -> Refusal | None:
    """One account a company. Two companies of one name are told apart where both credit codes are known."""
    for other in others:
        if other is not None and (code is None or other.credit_code in (None, code)):
            return Refusal.because("company_enrolled_already", "16.1/r4", customer_id=other.customer_id)
    return None


def _enrol(
    request: EnrollPartner,
    account: CustomerAccount,
    partner_type: PartnerType,
    known: TenantName | None,
    companies: Sequence[EnrolledCompany],
    work: Work,
) -> PartnerProfile:
    entity = request.contracting_entity or account.contracting_entity
    assert entity is not None
    form = AdmitPartner(
        name=account.name,
        partner_type=partner_type,
        mobile=account.mobile,
        email=account.email,
        contracting_entity=entity,
        business_region=request.business_region,
    )
    partner = admit_partner(form, work)
    account.is_partner, account.partner_type = True, partner_type
    account.government_subsidy = account.government_subsidy or partner_type is PartnerType.GOVERNMENT_SUBSIDY
    account.contracting_entity = account.contracting_entity or entity
    work.change(account)
    work.add(
        Enrolment(
            customer_id=account.customer_id,
            partner_id=partner.partner_id,
            partner_type=partner_type,
            agreement_no=request.agreement_no,
            signed_at=request.signed_at,
            enrolled_at=work.now,
        ),
        Membership(
            user_id=account.customer_id,
            tenant=partner.partner_id,
            actor=Actor.PARTNER,
            account_name=account.account_name,
            name=account.name,
            mobile=account.mobile,
            email=account.email,
            roles=[Role.SUPER_ADMIN.value, Role.PARTNER_ADMIN.value],
            status=MemberStatus.ACTIVE,
            is_super_admin=True,
            joined_at=work.now,
        ),
        *companies,
        *([tenant_name(account.account_name, partner.partner_id)] if known is None else []),
    )
    return partner
