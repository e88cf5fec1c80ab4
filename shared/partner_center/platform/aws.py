"""The clients of AWS's services, one of each, out of the session that the table's connection opened.

A session reads botocore's data files, and boto3 would open one of its own: 60 ms of a cold start.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from partner_center.platform.table import Record


@cache
def client(service: str, **config: Any) -> Any:
    """The client of a service: `client("s3")`, with settings of its own as in botocore's `Config`."""
    from botocore.config import Config

    return Record._get_connection().connection.session.create_client(service, config=Config(**config))
