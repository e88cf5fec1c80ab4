"""Pages on authorizations, agency sessions and the journal: the partner's, the customer's, and the distributor's on its resellers'."""

from __future__ import annotations

from datetime import datetime

from partner_center.customers.agency.authorization import (
    AuthorizationStatus,
    CancelledBy,
    CustomerAuthorization,
    authorization_key,
)
from partner_center.kernel import clock
from partner_center.kernel.labels import Label
from partner_center.platform.agency import AgencyEntry, AgencySession, JournalAct, agency_session_key
from partner_center.platform.caller import Caller, Purpose
from partner_center.platform.table import LOOKUP, OWNER
from partner_center.platform.view import Spot, View, col, contains, equals

_AUTHORIZATION = [
    col("authorization_id", "授权编号", "Authorization"),
    col("status", "状态", "Status"),
    col("requested_at", "申请时间", "Requested at"),
    col("decided_at", "处理时间", "Decided at"),
    col("letter_version", "授权书版本", "Version of the letter"),
    col("cancelled_at", "取消时间", "Cancelled at"),
    col("cancelled_by", "取消方式", "Cancelled by"),
    col("reason", "原因", "Reason"),
]

AUTHORIZATIONS = View(
    CustomerAuthorization,
    title=Label("客户授权", "Authorizations"),
    within=lambda caller, asked: CustomerAuthorization.owner_partition(partner_id=caller.partner_id),
    one=lambda caller, customer_id: authorization_key(caller.partner_id, customer_id),
    index=OWNER,
    columns=[
        col("customer_id", "客户ID", "Customer ID"),
        col("customer_name", "客户名称", "Customer", masked=True),
        *_AUTHORIZATION,
        col("requester_name", "申请人", "Requested by", masked=True),
        col("first_requested_at", "首次申请时间", "First requested at", in_list=False),
        col("commitment_version", "承诺书版本", "Version of the commitment", in_list=False),
    ],
    filters=[
        equals("status", "状态", "Status", AuthorizationStatus),
        equals("customer_id", "客户ID", "Customer ID"),
        contains("customer_name", "客户名称", "Customer"),
    ],
)


def _of_history(caller: Caller, customer_id: str, authorization_id: str) -> Spot:
    partition = CustomerAuthorization.partition(partner_id=caller.partner_id, customer_id=customer_id)
    return Spot(partition, " ", "~", CustomerAuthorization.authorization_id == authorization_id)


AUTHORIZATION_HISTORY = View(
    CustomerAuthorization,
    title=Label("历史授权", "Former authorizations"),
    within=lambda caller, asked: CustomerAuthorization.partition(partner_id=caller.partner_id, customer_id=asked["customer_id"]),
    one=_of_history,
    columns=[*_AUTHORIZATION, col("requester_name", "申请人", "Requested by", masked=True)],
)

OWN_AUTHORIZATIONS = View(
    CustomerAuthorization,
    title=Label("授权管理", "Authorization requests"),
    within=lambda caller, asked: f"customer/{caller.customer_id}/authorization",
    one=lambda caller, partner_id: authorization_key(partner_id, caller.customer_id),
    index=LOOKUP,
    columns=[
        col("partner_id", "合作伙伴", "Partner"),
        *_AUTHORIZATION,
        col("current", "当前", "Current", value=lambda known: known.listed_since is not None),
    ],
    filters=[equals("status", "状态", "Status", AuthorizationStatus), equals("cancelled_by", "取消方式", "Cancelled by", CancelledBy)],
)

_SESSION = [
    col("agency_session_id", "会话编号", "Session"),
    col("purpose", "用途", "Purpose"),
    col("user_id", "操作人ID", "User ID"),
    col("user_name", "操作人", "User", masked=True),
    col("started_at", "开始时间", "Started at"),
    col("ended_at", "结束时间", "Ended at"),
    col("end_reason", "结束原因", "Reason of the end"),
    col("open", "进行中", "Open", at=lambda session, now: session.is_open_at(now)),
    col("ends_by", "最晚结束时间", "Ends by", in_list=False),
    col("authorization_id", "授权编号", "Authorization", in_list=False),
]

