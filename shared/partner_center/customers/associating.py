"""The customer accepts an invitation and is associated, or learns all reasons why not (13.1.1, 13.1.2).

A failed acceptance is an effect of its own: the partner's expansion record shows 关联失败 with the reasons. So the command succeeds with
`outcome=failed` and commits that, in one transaction like everything else. What merely is not complete yet (notice, consent, the wrong
account, a link that no longer holds, a partner that may win nobody, being associated already) is refused and changes nothing.
What an association does to balances, coupons and credit (13.1.1/r20-r23) stands in consequences.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from partner_center.customers.account import CustomerAccount, MobileAccounts, customer_account_key, list_under_mobile, mobile_key
from partner_center.customers.agreement import notice_standing_key, refuses_notice, sign_notice
from partner_center.customers.association import Association, AssociationStatus, association_key
from partner_center.customers.association_contracts import (
    Associate,
    AssociationOutcome,
    Eligibility,
    Outcome,
    TokenRef,
)
from partner_center.customers.consequences import consequences_of, reclaim_credit
from partner_center.customers.contracts import (
    Reason,
)
from partner_center.customers.eligibility import Facts, reasons_against_association
from partner_center.customers.encyclopedia.matching import company_named
from partner_center.customers.events import AssociationFailed, CustomerAssociated
from partner_center.customers.invitation import ExpansionRecord, ExpansionStatus
from partner_center.customers.invited import Invitation, invitation_keys, load_invitation
from partner_center.customers.link import InvitationLink, link_by_token
from partner_center.customers.managers import assign_by_invitation
from partner_center.customers.overview.listed import listed_key
from partner_center.customers.registration import refuses_mobile
from partner_center.customers.report import (
    ReportClaim,
    Reporting,
    ReportingCount,
    claim_key,
    claim_subjects,
    company_subject,
    count_key,
    living,
    report_key,
)
from partner_center.identity import Membership
from partner_center.kernel import ids
from partner_center.kernel.errors import Refusal
from partner_center.organisation import manager_key
from partner_center.platform.agreement import StandingAgreement
from partner_center.platform.caller import Caller
from partner_center.platform.reach import ManagedCustomer, managed_key
from partner_center.platform.work import Work


@dataclass
class Acceptance:
    """Everything an acceptance is decided on."""

    invitation: Invitation
    account: CustomerAccount
    association: Association | None
    claim: ReportClaim | None
    company_claim: ReportClaim | None
    count: ReportingCount | None
    mobile: MobileAccounts | None
    signed: StandingAgreement | None
    managed: ManagedCustomer | None
    manager: Membership | None  # the account manager to whom the link belongs

    def facts(self, work: Work) -> Facts:
        """What the conditions look at."""
        partner = self.invitation.partner
        return Facts(partner.partner_id, work.now, self.claim, self.account, partner.partner_type, self.company_claim)

    @property
    def link(self) -> InvitationLink:
        """The link that is accepted."""
        return self.invitation.link

    @property
    def record(self) -> ExpansionRecord | None:
        """The expansion record of an e-mailed link."""
        return self.invitation.record

    @property
    def associated_with_inviter(self) -> bool:
        """Whether the customer is associated with this very partner already."""
        return self.account.associated_partner_id == self.link.partner_id


def load_acceptance(work: Work, token: str, customer_id: str) -> Acceptance:
    """The invitation, the account, and what stands between them."""
    account = work.get(customer_account_key(customer_id))
    link = link_by_token(work, token)
    company = company_named(account.name).credit_code
    association, count, mobile, signed, managed, manager, *claims = work.look(
        association_key(link.partner_id, customer_id),
        count_key(link.partner_id),
        mobile_key(account.mobile),
        notice_standing_key(customer_id, link.association_type),
        managed_key(link.partner_id, customer_id),
        manager_key(link.partner_id, link.managed_by),
        *(claim_key(subject) for subject in claim_subjects(account, account.mobile)),
        *([claim_key(company_subject(company))] if company else []),
        listed_key(link.partner_id, customer_id),
        *invitation_keys(link),
    )
    return Acceptance(
        invitation=load_invitation(work, link),
        account=account,
        association=association,
        claim=living(claims[:2], work.now),
        company_claim=living(claims[2:3], work.now) if company else None,
        count=count,
        mobile=mobile,
        signed=signed,
        managed=managed,
        manager=manager,
    )


def check_association_eligibility(request: TokenRef, caller: Caller, work: Work) -> Eligibility:
    """All reasons that stop the signed-in customer from accepting an invitation now.

    Raises NotFound; Refused as `associate` does where the invitation itself holds no more.
    """
    acceptance = load_acceptance(work, request.token, caller.customer_id)
    work.require(*acceptance.invitation.refuses(work.now))
    reasons = reasons_against_association(acceptance.facts(work), acceptance.link.association_type)
    return Eligibility(
        eligible=not reasons,
        reasons=[Reason.of(reason) for reason in reasons],
        consequences=consequences_of(acceptance.link.association_type, work.now),
    )


def refuses_missing_consent(account: CustomerAccount, accepted: bool) -> Refusal | None:
    """An account that is not activated yet is activated with the association, and only with consent (13.1.2/r5, r6)."""
    if account.activated_at is not None or accepted:
        return None
    return Refusal.because("activation_consent_required", "13.1.2/r5")


def associate(request: Associate, caller: Caller, work: Work) -> AssociationOutcome:
    """Accept an invitation.

    Raises Refused `already_associated`, `link_expired`, `link_used`, `realname_changed`, `activity_not_begun`, `partner_wins_nobody`,
    `notice_not_accepted`, `activation_consent_required`, `mobile_not_reported`; NotFound for an unknown token or an account whose facts
    nobody knows.
    """
    acceptance = load_acceptance(work, request.token, caller.customer_id)
    consents = [refuses_notice(request.notice_accepted), refuses_missing_consent(acceptance.account, request.cloud_terms_accepted)]
    return accept(work, acceptance, consents)


def accept(
    work: Work, acceptance: Acceptance, consents: Sequence[Refusal | None], *, used: str = "link_used", signs_notice: bool = True
) -> AssociationOutcome:
    """What becomes of an acceptance with these consents. `used`: what a used invitation is called; `signs_notice`: that it was accepted."""
    link, record = acceptance.link, acceptance.record
    work.require(
        Refusal.because("already_associated", "13.1.1/r4", partner_id=link.partner_id) if acceptance.associated_with_inviter else None
    )
    work.require(*acceptance.invitation.refuses(work.now, used))
    work.require(*consents, refuses_mobile(record, acceptance.account.mobile))
    reasons = reasons_against_association(acceptance.facts(work), link.association_type)
    if reasons:
        note_failure(work, acceptance, [reason.code for reason in reasons])
    else:
        carry_out_association(work, acceptance, signs_notice=signs_notice)
    return AssociationOutcome(
        outcome=Outcome.FAILED if reasons else Outcome.ASSOCIATED,
        partner_id=link.partner_id,
        association_type=link.association_type,
        reasons=[Reason.of(reason) for reason in reasons],
    )


def note_failure(work: Work, acceptance: Acceptance, reasons: list[str]) -> None:
    """关联失败 with its reasons, where the partner invited this customer by e-mail (10.3.4.4/r1, r6)."""
    if acceptance.record is not None:
        record = acceptance.record
        record.customer_id, record.account_name, record.customer_name = (
            acceptance.account.customer_id,
            acceptance.account.account_name,
            acceptance.account.name,
        )
        record.fail(reasons, work)
    work.emit(
        AssociationFailed(
            partner_id=acceptance.link.partner_id,
            customer_id=acceptance.account.customer_id,
            association_type=acceptance.link.association_type,
            reasons=tuple(reasons),
        )
    )


def carry_out_association(work: Work, acceptance: Acceptance, *, signs_notice: bool) -> None:
    """Associate: account, association, signature, expansion record and the partner's report change together."""
    link, account = acceptance.link, acceptance.account
    account.associated_partner_id, account.association_type = link.partner_id, link.association_type
    account.activated_at = account.activated_at or work.now
    reclaim_credit(work, account, link.association_type, link.partner_id)
    work.change(account)
    list_under_mobile(work, acceptance.mobile, account.mobile, account.customer_id)
    association = associated(work, acceptance)
    assign_by_invitation(work, association, acceptance.managed, acceptance.manager)
    work.keep(association)
    if signs_notice:
        sign_notice(work, link.association_type, acceptance.signed, customer_id=account.customer_id, partner_id=link.partner_id)
    work.keep(accepted(work, acceptance))
    claim = acceptance.claim
    if claim is not None and claim.partner_id == link.partner_id and claim.is_report_at(work.now):
        report = work.get(report_key(claim.partner_id, claim.report_id))
        company = [claim_key(report.company_subject)] if report.company_subject else []
        Reporting(report, claim, acceptance.count, *work.look(*company)).take("associate", work)
    work.emit(
        CustomerAssociated(
            partner_id=link.partner_id,
            customer_id=account.customer_id,
            association_type=link.association_type,
            associated_at=work.now,
        )
    )


