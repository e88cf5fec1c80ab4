"""Taking back what is left of vouchers: recalled by the partner, or expired (10.4.6.1.3)."""

from __future__ import annotations

from partner_center.coupons.contracts import BatchRecallVouchers, OfVoucher, RecalledVoucher
from partner_center.coupons.events import VoucherRecalled
from partner_center.coupons.operation import OperationType, log_operation
from partner_center.coupons.quota import CouponQuota, QuotaStatus, quota_key
from partner_center.coupons.voucher import Voucher, VoucherEnd, VoucherStatus, voucher_key
from partner_center.kernel.money import Money
from partner_center.platform.batch import BatchAnswer, each_alone
from partner_center.platform.caller import Caller
from partner_center.platform.ledger import Movement
from partner_center.platform.schedule import Run
from partner_center.platform.work import Work


def recall_voucher(request: OfVoucher, caller: Caller, work: Work) -> RecalledVoucher:
    """Move a usable voucher's whole balance back to its quota (10.4.6.1.3/r2, r3, r7, r9).

    OPEN in the guide: it returns to the source quota, where it can be issued again only while that is valid.
    Raises NotFound for a voucher that another partner issued; Refused `voucher_not_usable`.
    """
    voucher = work.get(voucher_key(caller.partner_id, request.voucher_id))
    work.require(voucher.refuses_recall(work.now))
    amount = take_back(work, voucher, VoucherEnd.RECALLED, Movement.VOUCHER_RECALL, OperationType.RECALL)
    return RecalledVoucher(voucher_id=voucher.voucher_id, quota_id=voucher.quota_id, amount=amount)


def batch_recall_vouchers(request: BatchRecallVouchers, caller: Caller, work: Work) -> BatchAnswer[RecalledVoucher]:
    """Recall several vouchers, with the amount really recalled of each (10.4.6.1.3/r4)."""
    return each_alone(
        work,
        request.voucher_ids,
        lambda voucher_id, alone: recall_voucher(OfVoucher(voucher_id=voucher_id), caller, alone),
        answer=RecalledVoucher,
        named=str,
    )


def recall_expired_vouchers(run: Run) -> None:
    """Move what expired vouchers still hold back to their quotas; logged without operator (12.3.6.4)."""
    run.each(run.due(Voucher), recall_expired)


def recall_expired(due: Voucher, work: Work) -> bool:
    """Take back one expired voucher's rest; False where it did not expire yet or ended meanwhile."""
    voucher = work.get(voucher_key(due.partner_id, due.voucher_id))
    if voucher.ended_as is not None or voucher.status_at(work.now) is not VoucherStatus.EXPIRED:
        return False
    take_back(work, voucher, VoucherEnd.EXPIRED, Movement.VOUCHER_EXPIRY_RECALL, OperationType.EXPIRY_RECALL)
    return True


def expire_voucher_quotas(run: Run) -> None:
    """Note that quotas are over; what they still hold lapses (10.4.6.1.1)."""
    run.each(run.due(CouponQuota), expire_quota)


def expire_quota(due: CouponQuota, work: Work) -> bool:
    """Note that one quota is over; False where it is not."""
    quota = work.get(quota_key(due.partner_id, due.quota_id))
    if quota.expired_at is not None or quota.status_at(work.now) is not QuotaStatus.INVALID:
        return False
    quota.expired_at = work.now
    work.change(quota)
    return True


def take_back(work: Work, voucher: Voucher, end: VoucherEnd, movement: Movement, operation: OperationType) -> Money:
    """Move what a voucher holds back to its quota, end it, log and tell it; answers the amount."""
    quota = work.get(quota_key(voucher.partner_id, voucher.quota_id))
    amount = voucher.end(end)
    work.move(movement, (voucher, -amount), (quota, amount), customer_id=voucher.customer_id, reference=voucher.voucher_id)
    log_operation(work, operation, voucher, amount)
    work.emit(
        VoucherRecalled(
            partner_id=voucher.partner_id,
            voucher_id=voucher.voucher_id,
            quota_id=voucher.quota_id,
            customer_id=voucher.customer_id,
            amount=amount,
            operation_type=operation.value,
        )
    )
    return amount
