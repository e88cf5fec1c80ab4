"""Cold starts and warm overhead as ratios within one run: `.local/bench.json` has each with its bound.

Every function is imported and called once with its sample event in a fresh interpreter, against a storage that answers at once and empty;
so is a floor that imports what all of them import and reads one item. What remains is ours: our imports and our work.

The slowest of some hundred noisy values is slow by its noise. So the slowest are measured again, more often and each in turns with the
floor, and count with what they show then, be it more or less, until the slowest of all is one that was measured so.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from infra import ROOT
from infra.catalogue import read_catalogue
from partner_center.kernel.permissions import Actor, Role
from partner_center.platform.caller import Caller

RESULTS = ROOT / ".local/bench.json"
BOUNDS = {"cold_start_median_ratio": 1.15, "cold_start_worst_ratio": 1.4, "warm_overhead_ms": 1.0}
TRIES = 3  # of each start; the quickest counts, for the machine disturbs only upwards
FLOOR_EVERY = 10  # functions between two measurements of the floor
AGAIN = 12  # of the slowest that are measured again, at a time
TRIES_AGAIN = 9  # of each of these, and of the floor beside it
FLOOR = "infra/bench_floor.py"

CALLER = Caller(
    "bench", Actor.PARTNER, (Role.SUPER_ADMIN.value, Role.PARTNER_ADMIN.value), partner="PTBENCH", partner_type="solution_provider"
)

START = """
import importlib.util, json, sys, time
file, event = sys.argv[1], json.load(open(sys.argv[2])) if sys.argv[2] else {}
if "requestContext" in event:
    event["requestContext"]["authorizer"] = {"caller": sys.argv[3]}
if "Records" in event:
    event["Records"] = event["Records"][:1]  # the first message; how many follow says nothing of the start
class Context:
    function_name = "bench"; memory_limit_in_mb = 512; aws_request_id = "bench"
    invoked_function_arn = "arn:aws:lambda:cn-north-1:000000000000:function:bench"
    def get_remaining_time_in_millis(self): return 29_000
began = time.perf_counter()
spec = importlib.util.spec_from_file_location("function", file)
module = sys.modules["function"] = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
try:
    module.app(event, Context())
except Exception:
    pass  # an answer that an empty storage makes impossible costs the same
print(json.dumps(time.perf_counter() - began))
"""

WARM = """
import importlib.util, json, statistics, sys, time
import botocore.client
event = json.load(open(sys.argv[2])); event["requestContext"]["authorizer"] = {"caller": sys.argv[3]}
class Context:
    function_name = "bench"; memory_limit_in_mb = 512; aws_request_id = "bench"
    invoked_function_arn = "arn:aws:lambda:cn-north-1:000000000000:function:bench"
    def get_remaining_time_in_millis(self): return 29_000
spent = 0.0
call = botocore.client.BaseClient._make_api_call
def timed(self, *given):
    global spent
    began = time.perf_counter()
    try:
        return call(self, *given)
    finally:
        spent += time.perf_counter() - began
