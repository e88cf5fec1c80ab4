"""Resources as the cloud platform tells of them: the guide's sample server with its disks and address, invented ones, and files of them."""

from __future__ import annotations

import json
import os
from datetime import timedelta
from typing import Any

import boto3

from partner_center.customers.resources.inventory import Inventory, inventory_key
from partner_center.customers.resources.inventory_file import InventoryFile
from partner_center.customers.resources.resource import CustomerResource, resource_key
from partner_center.kernel import clock
from partner_center.platform.consumer import objects_in
from tests.kit.customers import PARTNER, VENDOR, found
from tests.kit.world import Answer, Context, World, functions, sqs_event

BUCKET = os.environ["INTAKE_BUCKET"]
COLUMNS = {"name", "resource_id", "product_type", "product_spec", "region", "status"}
EXPIRY = "2018-11-30T23:59:59+08:00"  # of the guide's sample


def a_subscription(resource_id: str = "vm-1", customer_id: str = "C1", *, days: float = 30, **facts: Any) -> dict[str, Any]:
    """A subscription resource that expires in so many days."""
    now = clock.now()
    return {
        "customer_id": customer_id,
        "resource_id": resource_id,
        "resource_kind": "subscription",
        "as_of": clock.iso(now),
        "status": "in_use",
        "name": f"ecs-{resource_id}",
        "product_type": "弹性云服务器",
        "product_spec": "s6.large.2",
        "region": "华北-北京四",
        "order_no": "CS1811301234567",
        "effective_at": clock.iso(now - timedelta(days=300)),
        "expires_at": clock.iso(now + timedelta(days=days)),
        "expiry_policy": "delete_after_retention",
        **facts,
    }


def an_on_demand(resource_id: str = "od-1", customer_id: str = "C1", *, age: float = 1, **facts: Any) -> dict[str, Any]:
    """An on-demand resource that was activated so many days ago."""
    now = clock.now()
    return {
        "customer_id": customer_id,
        "resource_id": resource_id,
        "resource_kind": "on_demand",
        "as_of": clock.iso(now),
        "status": "in_use",
        "name": f"obs-{resource_id}",
        "product_type": "对象存储服务",
        "tags": ["team=web"],
        "region": "华东-上海一",
        "activated_at": clock.iso(now - timedelta(days=age)),
        "payer_account": "partner",
        **facts,
    }


def a_savings_plan(resource_id: str = "sp-1", customer_id: str = "C1", *, days: float = 90, **facts: Any) -> dict[str, Any]:
    """A savings plan that ends in so many days."""
    told = a_subscription(resource_id, customer_id, days=days)
    return {**told, "resource_kind": "savings_plan", "commitment": "1.25", "term_months": 12, **facts}


def the_guides_sample(customer_id: str = "C1") -> list[dict[str, Any]]:
    """A server with three disks and an address, all expiring at the same second (10.4.1.6)."""
    server = a_subscription(
        "vm-0001",
        customer_id,
        expires_at=EXPIRY,
        effective_at="2017-11-30T00:00:00+08:00",
        instance_info=[{"name": "规格", "value": "2核 | 4GB"}],
        provisioning_info=[{"name": "购买时长", "value": "1年"}],
    )
    parts = [(f"disk-000{number}", "云硬盘") for number in (1, 2, 3)] + [("eip-0001", "弹性公网IP")]
    return [server] + [
        {**server, "resource_id": part, "name": part, "product_type": product, "main_resource_id": "vm-0001"} for part, product in parts
    ]


def feed(world: World, *resources: dict[str, Any], by: Any = VENDOR) -> Answer:
    """The platform tells of resources."""
    return world.call(by, "POST", "/customers/resources", {"resources": list(resources)})


def listed(world: World, page: str = "subscription-resources", customer_id: str = "C1", *, by: Any = PARTNER, **asked: str) -> list[str]:
    """The ids that a page lists, in its order."""
    query = "&".join(f"{name}={value.replace('+', '%2B')}" for name, value in {"limit": "100", **asked}.items())
    return [row["resource_id"] for row in world.call(by, "GET", f"/customers/customers/{customer_id}/{page}?{query}").ok()["items"]]


def resource(resource_id: str, customer_id: str = "C1") -> CustomerResource | None:
    """A resource as it is now."""
    known: CustomerResource | None = found(resource_key(customer_id, resource_id))
    return known


def numbers(customer_id: str = "C1") -> dict[str, dict[str, int]]:
    """A customer's numbers by kind and day."""
    known: Inventory | None = found(inventory_key(customer_id))
    return {kind: days for kind, days in known.numbers.items() if days} if known else {}


def told(world: World, partner_id: str = "P1", customer_id: str = "C1") -> dict[tuple[str, str | None], int]:
    """What all events told a partner of a customer add up to."""
    sums: dict[tuple[str, str | None], int] = {}
    for event in world.bus:
        data = json.loads(event["Detail"])["data"]
        if event["DetailType"] == "customers.resources_changed" and (data["partner_id"], data["customer_id"]) == (partner_id, customer_id):
            for change in data["changes"]:
                counted = (change["kind"], change["expires_on"])
                sums[counted] = sums.get(counted, 0) + change["delta"]
    return {counted: number for counted, number in sums.items() if number}


# --- files ----------------------------------------------------------------------------------------------------------------


def as_lines(*resources: Any) -> bytes:
    """JSON lines; texts stay as they are."""
    return b"".join((one if isinstance(one, str) else json.dumps(one, ensure_ascii=False)).encode() + b"\n" for one in resources)


def _told(key: str, delivery: str) -> dict[str, Any]:
    detail = {"bucket": {"name": BUCKET}, "object": {"key": key, "size": 1, "etag": "e", "version-id": delivery}}
    return {"detail-type": "Object Created", "detail": detail}


def put(content: bytes, name: str = "inventory.jsonl") -> str:
    """Put a file into the intake bucket; its key."""
    key = f"inventory/resources/{name}"
    boto3.client("s3").put_object(Bucket=BUCKET, Key=key, Body=content)
    return key


def tell_of(key: str, delivery: str = "v1", *, context: Context | None = None) -> bool:
    """Tell the intake of an upload; False when it goes back to its queue."""
    event = sqs_event(json.dumps(_told(key, delivery)))
    answer = functions()["customers.take_in_resources"](event, context or Context())
    return not answer["batchItemFailures"]


def file_of(key: str, delivery: str = "v1") -> InventoryFile:
    """The record of a delivery."""
    (arrived,) = objects_in(_told(key, delivery), lambda: 0)
    return InventoryFile.get(InventoryFile.partition(file_id=arrived.delivery), arrived.delivery, consistent_read=True)


def deliver(content: bytes, name: str = "inventory.jsonl", delivery: str = "v1") -> InventoryFile:
    """A file arrives and is taken in; the record of the delivery."""
    key = put(content, name)
    assert tell_of(key, delivery)
    return file_of(key, delivery)


def refused_lines(file: InventoryFile) -> list[str]:
    """The file of refused lines, without its header."""
    content: bytes = boto3.client("s3").get_object(Bucket=BUCKET, Key=file.reject_file)["Body"].read()
    return content.decode("utf-8-sig").splitlines()[1:]
