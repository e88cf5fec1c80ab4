"""The texts of what the audit refuses."""

from partner_center.kernel.messages import texts

texts(
    audit_event_too_old=("仅可查询最近7天的审计事件", "Events of the last 7 days can be queried"),
)
