"""The words of passing quota on."""

from __future__ import annotations

from partner_center.kernel.money import Money
from partner_center.platform.batch import LARGEST_BATCH
from partner_center.platform.contracts import Amount, Id, Request, Response, Time, field

MOST_RESELLERS = 20  # OPEN in 11.1.6: each takes four of a transaction's hundred items: its quota, entry, line of the log, relation


class IssueResellerQuota(Request):
    """Pass a part of a quota on to each of several resellers (11.1.6)."""

    quota_id: Id
    amount: Amount = field("发放金额(¥)", "Amount for each reseller")
    reseller_ids: list[Id] = field("云经销商", "Resellers", min_length=1, max_length=MOST_RESELLERS, unique=True)


class OfResellerQuota(Request):
    """Of one reseller's quota."""

    reseller_id: Id
    quota_id: Id


class BatchRecallResellerQuota(Request):
    """Recall several resellers' quotas, each on its own."""

    quotas: list[OfResellerQuota] = field("额度", "Quotas", min_length=1, max_length=LARGEST_BATCH, unique=True)


class IssuedResellerQuota(Response):
    """One reseller's new quota."""

    quota_id: str
    reseller_id: str


class IssuedResellerQuotas(Response):
    """What was passed on, and what the source has left."""

    quota_id: str
    amount: Money
    remaining: Money
    effective_at: Time
    expires_at: Time
    quotas: list[IssuedResellerQuota]


class RecalledResellerQuota(Response):
    """A reseller's quota taken back, with the amount really recalled (11.1.6/r7)."""

    quota_id: str
    reseller_id: str
    source_quota_id: str
    amount: Money
