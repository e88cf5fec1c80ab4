"""`make test`: lint, derived files, in-process tests, then the flows against a local cloud deployed for this run alone."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from infra import ROOT
from infra.local_cloud import processes
from infra.local_cloud.deploy import deploy
from infra.local_cloud.settings import Settings

# At the same time: the contract tests, which share one world that nobody else may touch, beside two processes with a file each at a time.
IN_PROCESS = {"tests": ("tests/properties", "tests/unit"), "contracts": ("tests/contract",)}
SHARED_OUT = {"tests": ("-n", "2", "--dist", "loadfile"), "contracts": ()}
FLOWS = "tests/flows"
ANY_INPUT = "tests/flows/test_any_input.py"  # starts every function once: on both processors, when the stories have been told
PYTEST = ("-m", "pytest", "-q", "-rs")  # the summary names each skipped test and why


def main() -> None:
    """Run every step, also after one failed; say what was skipped and fail at the end."""
    results = {"lint": step("lint", "-m", "infra.lint"), "derived files": step("derived files", "-m", "infra.generate", "--check")}
    results |= at_once({name: [*PYTEST, *SHARED_OUT[name], *filter(has_tests, suites)] for name, suites in IN_PROCESS.items()})
    if has_tests(FLOWS):
        results["flows"] = flows()
    for suite in (*(suite for suites in IN_PROCESS.values() for suite in suites), FLOWS):
        if not has_tests(suite):
            print(f"skipped {suite}: no tests there")
    failed = [name for name, passed in results.items() if not passed]
    if failed:
        sys.exit(f"failed: {', '.join(failed)}")
    print("all passed")


def step(name: str, *arguments: str, environment: dict[str, str] | None = None) -> bool:
    """Run one step and say how long it took."""
    print(f"== {name}", flush=True)
    began = time.monotonic()
    done = subprocess.run([sys.executable, *arguments], cwd=ROOT, env=os.environ | (environment or {}), check=False)
    print(f"== {name}: {'passed' if done.returncode == 0 else 'FAILED'} ({time.monotonic() - began:.0f} s)", flush=True)
    return done.returncode == 0


def at_once(steps: dict[str, list[str]]) -> dict[str, bool]:
    """Run several steps at the same time; what each printed follows when it has ended."""
    began, results = time.monotonic(), {}
    with ExitStack() as stack:
        running = {}
        for name, arguments in steps.items():
            print(f"== {name}", flush=True)
            printed = stack.enter_context(tempfile.TemporaryFile("w+"))
            running[name] = subprocess.Popen([sys.executable, *arguments], cwd=ROOT, stdout=printed, stderr=subprocess.STDOUT), printed
        for name, (process, printed) in running.items():
            results[name] = process.wait() == 0
            printed.seek(0)
            print(printed.read(), end="")
            print(f"== {name}: {'passed' if results[name] else 'FAILED'} ({time.monotonic() - began:.0f} s)", flush=True)
    return results


def has_tests(suite: str) -> bool:
    """Whether a folder holds test files."""
    return any((ROOT / suite).rglob("test_*.py"))


def flows() -> bool:
    """Deploy to a local cloud of its own and run the flows against it."""
    with tempfile.TemporaryDirectory(prefix="partner-center-test-") as folder:
        settings = Settings(cloud_port=free_port(), front_port=free_port(), folder=Path(folder), schedules=False)
        try:
            processes.start(settings)
            deploy(settings)
            told = step("flows", *PYTEST, FLOWS, f"--ignore={ANY_INPUT}", environment=settings.choice)
            return step("any input", *PYTEST, "-n", "2", ANY_INPUT, environment=settings.choice) and told
        finally:
            processes.stop(settings)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


if __name__ == "__main__":
    main()
