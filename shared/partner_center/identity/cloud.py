"""Activating the cloud account: the tick at its terms, and what the cloud learns of the account by it (1.1/r2, r3)."""

from __future__ import annotations

from partner_center.identity.account import account_key
from partner_center.identity.contracts import ActivateCloud, CloudActivated
from partner_center.identity.documents import CLOUD_USER_AGREEMENT, accept, document_standing_key
from partner_center.identity.events import CloudAccountActivated
from partner_center.kernel.errors import NotFound, Refusal
from partner_center.platform.caller import Caller
from partner_center.platform.work import Work

OBTAINED = ["account_name", "mobile", "email", "country_region", "account_id", "account_status"]


def activate_cloud(request: ActivateCloud, caller: Caller, work: Work) -> CloudActivated:
    """Activate the cloud account of the caller. Repeating it changes nothing. Raises Refused `terms_not_accepted`."""
    terms = CLOUD_USER_AGREEMENT.in_force(work.now)
    account, signed = work.look(account_key(caller.user_id), document_standing_key(terms, caller))
    if account is None:
        raise NotFound("account")
    if account.cloud_activated_at is None:
        work.require(None if request.terms_accepted else Refusal.because("terms_not_accepted", "1.1/r2", way_out="accept_terms_or_cancel"))
        account.cloud_activated_at, account.cloud_terms_version = work.now, terms.version
        work.change(account)
        accept(work, terms, caller, signed)
        work.emit(CloudAccountActivated(partner_id="", user_id=caller.user_id))
    return CloudActivated(activated_at=account.cloud_activated_at, terms_version=account.cloud_terms_version, obtained=OBTAINED)
