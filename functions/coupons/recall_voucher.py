"""Recall the whole balance of a voucher (guide 10.4.6.1.3)."""

from partner_center.coupons import OfVoucher, RecalledVoucher, recall_voucher
from partner_center.platform.action import Action, Caller, Reach, Sensitive, Work


@Action.post(
    "/vouchers/{voucher_id}/recall",
    allow="coupons.recall",
    reach=Reach.MONEY,
    sensitive=Sensitive.RECALL_VOUCHERS,
    guide=["10.4.6.1.3/recall_voucher"],
)
def app(request: OfVoucher, caller: Caller, work: Work) -> RecalledVoucher:
    return recall_voucher(request, caller, work)
