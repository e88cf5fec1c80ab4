"""Logs, metrics and traces of every function, set up once."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable
from typing import Any

from aws_lambda_powertools import Logger, Metrics

Handler = Callable[[dict[str, Any], Any], Any]

logger = Logger(log_uncaught_exceptions=True)
metrics = Metrics()


def observed(handler: Handler) -> Handler:
    """A handler whose metrics are flushed and, where tracing is on, whose calls to AWS are traced.

    From here on garbage is collected, among what calls make: what was loaded stays as long as the process.

    The X-Ray SDK costs a tenth of a second to import; where tracing is off (tests, the local cloud) nobody pays for it.
    """
    if not gc.isenabled():
        gc.freeze()
        gc.enable()
    measured: Handler = metrics.log_metrics(handler)
    if os.environ.get("POWERTOOLS_TRACE_DISABLED", "").lower() in {"1", "true", "yes"}:
        return measured
    from aws_lambda_powertools.tracing import Tracer

    traced: Handler = Tracer(patch_modules=("botocore",)).capture_lambda_handler(measured, capture_response=False)
    return traced
