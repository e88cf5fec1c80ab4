"""`make bench`: what starts, contention, calls and exports cost. docs/operations.md quotes the numbers.

Calls are measured on a local cloud of its own with the demo data in it: whoever runs it needs nothing prepared, and the developer's own
cloud stays as it is. `python -m infra.bench calls` measures one part: starts, quota, funds, calls or exports.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from infra import ROOT, bench_start
from infra.catalogue import read_catalogue
from infra.client import Person
from infra.local import demo_data
from infra.local_cloud import processes
from infra.local_cloud.deploy import deploy
from infra.local_cloud.settings import Settings
from infra.story import PASSWORD
from infra.test_run import free_port
from partner_center.platform.declarations import Http

CALLS = 50


def main() -> None:
    """All parts, or the one that is named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", nargs="?", choices=PARTS)
    asked = parser.parse_args().part
    for name, measure in PARTS.items():
        if asked in {None, name}:
            measure()


def calls() -> None:
    """Deployment, warm calls of the pages that need no parameters, and what one hot account takes, on a fresh cloud that is gone after."""
    with tempfile.TemporaryDirectory(prefix="partner-center-bench-") as folder:
        settings = Settings(cloud_port=free_port(), front_port=free_port(), folder=Path(folder), schedules=False)
        try:
            processes.start(settings)
            for what in ("first deployment", "deployment of nothing new"):
                began = time.monotonic()
                deploy(settings)
                print(f"{what}: {time.monotonic() - began:.1f} s", flush=True)
            demo_data(settings)
            pages(settings)
            hot_account(settings)
        finally:
            processes.stop(settings)


def pages(settings: Settings) -> None:
    """First and later calls of every list page that needs no parameters, through front, gateway and authorizer."""
    partner = Person(settings.address, "partner").sign_in("yuanhang-admin", PASSWORD)
    for declaration in read_catalogue():
        if declaration.kind != "view" or not isinstance(declaration.trigger, Http):
            continue
        operation = declaration.trigger.operations[0]
        path = f"/{declaration.area}{operation.path}"
        if "{" in path or partner.call("GET", path).status != 200:
            continue
        timings = sorted(_milliseconds(partner, path) for _ in range(CALLS))
        print(f"GET {path}: median {statistics.median(timings):.1f} ms, p95 {timings[int(CALLS * 0.95)]:.1f} ms", flush=True)


def _milliseconds(partner: Person, path: str) -> float:
    began = time.perf_counter()
    partner.call("GET", path)
    return (time.perf_counter() - began) * 1000


def hot_account(settings: Settings) -> None:
    """How many allocations a second one partner's top-up account takes, by callers at once: every one of them changes that one item."""
    partner = Person(settings.address, "partner").sign_in("yuanhang-admin", PASSWORD)
    customer_id = partner.get("/customers/customers")["items"][0]["customer_id"]
    path, body = f"/funds/customers/{customer_id}/allocations", {"allocation_type": "normal", "amount": "0.01"}
    partner.call("POST", path, body).ok()
    for callers in (1, 2, 4, 8):
        began, codes = time.perf_counter(), Counter[int]()
        with ThreadPoolExecutor(callers) as pool:
            people = [Person(settings.address, "partner", token=partner.token) for _ in range(callers)]
            for code in pool.map(
                lambda number, people=people: people[number % len(people)].call("POST", path, body).status, range(CALLS * 2)
            ):
                codes[code] += 1
        rate = codes[201] / (time.perf_counter() - began)
        print(f"one account, {callers} at once: {rate:.0f} allocations/s, {codes[409]} of {CALLS * 2} answered busy")


def exports() -> None:
    """Exports of a million rows, in time and memory, each in a process of its own."""
    for file_format in ("xlsx", "csv"):
        command = [sys.executable, "-m", "infra.bench_export", "1000000", file_format]
        done = subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": "shared"}, capture_output=True, text=True, check=True)
        told = json.loads(done.stdout.splitlines()[-1])
        print(
            f"export of {told['rows']:,} rows as {file_format}: {told['seconds']} s, {told['rows_per_second']:,} rows/s, "
            f"{told['peak_bytes'] / 2**20:.0f} MiB at most, file of {told['file_bytes'] / 2**20:.0f} MiB"
        )


def quota() -> None:
    """What 64 issuers at once get of one quota, and what expiry costs a coupon, in a process of its own."""
    subprocess.run([sys.executable, "-m", "infra.bench_quota"], cwd=ROOT, check=True)


def funds() -> None:
    """What 64 at once allocate from one partner's account, in a process of its own."""
    subprocess.run([sys.executable, "-m", "infra.bench_funds"], cwd=ROOT, check=True)


PARTS = {"starts": bench_start.main, "quota": quota, "funds": funds, "calls": calls, "exports": exports}

if __name__ == "__main__":
    main()
