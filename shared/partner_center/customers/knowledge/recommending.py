"""Which products, industry cases and solutions to offer a customer, by its industry (10.4.1.12).

Items stand in data/knowledge.json with the industries that they are for (`*`: every one); the customer's industry is the one under which
the vendor sees it in its enterprise encyclopedia. OPEN: how items are chosen; those for the industry come first, then those for everybody.
"""

from __future__ import annotations

import base64
import binascii
from datetime import datetime
from typing import Any

from partner_center.customers.account import customer_account_key
from partner_center.customers.association import association_key, refuses_unless_linked
from partner_center.customers.contracts import Words
from partner_center.customers.encyclopedia.snapshot import company_of, snapshot_key
from partner_center.customers.knowledge.contracts import Category, Knowledge, KnowledgeItem, ListKnowledge
from partner_center.kernel import clock
from partner_center.kernel.effective import rows
from partner_center.kernel.errors import Invalid, NotFound
from partner_center.kernel.labels import Label
from partner_center.platform.caller import Caller
from partner_center.platform.reach import acting_for_reseller
from partner_center.platform.work import Work

PACKAGE = "partner_center.customers.knowledge"
EVERYBODY = "*"


def list_knowledge_recommendations(request: ListKnowledge, caller: Caller, work: Work) -> Knowledge:
    """A page of recommendations for a linked customer, of one category or of all; a distributor asks for its resellers' customers too.

    OPEN in 12.3.1.1: chapter 12 has no such section, but its overview names them, so resellers have them too. Raises Refused
    `customer_not_linked`; NotFound.
    """
    partner_id = acting_for_reseller(caller, request.reseller_id).partner_id if request.reseller_id else caller.partner_id
    association, account, snapshot = work.look(
        association_key(partner_id, request.customer_id), customer_account_key(request.customer_id), snapshot_key(request.customer_id)
    )
    if association is None or account is None:
        raise NotFound("customer")
    work.require(refuses_unless_linked(association))
    company = (snapshot.told if snapshot is not None else None) or company_of(account)
    industry = company.cloud.vendor_industry if company else None
    items = recommended(request.category, industry, work.now)
    begin = _position(request.cursor, items) if request.cursor else 0
    page, rest = items[begin : begin + request.limit], items[begin + request.limit :]
    cursor = base64.urlsafe_b64encode(page[-1]["item_id"].encode()).decode() if rest else None
    return Knowledge(industry=industry, items=[_item(row) for row in page], cursor=cursor)


def recommended(category: Category | None, industry: str | None, at: datetime) -> list[dict[str, Any]]:
    """The rows for an industry, then those for everybody; None knows no industry."""
    begun = [row for row in rows(PACKAGE, "knowledge") if clock.instant(row["effective_from"]) <= at]
    asked = {row["item_id"]: row for row in begun if category is None or row["category"] == category.value}.values()
    return [
        *(row for row in asked if industry is not None and industry in row["industries"]),
        *(row for row in asked if EVERYBODY in row["industries"]),
    ]


def _position(cursor: str, items: list[dict[str, Any]]) -> int:
    try:
        last = base64.urlsafe_b64decode(cursor.encode()).decode()
        return [row["item_id"] for row in items].index(last) + 1
    except (ValueError, binascii.Error):
        raise Invalid(("/cursor", "value_error", Label("不是该列表的翻页标识", "not a cursor of this list"))) from None


def _item(row: dict[str, Any]) -> KnowledgeItem:
    return KnowledgeItem(
        item_id=row["item_id"],
        category=Category(row["category"]),
        title=Words(**row["title"]),
        summary=Words(**row["summary"]),
        address=row["address"],
    )
