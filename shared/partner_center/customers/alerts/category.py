"""The categories of alerts (guide 10.4.5.1/r2)."""

from __future__ import annotations

from partner_center.kernel.labels import Labelled


class AlertCategory(Labelled):
    """What an alert is about."""

    CHURN = "churn", "流失预警", "Churn alert"
    RESOURCE = "resource", "资源预警", "Resource alert"
