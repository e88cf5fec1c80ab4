"""The partner's page of the pick-up coupons that its resale customers hold (10.4.6.2, 11.3.6.2): it looks and does nothing else.

Resellers have no such page; they open the list of one customer from its overview (12.3.1.1/r4). Whose customer it is now is asked with
every page: a pointer may be a moment behind.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pynamodb.exceptions import PynamoDBException

from partner_center.coupons.coupon import Coupon, CouponEnd, CouponStatus, status_condition
from partner_center.coupons.pickups.holding import KIND, PickupHolding, is_resale
from partner_center.coupons.views import USE_COLUMNS, USES, ExpiringSoon, coupon_columns, expires_within, issue_bounds
from partner_center.customers import Association, association_key
from partner_center.kernel import clock
from partner_center.kernel.errors import NotFound, Refusal, Refused, Unavailable
from partner_center.kernel.labels import Label
from partner_center.kernel.permissions import PartnerType
from partner_center.platform.caller import Caller
from partner_center.platform.ledger import LedgerEntry, statement_partition
from partner_center.platform.reach import DataScope
from partner_center.platform.table import OWNER, Key, Record, query
from partner_center.platform.view import Filter, View, Way, begins, col, contains, equals

_FOR_THE_ISSUER = {"quota_id", "remark"}  # 16.2.2.2/r8


def _page(caller: Caller, asked: dict[str, Any]) -> str:
    """Where the page lies. Raises Refused for a reseller that names no customer (12.3.1.1/r4)."""
    if customer_id := asked.get("customer_id"):
        return PickupHolding.partition(partner_id=caller.partner_id, customer_id=customer_id)
    if caller.partner_type == PartnerType.RESELLER:
        raise Refused(Refusal.because("pickup_coupons_by_customer_only", "12.3.1.1/r4"))
    return PickupHolding.owner_partition(partner_id=caller.partner_id)


def _way(caller: Caller, asked: dict[str, Any]) -> Way:
    """The pointers: of one customer, or of all."""
    of_all = None if asked.get("customer_id") else OWNER
    return Way((_page(caller, asked),), of_all, pointers=PickupHolding, fetch=lambda pointers: _coupons(caller, pointers))


def _coupons(caller: Caller, pointers: Sequence[PickupHolding]) -> list[Coupon]:
    """The coupons of pointers in their order, those of customers who are the caller's to see; none that was recalled."""
    within = [pointer for pointer in DataScope(caller).within(pointers) if pointer is not None]
    customers = {pointer.customer_id: association_key(caller.partner_id, pointer.customer_id) for pointer in within}
    keys: list[Key[Any]] = [*customers.values(), *(pointer.coupon for pointer in within)]
    if not keys:
        return []
    try:
        found = {(one.pk, one.sk): one for one in Record.batch_get([(key.partition, key.sort) for key in keys], consistent_read=True)}
    except PynamoDBException as problem:
        raise Unavailable("table") from problem
    ours = {customer_id for customer_id, key in customers.items() if is_resale(_association(found.get((key.partition, key.sort))))}
    shown = (found.get((p.coupon.partition, p.coupon.sort)) for p in within if p.customer_id in ours)
    return [coupon for coupon in shown if isinstance(coupon, Coupon) and coupon.ended_as is not CouponEnd.RECALLED]


def _association(record: Record | None) -> Association | None:
    return record if isinstance(record, Association) else None


def _held(caller: Caller, coupon_id: str) -> Key[Coupon]:
    """The address of a coupon that one of the caller's resale customers holds. Raises NotFound."""
    if caller.partner_type == PartnerType.RESELLER:
        raise NotFound("coupon")
    partition = PickupHolding.owner_partition(partner_id=caller.partner_id)
    pointers = query(PickupHolding, partition, index=OWNER, begins=f"{coupon_id}/").items
    for coupon in _coupons(caller, pointers):
        return Key(Coupon, coupon.pk, coupon.sk)
    raise NotFound("coupon")


def _statement(caller: Caller, asked: dict[str, Any]) -> str:
    key = _held(caller, asked["coupon_id"])
    return statement_partition(f"{key.partition}/{key.sort}")


def _has_status(coupon: Coupon, status: CouponStatus, now: datetime) -> bool:
    return coupon.status_at(now) is status


RESALE_PICKUP_COUPONS = View(
    Coupon,
    title=Label("提货券", "Pick-up coupons of resale customers"),
    within=_page,
    one=_held,
    span=lambda since, until: issue_bounds(KIND, since, until),
    ways=_way,
    where=lambda now: Coupon.ended_as.does_not_exist() | (Coupon.ended_as != CouponEnd.RECALLED),
    columns=[
        *(column for column in coupon_columns(KIND) if column.name not in _FOR_THE_ISSUER),
        col("partner_id", "发放伙伴", "Issued by", in_list=False),
    ],
    filters=[
        begins("coupon_id", "提货券ID", "Pick-up coupon ID"),
        equals("customer_id", "客户ID", "Customer ID"),
        contains("customer_name", "客户名称", "Customer name"),
        contains("account_name", "账号名", "Account name"),
        Filter("status", Label("状态", "Status"), "equals", CouponStatus, status_condition, _has_status),
        Filter(
            "expires_within",
            Label("失效时间", "Expires"),
            "equals",
            ExpiringSoon,
            lambda value, now: Coupon.expires_at.between(now, now + clock.DAY * int(value)),
            expires_within,
        ),
    ],
)

RESALE_PICKUP_COUPON_USES = View(
    LedgerEntry,
    title=Label("提货券使用记录", "Uses of a pick-up coupon"),
    within=_statement,
    where=lambda now: LedgerEntry.movement.is_in(*USES),
    columns=USE_COLUMNS,
)
