"""The menu tree out of which a partner puts its own roles together (guide 5.1.1.2/r3, 5.1.1.4).

Which permissions stand in it is derived: every permission that some function asks for (data/permissions.json, written by `make generate`)
and that some built-in role of a partner's members gives. A menu is an area of the product.
"""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files

from partner_center.kernel.labels import Labelled
from partner_center.kernel.permissions import PERMISSIONS
from partner_center.organisation.contracts import Menu, MenuPermission, Menus
from partner_center.organisation.role import DEFAULT_PERMISSIONS, grantable


class MenuName(Labelled):
    """The menus, in the portal's order, by the first part of a permission's name."""

    PARTNERS = "partners", "伙伴信息", "Partner"
    ORGANISATION = "organisation", "组织", "Organisation"
    CUSTOMERS = "customers", "客户", "Customers"
    RESELLERS = "resellers", "云经销商", "Resellers"
    ORDERS = "orders", "订单", "Orders"
    CONSUMPTION = "consumption", "客户消费", "Consumption"
    COUPONS = "coupons", "卡券", "Coupons"
    FUNDS = "funds", "资金", "Funds"
    BILLING = "billing", "账单", "Bills"
    INVOICING = "invoicing", "发票", "Invoices"
    INCENTIVES = "incentives", "激励", "Incentives"
    MARKETPLACE = "marketplace", "云商店", "Marketplace"
    NOTICES = "notices", "消息", "Messages"
    FILES = "files", "文件", "Files"
    EXPORTS = "exports", "导出", "Exports"
    AUDIT = "audit", "操作日志", "Audit"


def list_permissions() -> Menus:
    """The menu tree with labels."""
    known = offered()
    items = []
    for menu in MenuName:
        below = [name for name in known if name.partition(".")[0] == menu.value]
        if below:
            items.append(Menu(menu=menu.value, zh=menu.label.zh, en=menu.label.en, permissions=[_entry(name) for name in below]))
    return Menus(items=items)


@lru_cache(maxsize=1)
def offered() -> tuple[str, ...]:
    """The permissions that a role of a partner's own may have, in the order of the catalogue."""
    asked: list[str] = json.loads(files(__package__).joinpath("data", "permissions.json").read_text(encoding="utf-8"))
    return tuple(name for name in grantable() if name in asked)


def _entry(name: str) -> MenuPermission:
    label = PERMISSIONS[name].label
    return MenuPermission(permission=name, zh=label.zh, en=label.en, by_default=name in DEFAULT_PERMISSIONS)
