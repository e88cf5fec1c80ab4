"""The floor that cold starts are measured against: what every function imports, and one read of the table."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools import Logger
from chalice import Chalice
from pydantic import BaseModel
from pynamodb.attributes import UnicodeAttribute
from pynamodb.exceptions import DoesNotExist
from pynamodb.models import Model

logger = Logger(service="floor")
empty = Chalice(app_name="floor", configure_logs=False)


class Answer(BaseModel):
    """An answer."""

    found: bool


class Item(Model):
    """An item of the table."""

    class Meta:
        """Where it lies."""

        table_name = "partner-center"
        region = "cn-north-1"

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)


@empty.route("/")
def nothing() -> dict[str, Any]:
    """An empty handler."""
    return {}


def app(_event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """One read."""
    try:
        Item.get("p", "s")
        found = True
    except DoesNotExist:
        found = False
    logger.info("read")
    return Answer(found=found).model_dump()
