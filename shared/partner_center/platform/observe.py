"""Logs, metrics and traces of every function, set up once."""

from __future__ import annotations

from aws_lambda_powertools import Logger, Metrics, Tracer

logger = Logger(log_uncaught_exceptions=True)
metrics = Metrics()
tracer = Tracer(patch_modules=("botocore",))
