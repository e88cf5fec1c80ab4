"""The words of the API about recommendations."""

from __future__ import annotations

from partner_center.customers.contracts import Words
from partner_center.kernel.labels import Labelled
from partner_center.platform.contracts import Id, Request, Response, field


class Category(Labelled):
    """What is recommended."""

    PRODUCT = "product", "产品", "Product"
    INDUSTRY_CASE = "industry_case", "行业案例", "Industry case"
    SOLUTION = "solution", "解决方案", "Solution"


class ListKnowledge(Request):
    """A customer of the partner, or of one of its resellers; where to go on."""

    customer_id: Id
    reseller_id: Id | None = field("云经销商", "Reseller", default=None)
    category: Category | None = field("类别", "Category", default=None)
    limit: int = field("条数", "Items at once", default=10, ge=1, le=50)
    cursor: str | None = field("游标", "Cursor", default=None, max_length=256)


class KnowledgeItem(Response):
    """One recommendation; `address` is its page in the portal."""

    item_id: str
    category: Category
    title: Words
    summary: Words
    address: str


class Knowledge(Response):
    """A page of recommendations; `cursor` is None at the end. `industry`: for which it was chosen, None where nobody knows it."""

    industry: str | None
    items: list[KnowledgeItem]
    cursor: str | None
