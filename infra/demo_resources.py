"""Resources and alerts of the demo customer, as the cloud platform would tell of them: a server with its parts, and what is due soon."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from partner_center.kernel import clock


def demo_resources(customer_id: str, now: datetime) -> list[dict[str, Any]]:
    """A server with three disks and an address, a database about to expire, two on-demand resources and a savings plan."""

    def told(resource_id: str, name: str, product_type: str, kind: str, **facts: Any) -> dict[str, Any]:
        return {
            "customer_id": customer_id,
            "resource_id": resource_id,
            "resource_kind": kind,
            "as_of": clock.iso(now),
            "status": "in_use",
            "name": name,
            "product_type": product_type,
            "region": "华北-北京四",
            **facts,
        }

    def subscribed(resource_id: str, name: str, product_type: str, days: int, **facts: Any) -> dict[str, Any]:
        term = {
            "effective_at": clock.iso(now - timedelta(days=365 - days)),
            "expires_at": clock.iso(clock.end_of(clock.business_date(now) + clock.DAY * days)),
            "order_no": "CS2311301234567",
        }
        kind = facts.pop("kind", "subscription")
        return told(resource_id, name, product_type, kind, expiry_policy="delete_after_retention", **term, **facts)

    def used(resource_id: str, name: str, product_type: str, age: int) -> dict[str, Any]:
        since = clock.iso(now - timedelta(days=age))
        return told(resource_id, name, product_type, "on_demand", activated_at=since, payer_account="partner", tags=["team=web"])

    instance = [{"name": "vCPU", "value": "2"}, {"name": "内存", "value": "4 GB"}]
    provisioning = [{"name": "购买时长", "value": "1年"}]
    server = subscribed(
        "vm-0001",
        "ecs-web-01",
        "弹性云服务器",
        12,
        product_spec="s6.large.2",
        instance_info=instance,
        provisioning_info=provisioning,
    )
    disks = [subscribed(f"disk-000{n}", f"ecs-web-01-volume-{n}", "云硬盘", 12, main_resource_id="vm-0001") for n in (1, 2, 3)]
    return [
        server,
        *disks,
        subscribed("eip-0001", "eip-web-01", "弹性公网IP", 12, main_resource_id="vm-0001"),
        subscribed("rds-0001", "rds-orders", "云数据库", 5),
        used("obs-0001", "obs-backup", "对象存储服务", 9),
        used("elb-0001", "elb-web", "弹性负载均衡", 200),
        subscribed("sp-0001", "计算节省计划", "弹性云服务器", 90, kind="savings_plan", commitment="1.25", term_months=12),
    ]


def demo_alerts(customer_id: str, now: datetime) -> list[dict[str, Any]]:
    """One alert of each category."""
    told = (
        ("AL-0001", "churn", "消费突降", "近7日消费下降60%", "近7日消费较前7日下降60%，请与客户确认业务是否有变化。"),
        ("AL-0002", "resource", "资源到期", "云数据库5天后到期", "rds-orders 将于5天后到期，未设置自动续费。"),
    )
    return [
        {
            "alert_id": alert_id,
            "customer_id": customer_id,
            "category": category,
            "scene_name": scene,
            "title": title,
            "detail": detail,
            "sent_at": clock.iso(now),
        }
        for alert_id, category, scene, title, detail in told
    ]