botocore.client.BaseClient._make_api_call = timed
def loaded(file):
    spec = importlib.util.spec_from_file_location(file, file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
def median_of(handler, event):
    global spent
    times = []
    for _ in range(400):
        spent, began = 0.0, time.perf_counter()
        handler(event, Context())
        times.append(time.perf_counter() - began - spent)
    return statistics.median(times[100:])
floor = loaded(sys.argv[4]).empty
nothing = {**event, "requestContext": {**event["requestContext"], "resourcePath": "/", "httpMethod": "GET"}, "pathParameters": None}
print(json.dumps((median_of(loaded(sys.argv[1]).app, event) - median_of(floor, nothing)) * 1000))
"""


def main() -> None:
    """Measure, print, write."""
    with empty_storage() as address:
        starts = cold_starts(address)
        overhead = warm_overhead(address)
    ratios = sorted(starts.values())
    measured = {"cold_start_median_ratio": statistics.median(ratios), "cold_start_worst_ratio": ratios[-1], "warm_overhead_ms": overhead}
    report = {name: {"value": round(value, 3), "bound": BOUNDS[name]} for name, value in measured.items()}
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(report, indent=2) + "\n")
    for name, row in report.items():
        print(f"{name}: {row['value']} (at most {row['bound']})")
    for name, ratio in sorted(starts.items(), key=lambda item: -item[1])[:5]:
        print(f"  slowest start: {name} {ratio:.2f}")


def cold_starts(address: str) -> dict[str, float]:
    """Import and first call of every function, as multiples of the floor's just before and after it: the machine is not always as busy."""
    paths = [f"{declaration.area}/{declaration.name}" for declaration in read_catalogue()]
    ratios, before = dict[str, float](), quickest("floor", address)
    for start in range(0, len(paths), FLOOR_EVERY):
        seconds = {path: quickest(path, address) for path in paths[start : start + FLOOR_EVERY]}
        after = quickest("floor", address)
        ratios |= {path: taken / statistics.mean((before, after)) for path, taken in seconds.items()}
        before = after
    return slowest_again(ratios, address)


def slowest_again(ratios: dict[str, float], address: str) -> dict[str, float]:
    """The ratios with those of the slowest measured anew, until none is above them that was not."""
    known, again = dict(ratios), set[str]()
    while max(known, key=known.__getitem__) not in again:
        slowest = sorted(known.keys() - again, key=known.__getitem__, reverse=True)[:AGAIN]
        known |= {path: in_turns(path, address) for path in slowest}
        again.update(slowest)
    return known


def in_turns(path: str, address: str) -> float:
    """A function's start as a multiple of the floor's right after it, the median of some: one lucky floor decides nothing."""
    return statistics.median(started(path, address) / started("floor", address) for _ in range(TRIES_AGAIN))


def quickest(path: str, address: str) -> float:
    """Seconds of a start, the quickest of some."""
    return min(started(path, address) for _ in range(TRIES))


def started(path: str, address: str) -> float:
    """Seconds of one start of a function with its sample event, or of the floor."""
    file, event = (FLOOR, "") if path == "floor" else (f"functions/{path}.py", str(ROOT / f"events/{path}.json"))
    return float(run([START, str(ROOT / file), event, CALLER.as_context()], path.partition("/")[0], address))


def warm_overhead(address: str) -> float:
    """Milliseconds that a warm call costs beside its calls of AWS, more than an empty Chalice handler."""
    page, floor = "customers/list_customers", str(ROOT / FLOOR)
    arguments = [WARM, str(ROOT / f"functions/{page}.py"), str(ROOT / f"events/{page}.json"), CALLER.as_context(), floor]
    return float(run(arguments, "customers", address))


def run(arguments: list[str], area: str, address: str) -> str:
    """What a fresh interpreter prints last."""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT / "shared"),
        "AREA": area,
        "AWS_ENDPOINT_URL": address,
        "AWS_LAMBDA_FUNCTION_NAME": "bench",
        "AWS_REGION": "cn-north-1",
        "AWS_DEFAULT_REGION": "cn-north-1",
        "AWS_ACCESS_KEY_ID": "bench",
        "AWS_SECRET_ACCESS_KEY": "bench",
        "AWS_MAX_ATTEMPTS": "1",
        "TABLE_NAME": "partner-center",
        "EVENT_BUS_NAME": "partner-center",
        "INTAKE_BUCKET": "intake",
        "FILES_BUCKET": "files",
        "USER_POOL_ID": "cn-north-1_bench",
        "USER_POOL_CLIENT_ID": "bench",
        "CLOCK_PARAMETER": "",
        "POWERTOOLS_TRACE_DISABLED": "true",
        "POWERTOOLS_SERVICE_NAME": area,
        "POWERTOOLS_METRICS_NAMESPACE": "PartnerCenter",
        "POWERTOOLS_LOG_LEVEL": "ERROR",
    }
    done = subprocess.run([sys.executable, "-c", *arguments], env=environment, capture_output=True, text=True, timeout=120)
    if done.returncode:
        sys.exit(f"{arguments[1]} does not start:\n{done.stderr}")
    return done.stdout.strip().splitlines()[-1]


class Empty(BaseHTTPRequestHandler):
    """A storage that holds nothing and says so at once."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1  # an answer leaves in one piece; in two the second waits 40 ms for the first to be acknowledged

    def do_POST(self) -> None:
        """Any call of DynamoDB, EventBridge, Cognito."""
        asked = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or b"{}")
        content = json.dumps(answer_to(self.headers.get("X-Amz-Target", "").rpartition(".")[2], asked)).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/x-amz-json-1.0")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        """Nothing."""


def answer_to(operation: str, asked: dict[str, Any]) -> dict[str, Any]:
    """What an empty table answers."""
    match operation:
        case "Query":
            return {"Items": [], "Count": 0, "ScannedCount": 0}
        case "TransactGetItems":
            return {"Responses": [{} for _ in asked["TransactItems"]]}
        case "BatchGetItem":
            return {"Responses": {}, "UnprocessedKeys": {}}
    return {}


@contextmanager
def empty_storage() -> Iterator[str]:
    """The address of an empty storage."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Empty)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()


if __name__ == "__main__":
    main()
