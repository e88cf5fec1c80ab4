"""How a product is billed."""

from partner_center.kernel.labels import Labelled


class BillingMode(Labelled):
    """计费模式 (glossary part 1)."""

    ON_DEMAND = "on_demand", "按需", "On-demand"
    SUBSCRIPTION = "subscription", "包年/包月", "Subscription"
