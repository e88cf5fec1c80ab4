"""Recall several vouchers, each on its own (guide 10.4.6.1.3)."""

from partner_center.coupons import BatchRecallVouchers, RecalledVoucher, batch_recall_vouchers
from partner_center.platform.action import Action, Caller, Reach, Sensitive, Work
from partner_center.platform.batch import BatchAnswer


@Action.post(
    "/voucher-recalls",
    allow="coupons.recall",
    reach=Reach.MONEY,
    sensitive=Sensitive.RECALL_VOUCHERS,
    guide=["10.4.6.1.3/batch_recall_vouchers"],
)
def app(request: BatchRecallVouchers, caller: Caller, work: Work) -> BatchAnswer[RecalledVoucher]:
    return batch_recall_vouchers(request, caller, work)