AGENCY_SESSIONS = View(
    AgencySession,
    title=Label("代客操作会话", "Sessions on behalf of customers"),
    within=lambda caller, asked: AgencySession.partition(partner_id=caller.partner_id),
    one=lambda caller, agency_session_id: agency_session_key(caller.partner_id, agency_session_id),
    columns=[col("customer_id", "客户ID", "Customer ID"), *_SESSION],
    filters=[equals("customer_id", "客户ID", "Customer ID"), equals("purpose", "用途", "Purpose", Purpose)],
    resellers=True,
)


def _own_session(caller: Caller, agency_session_id: str) -> Spot:
    return Spot(AgencySession.owner_partition(customer_id=caller.customer_id), agency_session_id, agency_session_id, index=OWNER)


OWN_AGENCY_SESSIONS = View(
    AgencySession,
    title=Label("合作伙伴代操作会话", "Sessions on one's behalf"),
    within=lambda caller, asked: AgencySession.owner_partition(customer_id=caller.customer_id),
    one=_own_session,
    index=OWNER,
    columns=[col("partner_id", "合作伙伴", "Partner"), *_SESSION],
    filters=[equals("purpose", "用途", "Purpose", Purpose)],
)


def span_of_journal(since: datetime | None, until: datetime | None) -> tuple[str | None, str | None]:
    """Bounds of the sort key, which begins with the instant."""
    return clock.iso(since) if since else None, f"{clock.iso(until)}~" if until else None


def _entry(caller: Caller, at: str, entry_id: str) -> Spot:
    return Spot(AgencyEntry.partition(partner_id=caller.partner_id), f"{at}/{entry_id}", f"{at}/{entry_id}")


def _own_entry(caller: Caller, at: str, entry_id: str) -> Spot:
    return Spot(AgencyEntry.owner_partition(customer_id=caller.customer_id), f"{at}/{entry_id}", f"{at}/{entry_id}", index=OWNER)


_ENTRY = [
    col("at", "时间", "Time"),
    col("entry_id", "记录编号", "Entry"),
    col("act", "类型", "Kind"),
    col("action", "操作", "Operation"),
    col("purpose", "用途", "Purpose"),
    col("agency_session_id", "会话编号", "Session"),
    col("user_id", "操作人ID", "User ID"),
    col("user_name", "操作人", "User", masked=True),
    col("asked", "操作对象", "Asked for"),
    col("touched", "变更记录", "Records changed", value=lambda entry: list(entry.touched)),
    col("codes", "拒绝原因", "Refused because", value=lambda entry: list(entry.codes)),
    col("end_reason", "结束原因", "Reason of the end"),
    col("source", "来源地址", "From"),
    col("correlation_id", "关联编号", "Correlation id"),
]
_ENTRY_FILTERS = [
    equals("act", "类型", "Kind", JournalAct),
    equals("purpose", "用途", "Purpose", Purpose),
    equals("agency_session_id", "会话编号", "Session"),
    equals("user_id", "操作人ID", "User ID"),
    contains("action", "操作", "Operation"),
]

AGENCY_JOURNAL = View(
    AgencyEntry,
    title=Label("代客操作记录", "Journal of acting on behalf"),
    within=lambda caller, asked: AgencyEntry.partition(partner_id=caller.partner_id),
    one=_entry,
    span=span_of_journal,
    columns=[col("customer_id", "客户ID", "Customer ID"), *_ENTRY],
    filters=[equals("customer_id", "客户ID", "Customer ID"), *_ENTRY_FILTERS],
    resellers=True,
)

OWN_AGENCY_JOURNAL = View(
    AgencyEntry,
    title=Label("合作伙伴代操作记录", "Journal of what the partner did on one's behalf"),
    within=lambda caller, asked: AgencyEntry.owner_partition(customer_id=caller.customer_id),
    one=_own_entry,
    index=OWNER,
    span=span_of_journal,
    columns=[col("partner_id", "合作伙伴", "Partner"), *_ENTRY],
    filters=_ENTRY_FILTERS,
)
