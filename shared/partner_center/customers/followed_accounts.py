"""Customer accounts follow the people who hold them: who registers, activates or verifies an account becomes known here.

The account itself is identity's; whatever event comes, in whichever order and however often, what it says now is taken over.
"""

from __future__ import annotations

from partner_center.customers.account import RealName
from partner_center.customers.contracts import (
    RecordAccountFacts,
)
from partner_center.customers.facts import record_account_facts
from partner_center.identity import RealNameKind, RealNameStatus, account_key
from partner_center.platform.work import Work

KINDS = {RealNameKind.ENTERPRISE: RealName.ENTERPRISE, RealNameKind.PERSONAL: RealName.INDIVIDUAL}


def follow_account(user_id: str, work: Work) -> None:
    """Take over what identity knows of an account; what only the vendor's systems know stays."""
    account = work.get(account_key(user_id), or_none=True)
    if account is None or account.mobile is None:
        return
    verified = account.real_name_status is RealNameStatus.VERIFIED and account.real_name_kind is not None
    facts = {
        "account_name": account.account_name,
        "mobile": account.mobile,
        "email": account.email,
        "registered_at": account.opened_at,
        "activated_at": account.cloud_activated_at,
        "real_name": KINDS[account.real_name_kind] if verified else None,
        "customer_name": account.real_name if verified else None,
        "credit_code": account.credit_code if verified else None,
    }
    told = {name: value for name, value in facts.items() if value is not None}
    record_account_facts(RecordAccountFacts(customer_id=user_id, **told), work)
