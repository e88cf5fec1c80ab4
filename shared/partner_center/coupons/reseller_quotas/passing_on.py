"""Passing quota on: a distributor gives parts of its quota to its resellers as quotas of their own, and takes back what is left of them
(11.1.6, 11.3.6.1.2, 11.3.6.1.3). Which kinds are passed on, and by whom, is data (`passed_on_by` in coupons/data/kinds.json).

OPEN in 11.1.6, decided as its text suggests: the amount is per reseller; only a valid quota is passed on; the new quota has the source's
window and restrictions; coupons that the reseller issued stay in force when its quota is taken back, and what comes back of them later goes
to the distributor (`way_back.py`). OPEN: a reseller that is exiting (11.1.3/r3 shows its row as before) still receives quota.
"""

from __future__ import annotations

from functools import partial

from partner_center.coupons.events import QuotaRecalled
from partner_center.coupons.grant import new_quota
from partner_center.coupons.kinds import CouponKind, terms_of
from partner_center.coupons.operation import OperationType
from partner_center.coupons.quota import CouponQuota, QuotaEnd, QuotaSource, QuotaStatus, quota_key
from partner_center.coupons.reseller_quotas.contracts import (
    BatchRecallResellerQuota,
    IssuedResellerQuota,
    IssuedResellerQuotas,
    IssueResellerQuota,
    OfResellerQuota,
    RecalledResellerQuota,
)
from partner_center.coupons.reseller_quotas.operation import log_quota_operation
from partner_center.coupons.way_back import surrender
from partner_center.kernel.errors import NotFound
from partner_center.kernel.money import Money
from partner_center.platform.batch import BatchAnswer, each_alone
from partner_center.platform.caller import Caller
from partner_center.platform.consumer import Told
from partner_center.platform.ledger import Account, Movement
from partner_center.platform.table import Key, every
from partner_center.platform.work import Work
from partner_center.resellers import CooperationEnded, ResellerRelation, relation_key


def issue_reseller_quota(kind: CouponKind, request: IssueResellerQuota, caller: Caller, work: Work) -> IssuedResellerQuotas:
    """One quota per reseller, their sum drawn from one quota of the distributor (11.1.6/r1-r3).

    Raises NotFound for a foreign quota or a reseller that does not work with the caller's partner; Refused by the quota's rules.
    """
    source, *relations = work.look(
        quota_key(caller.partner_id, kind, request.quota_id),
        *(relation_key(caller.partner_id, reseller_id) for reseller_id in request.reseller_ids),
    )
    if source is None:
        raise NotFound("quota")
    work.require(terms_of(kind, work.now).refuses_passing_on(caller.partner_type))
    if None in relations:
        raise NotFound("reseller")
    total = request.amount * len(relations)
    work.require(source.refuses_issue(total, work.now))
    work.rely_on(*relations)
    children = [_child(work, source, relation, request.amount) for relation in relations]
    given: list[tuple[Account, Money]] = [(child, request.amount) for child in children]
    work.move(Movement.QUOTA_PASS_ON, (source, -total), *given, reference=source.quota_id)
    work.count(source, passed_on=total)
    for child in children:
        log_quota_operation(work, OperationType.ISSUE, child, request.amount)
    return IssuedResellerQuotas(
        quota_id=source.quota_id,
        amount=request.amount,
        remaining=source.balance,
        effective_at=source.effective_at,
        expires_at=source.expires_at,
        quotas=[IssuedResellerQuota(quota_id=child.quota_id, reseller_id=child.partner_id) for child in children],
    )


def _child(work: Work, source: CouponQuota, relation: ResellerRelation, amount: Money) -> CouponQuota:
    return new_quota(
        work,
        relation.reseller_id,
        source.coupon_kind,
        amount,
        source=QuotaSource.DISTRIBUTOR,
        reference=source.quota_id,
        source_partner_id=source.partner_id,
        source_quota_id=source.quota_id,
        reseller_name=relation.reseller_name,
        reseller_account=relation.reseller_account,
        **source.limits(),
    )


def recall_reseller_quota(kind: CouponKind, request: OfResellerQuota, caller: Caller, work: Work) -> RecalledResellerQuota:
    """Take back the whole rest of a reseller's valid quota (11.1.6/r4, r5); the answer tells how much that really was (r7).

    Raises NotFound for a quota that the caller's partner did not pass on; Refused `quota_not_valid`.
    """
    child = work.get(quota_key(request.reseller_id, kind, request.quota_id))
    if child.source_partner_id != caller.partner_id:
        raise NotFound("quota")
    work.require(child.refuses_unless_valid(work.now, rule="11.1.6/r4"))
    amount = take_back_quota(work, child, OperationType.RECALL)
    return RecalledResellerQuota(
        quota_id=child.quota_id, reseller_id=child.partner_id, source_quota_id=str(child.source_quota_id), amount=amount
    )


def batch_recall_reseller_quota(
    kind: CouponKind, request: BatchRecallResellerQuota, caller: Caller, work: Work
) -> BatchAnswer[RecalledResellerQuota]:
    """Recall several resellers' quotas, each on its own, with the amount really recalled of each (11.1.6/r6)."""
    return each_alone(
        work,
        request.quotas,
        lambda quota, alone: recall_reseller_quota(kind, quota, caller, alone),
        answer=RecalledResellerQuota,
        named=lambda quota: f"{quota.reseller_id}/{quota.quota_id}",
    )


def take_back_quota(work: Work, child: CouponQuota, operation: OperationType) -> Money:
    """End a quota that was passed on and give what it has left to the quota above; answers the amount."""
    amount = child.balance
    child.ended_as, child.ended_at = QuotaEnd.RECALLED, work.now
    work.change(child)
    surrender(work, child, amount, operation)
    work.emit(QuotaRecalled(partner_id=child.partner_id, coupon_kind=child.coupon_kind.value, quota_id=child.quota_id, amount=amount))
    return amount


def recall_quotas_of_former_reseller(told: Told) -> None:
    """Take back what a reseller still has of its former distributor's quotas, each in a transaction of its own (OPEN in 11.3.6.1.3).

    What goes back follows from each quota as it stands, so that an event heard twice, late, or by a consumer that died in between ends in
    the same state.
    """
    event = CooperationEnded.model_validate(told.data)
    kinds = [kind for kind in CouponKind if terms_of(kind, told.happened.at).passed_on_by]
    for kind in kinds:
        partition = CouponQuota.partition(partner_id=event.partner_id, coupon_kind=kind)
        given = (CouponQuota.source_partner_id == event.distributor_id) & CouponQuota.ended_as.does_not_exist()
        keys = [Key(CouponQuota, quota.pk, quota.sk) for quota in every(CouponQuota, partition, where=given)]
        for key in keys:
            told.unit(partial(_take_back_of_former, key, event.distributor_id))


def _take_back_of_former(key: Key[CouponQuota], distributor_id: str, work: Work) -> None:
    """Where the two work together again meanwhile, what was passed on since stays; what has expired lapses where it is."""
    child = work.get(key)
    relation = work.get(relation_key(distributor_id, child.partner_id), or_none=True)
    if child.ended_as is not None or child.status_at(work.now) is QuotaStatus.INVALID:
        return
    if relation is not None:
        work.rely_on(relation)
        if child.issued_at >= relation.associated_at:
            return
    take_back_quota(work, child, OperationType.SYSTEM_RECALL)
