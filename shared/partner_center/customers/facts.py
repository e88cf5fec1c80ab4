"""The vendor's systems keep the facts of customer accounts here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from partner_center.customers.account import (
    CustomerAccount,
    EnterpriseRole,
    MobileAccounts,
    RealName,
    customer_account_key,
    list_under_mobile,
    mobile_key,
)
from partner_center.customers.association import Association, association_key
from partner_center.customers.contracts import (
    AccountNames,
    AccountsByMobile,
    AccountState,
    RecordAccountFacts,
)
from partner_center.customers.events import AccountClosed, ContractingEntityChanged, CustomerBecamePartner
from partner_center.customers.invitation import REALNAME_CHANGED, record_id_of, record_key
from partner_center.customers.overview.listed import keep_listed, listed_key, newly_listed
from partner_center.customers.report import ReportClaim, account_subject, claim_key, living, load_reporting, mobile_subject, report_key
from partner_center.customers.reviews import withdraw_report_review
from partner_center.kernel.errors import Invalid
from partner_center.kernel.labels import Label
from partner_center.partners import ContractingEntity
from partner_center.platform.work import Work


def record_account_facts(request: RecordAccountFacts, work: Work) -> AccountState:
    """Take in what the vendor knows. A changed real-name status before association lapses the report (10.3.4.4/r8).

    Raises Invalid where an unknown account comes without its name and mobile.
    """
    given = {name: value for name in request.model_fields_set - {"customer_id"} if (value := getattr(request, name)) is not None}
    account = work.get(customer_account_key(request.customer_id), or_none=True)
    if account is None and not {"account_name", "mobile"} <= given.keys():
        raise Invalid(
            ("/account_name", "missing", Label("未知账号须填写账号名和手机号", "an unknown account needs account_name and mobile"))
        )
    before = Before.of(account) if account else None
    account = account or CustomerAccount(customer_id=request.customer_id, mobile=given["mobile"])
    partner_id = account.associated_partner_id
    keys: list[Any] = [
        mobile_key(given.get("mobile", account.mobile)),
        mobile_key(account.mobile),
        claim_key(account_subject(account.customer_id)),
        claim_key(mobile_subject(account.mobile)),
        *([association_key(partner_id, account.customer_id), listed_key(partner_id, account.customer_id)] if partner_id else []),
    ]
    new_mobile, old_mobile, *claims = work.look(*keys)
    line = claims.pop() if partner_id else None
    association = claims.pop() if partner_id else None
    for name, value in given.items():
        setattr(account, name, value)
    if given.get("is_partner") is False:
        account.partner_type = None
    if account.enterprise_role is not EnterpriseRole.CHILD:
        account.master_customer_id = None
    work.keep(account)
    _keep_mobiles(work, account, before.mobile if before else None, old_mobile, new_mobile)
    if before and before.real_name is not account.real_name:
        _lapse_report(work, living(claims, work.now))
    _tell(work, account, before)
    if association is not None:
        _keep_association(work, account, association)
        line = line or newly_listed(association)
        line.follow(association)
        line.know(account)
        keep_listed(work, line)
    return AccountState(customer_id=account.customer_id, account_name=account.account_name, associated_partner_id=partner_id)


@dataclass(frozen=True)
class Before:
    """What was known of an account until now, as far as others hear of its change."""

    mobile: str
    real_name: RealName
    contracting_entity: ContractingEntity | None
    closed_at: datetime | None
    is_commercial_partner: bool

    @classmethod
    def of(cls, account: CustomerAccount) -> Before:
        """The facts of an account as it is."""
        return cls(account.mobile, account.real_name, account.contracting_entity, account.closed_at, account.is_commercial_partner)


def _tell(work: Work, account: CustomerAccount, before: Before | None) -> None:
    """Tell what others act on: each once, when it becomes so. An entity that was not known before has not changed."""
    customer_id, now = account.customer_id, work.now
    former, entity = before.contracting_entity if before else None, account.contracting_entity
    if former is not None and entity is not None and entity is not former:
        work.emit(
            ContractingEntityChanged(
                partner_id="", customer_id=customer_id, former_entity=former, contracting_entity=entity, changed_at=now
            )
        )
    if account.closed_at is not None and (before is None or before.closed_at is None):
        work.emit(AccountClosed(partner_id="", customer_id=customer_id, closed_at=account.closed_at, known_at=now))
    if account.is_commercial_partner and not (before and before.is_commercial_partner):
        work.emit(CustomerBecamePartner(partner_id="", customer_id=customer_id, partner_type=account.partner_type, known_at=now))


def list_accounts_by_mobile(request: AccountsByMobile, work: Work) -> AccountNames:
    """The accounts registered with a mobile, for the choice in the report form (10.3.4.1/r21)."""
    known = work.get(mobile_key(request.mobile), or_none=True)
    accounts = work.read(*(customer_account_key(customer_id) for customer_id in known.customer_ids)) if known else []
    return AccountNames(account_names=sorted(account.account_name for account in accounts))


def _keep_mobiles(work: Work, account: CustomerAccount, before: str | None, old: MobileAccounts | None, new: MobileAccounts | None) -> None:
    if before == account.mobile:
        return
    if before is not None and old is not None:
        old.customer_ids = [customer_id for customer_id in old.customer_ids if customer_id != account.customer_id]
        work.change(old)
    list_under_mobile(work, new, account.mobile, account.customer_id)


def _lapse_report(work: Work, claim: ReportClaim | None) -> None:
    if claim is None:
        return
    reporting = load_reporting(work, work.get(report_key(claim.partner_id, claim.report_id)))
    withdraw_report_review(reporting.report, work)
    reporting.report.lapse_reason = REALNAME_CHANGED
    reporting.take("lapse", work)
    record = work.get(record_key(claim.partner_id, record_id_of(claim.report_id)), or_none=True)
    if record is not None and record.lapses_at is not None:
        record.fail([REALNAME_CHANGED], work)


def _keep_association(work: Work, account: CustomerAccount, association: Association) -> None:
    association.customer_name, association.account_name = account.name, account.account_name
    association.mobile, association.email = account.mobile, account.email
    work.change(association)
