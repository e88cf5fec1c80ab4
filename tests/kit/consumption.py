"""Usage as a test tells it: sub-accounts of customers, FOCUS lines, files that arrive, and what came of them."""

from __future__ import annotations

import csv
import io
import json
import os
from datetime import datetime
from decimal import Decimal
from typing import Any

from partner_center.consumption import UsageGroup
from partner_center.consumption.focus_line import COLUMNS
from partner_center.consumption.sub_account import SubAccount
from partner_center.consumption.summary import ConsumptionSummary, CustomerMonth
from partner_center.consumption.usage_control import UsageControl
from partner_center.consumption.usage_file import UsageFile
from partner_center.consumption.usage_line import UsageLine
from partner_center.customers import Association, AssociationType, CustomerAccount
from partner_center.customers.association import AssociationStatus
from partner_center.kernel import clock
from partner_center.kernel.money import Money
from partner_center.orders import UsageMeter
from partner_center.platform.caller import Caller
from partner_center.platform.consumer import objects_in
from partner_center.platform.table import Record
from partner_center.platform.work import Origin, Work, carry_out
from tests.kit.world import Context, functions, sqs_event

BUCKET = os.environ["INTAKE_BUCKET"]
RATE = Decimal("7.0")  # CNY for a dollar in 2024


def a_customer(
    customer_id: str = "C1", *, of: str = "P1", kind: AssociationType = AssociationType.RESALE, since: str = "2024-08-01", uses: Any = ()
) -> str:
    """An associated customer whose sub-accounts are `uses` (ids at provider AWS, or pairs of provider and id)."""

    def add(work: Work) -> None:
        work.add(
            CustomerAccount(customer_id=customer_id, account_name=customer_id, mobile="13800000000", associated_partner_id=of),
            Association(
                partner_id=of,
                customer_id=customer_id,
                customer_name=f"客户{customer_id}",
                account_name=customer_id,
                mobile="13800000000",
                association_type=kind,
                status=AssociationStatus.ASSOCIATED,
                associated_at=clock.instant(since),
            ),
        )
        for use in uses:
            provider, sub_account_id = use if isinstance(use, tuple) else ("AWS", use)
            work.add(SubAccount(provider=provider, sub_account_id=sub_account_id, customer_id=customer_id))

    carry_out(lambda: Work(Caller.system("test"), clock.now(), Origin("test", "test")), add)
    return customer_id


def a_line(number: int, cost: str = "1", *, sub_account: str = "sub-1", day: str = "2024-08-20", **columns: str) -> dict[str, str]:
    """A FOCUS line of one hour."""
    return {
        "BilledCost": cost,
        "BillingAccountId": "payer",
        "BillingCurrency": "USD",
        "BillingPeriodStart": f"{day[:7]}-01 00:00:00",
        "ChargeCategory": "Usage",
        "ChargeDescription": "per hour",
        "ChargeFrequency": "Usage-Based",
        "ChargePeriodEnd": f"{day} 02:00:00",
        "ChargePeriodStart": f"{day} 01:00:00",
        "ProviderName": "AWS",
        "RegionId": "eu-west-1",
        "ResourceId": "NULL",
        "ResourceName": "",
        "Id": str(number),
        "ServiceName": "Compute",
        "SubAccountId": sub_account,
        "Tags": '{"a": "b,\nc"}',
    } | columns


def as_csv(lines: list[dict[str, str]], columns: tuple[str, ...] = (*COLUMNS, "Tags")) -> str:
    """The lines as a file."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, quoting=csv.QUOTE_ALL, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(lines)
    return text.getvalue()


def put(name: str, text: str | bytes) -> str:
    """Put a file into the intake bucket; its key."""
    import boto3

    key = f"consumption/focus/{name}"
    boto3.client("s3").put_object(Bucket=BUCKET, Key=key, Body=text.encode() if isinstance(text, str) else text)
    return key


def _told(key: str, delivery: str) -> dict[str, Any]:
    detail = {"bucket": {"name": BUCKET}, "object": {"key": key, "size": 1, "etag": "e", "version-id": delivery}}
    return {"detail-type": "Object Created", "detail": detail}


def tell_of(key: str, delivery: str = "v1", *, remaining_ms: int = 900_000) -> bool:
    """Tell the intake of an upload; False when it goes back to its queue."""
    event = sqs_event(json.dumps(_told(key, delivery)))
    answer = functions()["consumption.take_in_usage"](event, Context(remaining_ms))
    return not answer["batchItemFailures"]


def deliver(lines: list[dict[str, str]] | str, name: str = "usage.csv", delivery: str = "v1") -> UsageFile:
    """A file arrives and is taken in; the record of the delivery."""
    key = put(name, lines if isinstance(lines, str) else as_csv(lines))
    assert tell_of(key, delivery)
    (arrived,) = objects_in(_told(key, delivery), lambda: 0)
    return UsageFile.get(UsageFile.partition(usage_file_id=arrived.delivery), arrived.delivery)


def rejects(name: str = "usage.csv") -> list[dict[str, str]]:
    """The rows of a file's reject file."""
    import boto3

    body = boto3.client("s3").get_object(Bucket=BUCKET, Key=f"consumption/rejected/{name}")["Body"].read()
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline="")))


def reasons(name: str = "usage.csv") -> dict[int, str]:
    """Line number → reason code of a file's refused lines."""
    return {int(row["line_number"]): row["reason_code"] for row in rejects(name)}


def state() -> list[Any]:
    """Everything that usage left in the table, without what differs by run (versions, delivery records)."""
    kinds = (UsageLine, UsageControl, CustomerMonth, ConsumptionSummary, UsageMeter)
    found = []
    for kind in kinds:
        for record in kind.scan():
            fields = {name: value for name, value in record.fields().items() if name not in ("version", "visible_from")}
            found.append((type(record).__name__, record.pk, record.sk, {n: _plain(v) for n, v in fields.items()}))
    return sorted(found, key=lambda one: one[:3])


def _plain(value: Any) -> Any:
    if isinstance(value, Money):
        return str(value)
    return clock.iso(value) if isinstance(value, datetime) else value


def every_record(kind: type[Record]) -> list[Any]:
    """All records of a kind."""
    return list(kind.scan())


def the_month(customer_id: str = "C1", period: str = "2024-08", *, of: str = "P1", kind: str = "resale") -> CustomerMonth:
    """A customer's month."""
    return CustomerMonth.get(CustomerMonth.partition(partner_id=of, billing_period=period), f"{customer_id}/{kind}")


def usage(consumption: str = "0", *, refund: str = "0", adjustment: str = "0", product: str = "Compute", **more: Any) -> UsageGroup:
    """Usage of one product, in CNY."""
    return UsageGroup(
        product_type=product,
        billing_mode="on_demand",
        consumption=Money.of(consumption),
        refund=Money.of(refund),
        adjustment=Money.of(adjustment),
        **{"lines": 1} | more,
    )
