"""`make bench`: what one call costs on the running local cloud. docs/operations.md quotes the numbers."""

from __future__ import annotations

import statistics
import time
import urllib.error
import urllib.request

from infra.catalogue import read_catalogue
from infra.local_cloud import processes
from infra.local_cloud.deploy import deploy
from infra.local_cloud.settings import Settings
from partner_center.platform.declarations import Http

CALLS = 50


def main() -> None:
    """First call (cold) and the median and 95th percentile of the following ones, for each public function without parameters."""
    settings = Settings.from_environment()
    processes.start(settings)
    began = time.monotonic()
    deploy(settings)
    print(f"deploy: {time.monotonic() - began:.1f} s")
    for declaration in read_catalogue():
        if not isinstance(declaration.trigger, Http):
            continue
        operation = declaration.trigger.operations[0]
        if declaration.trigger.public and operation.method == "GET" and "{" not in operation.path:
            url = f"{settings.address}/{declaration.area}{operation.path}"
            first, *others = (milliseconds(url) for _ in range(CALLS + 1))
            others.sort()
            print(f"{url}: first {first:.0f} ms, median {statistics.median(others):.1f} ms, p95 {others[int(CALLS * 0.95)]:.1f} ms")


def milliseconds(url: str) -> float:
    """How long one call takes, whatever it answers."""
    began = time.perf_counter()
    try:
        urllib.request.urlopen(url, timeout=30).read()  # noqa: S310 - our own address
    except urllib.error.HTTPError as answer:
        answer.read()
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    main()
