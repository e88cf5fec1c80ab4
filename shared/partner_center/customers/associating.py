"""The customer accepts an invitation and is associated, or learns all reasons why not (13.1.1, 13.1.2).

A failed acceptance is an effect of its own: the partner's expansion record shows 关联失败 with the reasons. So the command succeeds with
`outcome=failed` and commits that, in one transaction like everything else. What merely is not complete yet (notice, consent, the wrong
account, a link that no longer holds, being associated already) is refused and changes nothing.

Consequences for the customer's balances and coupons (13.1.1/r20-r23) are not part of this command.
"""

from __future__ import annotations

from dataclasses import dataclass

from partner_center.customers.account import CustomerAccount, MobileAccounts, customer_account_key, list_under_mobile, mobile_key
from partner_center.customers.agreement import notice_standing_key, refuses_notice, sign_notice
from partner_center.customers.association import Association, AssociationStatus, association_key
from partner_center.customers.contracts import Associate, AssociationOutcome, Eligibility, Outcome, Reason, TokenRef
from partner_center.customers.eligibility import Facts, reasons_against_association
from partner_center.customers.events import AssociationFailed, CustomerAssociated
from partner_center.customers.invitation import ExpansionRecord, ExpansionStatus, record_key
from partner_center.customers.link import InvitationLink, link_by_token
from partner_center.customers.managers import assign_by_invitation
from partner_center.customers.registration import refuses_mobile
from partner_center.customers.report import (
    ReportClaim,
    Reporting,
    ReportingCount,
    claim_key,
    claim_subjects,
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

    link: InvitationLink
    account: CustomerAccount
    association: Association | None
    record: ExpansionRecord | None
    claim: ReportClaim | None
    count: ReportingCount | None
    mobile: MobileAccounts | None
    signed: StandingAgreement | None
    managed: ManagedCustomer | None
    manager: Membership | None  # the account manager to whom the link belongs

    def facts(self, work: Work) -> Facts:
        """What the conditions look at."""
        return Facts(self.link.partner_id, work.now, self.claim, self.account)

    @property
    def associated_with_inviter(self) -> bool:
        """Whether the customer is associated with this very partner already."""
        return self.account.associated_partner_id == self.link.partner_id


def load_acceptance(work: Work, token: str, customer_id: str) -> Acceptance:
    """The invitation, the account, and what stands between them."""
    account = work.get(customer_account_key(customer_id))
    link = link_by_token(work, token)
    association, count, mobile, signed, managed, manager, *rest = work.look(
        association_key(link.partner_id, customer_id),
        count_key(link.partner_id),
        mobile_key(account.mobile),
        notice_standing_key(customer_id, link.association_type),
        managed_key(link.partner_id, customer_id),
        manager_key(link.partner_id, link.managed_by),
        *(claim_key(subject) for subject in claim_subjects(account, account.mobile)),
        *([record_key(link.partner_id, link.record_id)] if link.record_id else []),
    )
    record = rest.pop() if link.record_id else None
    return Acceptance(link, account, association, record, living(rest, work.now), count, mobile, signed, managed, manager)


def check_association_eligibility(request: TokenRef, caller: Caller, work: Work) -> Eligibility:
    """All reasons that stop the signed-in customer from accepting an invitation now."""
    acceptance = load_acceptance(work, request.token, caller.customer_id)
    reasons = reasons_against_association(acceptance.facts(work), acceptance.link.association_type)
    return Eligibility(eligible=not reasons, reasons=[Reason.of(reason) for reason in reasons])


def refuses_missing_consent(account: CustomerAccount, accepted: bool) -> Refusal | None:
    """An account that is not activated yet is activated with the association, and only with consent (13.1.2/r5, r6)."""
    if account.activated_at is not None or accepted:
        return None
    return Refusal.because("activation_consent_required", "13.1.2/r5")


def associate(request: Associate, caller: Caller, work: Work) -> AssociationOutcome:
    """Accept an invitation.

    Raises Refused `already_associated`, `link_expired`, `link_used`, `notice_not_accepted`, `activation_consent_required`,
    `mobile_not_reported`; NotFound for an unknown token or an account whose facts nobody knows.
    """
    acceptance = load_acceptance(work, request.token, caller.customer_id)
    link, record = acceptance.link, acceptance.record
    work.require(
        Refusal.because("already_associated", "13.1.1/r4", partner_id=link.partner_id) if acceptance.associated_with_inviter else None
    )
    work.require(record.refuses_acceptance(link, work.now) if record else None)
    work.require(
        refuses_notice(request.notice_accepted),
        refuses_missing_consent(acceptance.account, request.cloud_terms_accepted),
        refuses_mobile(record, acceptance.account.mobile),
    )
    reasons = reasons_against_association(acceptance.facts(work), link.association_type)
    if reasons:
        note_failure(work, acceptance, [reason.code for reason in reasons])
    else:
        carry_out_association(work, acceptance)
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
        record.status, record.failure_reasons, record.finished_at = ExpansionStatus.FAILED, reasons, work.now
        record.customer_id, record.account_name, record.customer_name = (
            acceptance.account.customer_id,
            acceptance.account.account_name,
            acceptance.account.name,
        )
        work.change(record)
    work.emit(
        AssociationFailed(
            partner_id=acceptance.link.partner_id,
            customer_id=acceptance.account.customer_id,
            association_type=acceptance.link.association_type,
            reasons=tuple(reasons),
        )
    )


def carry_out_association(work: Work, acceptance: Acceptance) -> None:
    """Associate: account, association, signature, expansion record and the partner's report change together."""
    link, account = acceptance.link, acceptance.account
    account.associated_partner_id = link.partner_id
    account.activated_at = account.activated_at or work.now
    work.change(account)
    list_under_mobile(work, acceptance.mobile, account.mobile, account.customer_id)
    association = associated(work, acceptance)
    assign_by_invitation(work, association, acceptance.managed, acceptance.manager)
    work.keep(association)
    sign_notice(work, link.association_type, acceptance.signed, customer_id=account.customer_id, partner_id=link.partner_id)
    work.keep(accepted(work, acceptance))
    claim = acceptance.claim
    if claim is not None and claim.partner_id == link.partner_id and claim.is_report_at(work.now):
        report = work.get(report_key(claim.partner_id, claim.report_id))
        Reporting(report, claim, acceptance.count).take("associate", work)
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
