"""Seal the records of the audit trail into the chain of their trail."""

from typing import Any

from partner_center.audit import seal_batch
from partner_center.platform.consumer import Consumer


@Consumer.inserts_together("audit")
def app(images: list[dict[str, Any]]) -> None:
    seal_batch(images)