def associated(work: Work, acceptance: Acceptance) -> Association:
    """The association as it now is; one that had ended lives again."""
    link, account = acceptance.link, acceptance.account
    association = acceptance.association or Association(partner_id=link.partner_id, customer_id=account.customer_id)
    association.customer_name, association.account_name = account.name, account.account_name
    association.mobile, association.email = account.mobile, account.email
    association.association_type, association.status = link.association_type, AssociationStatus.ASSOCIATED
    association.associated_at = work.now
    association.custom_label = link.custom_label
    return association


def accepted(work: Work, acceptance: Acceptance) -> ExpansionRecord:
    """The expansion record: the invitation's own, or one for a customer who came by a link that was passed on (10.3.4.4/r1)."""
    link, account = acceptance.link, acceptance.account
    dedicated = acceptance.manager if link.account_manager_id else None
    record = acceptance.record or ExpansionRecord(
        partner_id=link.partner_id,
        record_id=ids.new_id("ER", work.now),
        channel=link.channel,
        association_type=link.association_type,
        link_id=link.link_id,
        custom_label=link.custom_label or (dedicated.account_name if dedicated else None),
        managed_by=link.managed_by,
        remark=link.remark,
        created_at=work.now,
    )
    record.status, record.failure_reasons, record.finished_at = ExpansionStatus.ACCEPTED, [], work.now
    record.customer_id, record.account_name, record.customer_name = account.customer_id, account.account_name, account.name
    return record
