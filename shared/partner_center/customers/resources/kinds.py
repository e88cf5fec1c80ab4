"""The kinds of resources a customer may have (guide 10.4.1.1, tab 资源)."""

from __future__ import annotations

from partner_center.kernel.labels import Labelled


class ResourceKind(Labelled):
    """How a resource is paid for."""

    SUBSCRIPTION = "subscription", "包年/包月资源", "Subscription resource"
    ON_DEMAND = "on_demand", "按需资源", "On-demand resource"
    SAVINGS_PLAN = "savings_plan", "节省计划", "Savings plan"
