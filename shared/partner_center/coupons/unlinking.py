"""The vouchers of a customer that is unlinked go back to the quotas of the partner that issued them (10.4.6.1.3/r1, 11.3.6.1.3/r4).

They may be many: some at a time, each part in a transaction of its own. What is taken back follows from each voucher as it stands, so that
an event heard twice, late, or by a consumer that died in between ends in the same state. Vouchers issued after the unlinking, to a customer
that came back, stay.

OPEN in 10.4.6.1.3/r1: vouchers that are not effective yet go back as well, or the former customer could use them some day. What has
expired is the expiry's to take (10.4.6.1.3/recall_expired_vouchers).
"""

from __future__ import annotations

from functools import partial

from partner_center.coupons.operation import OperationType
from partner_center.coupons.quota import quota_key
from partner_center.coupons.recall import take_back
from partner_center.coupons.voucher import Voucher, VoucherEnd, VoucherStatus, voucher_key
from partner_center.customers import CustomerUnlinked
from partner_center.kernel import clock
from partner_center.platform.consumer import Told
from partner_center.platform.ledger import Movement
from partner_center.platform.table import OWNER, every
from partner_center.platform.work import Work

AT_ONCE = 15  # vouchers in one transaction: with their quotas, entries and lines of the log up to five items each
HELD = frozenset({VoucherStatus.USABLE, VoucherStatus.NOT_EFFECTIVE})


def recall_vouchers_of_unlinked(told: Told) -> None:
    """Take back everything that the partner's vouchers of a former customer hold."""
    event = CustomerUnlinked.model_validate(told.data)
    ids = _ids_of(event)
    for first in range(0, len(ids), AT_ONCE):
        told.unit(partial(_recall, ids[first : first + AT_ONCE], event))


def _ids_of(event: CustomerUnlinked) -> list[str]:
    """Which vouchers there are; what each still holds is read in the transaction that takes it."""
    known = every(Voucher, f"customer/{event.customer_id}/voucher", index=OWNER, first=clock.iso(event.unlinked_at))
    return [voucher.voucher_id for voucher in known if voucher.partner_id == event.partner_id and voucher.ended_as is None]


def _recall(voucher_ids: list[str], event: CustomerUnlinked, work: Work) -> None:
    vouchers = work.read(*(voucher_key(event.partner_id, voucher_id) for voucher_id in voucher_ids))
    held = [voucher for voucher in vouchers if voucher.status_at(work.now) in HELD and voucher.issued_at <= event.unlinked_at]
    if not held:
        return
    work.read(*{quota_key(event.partner_id, voucher.quota_id) for voucher in held})  # in one round
    for voucher in held:
        take_back(work, voucher, VoucherEnd.RECALLED, Movement.VOUCHER_RECALL, OperationType.SYSTEM_RECALL)
