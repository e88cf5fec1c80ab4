"""The two background processes of a local cloud: the emulator and the front. Each has a pid file and a log file."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from infra import ROOT
from infra.local_cloud.settings import DOMAIN, REGION, Settings

HERE = Path(__file__).parent
CLOUD_PYTHON = ROOT / ".local/ministack-venv/bin/python"
START_SECONDS = 60
STOP_SECONDS = 60  # the emulator writes its state when it stops


class NotRunning(Exception):
    """A process did not start or answers no longer; the message ends with its last log lines."""


def start(settings: Settings) -> None:
    """Start what does not run yet and wait until it answers."""
    for folder in ("state", "s3", "tmp", "log"):
        (settings.folder / folder).mkdir(parents=True, exist_ok=True)
    if not pid(settings, "cloud"):
        refuse_taken(settings.cloud_port, "PARTNER_CENTER_CLOUD_PORT")
        # A clean environment: every function's process inherits it.
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": os.environ.get("HOME", "/"),
            "LANG": "C.UTF-8",
            "PYTHONUNBUFFERED": "1",
            "GATEWAY_PORT": str(settings.cloud_port),
            "BIND_HOST": "127.0.0.1",
            "AUTH": "true",  # a function may do here what its role allows, and no more
            "MINISTACK_REGION": REGION,
            "PERSIST_STATE": "1",
            "STATE_DIR": str(settings.folder / "state"),
            "S3_PERSIST": "1",
            "S3_DATA_DIR": str(settings.folder / "s3"),
            "TMPDIR": str(settings.folder / "tmp"),
            "LAMBDA_WARM_TTL_SECONDS": "120",  # a called function is a process of some 70 MB
            "IOT_MTLS_ENABLED": "0",  # a port that nobody needs and two clouds would fight for
            "POWERTOOLS_TRACE_DISABLED": "1",  # no X-Ray daemon listens here
        }
        spawn(settings, "cloud", [str(CLOUD_PYTHON), str(HERE / "launch.py"), sys.executable], environment)
    wait_for(settings, "cloud", f"{settings.endpoint}/_ministack/health")
    if not pid(settings, "front"):
        refuse_taken(settings.front_port, "PARTNER_CENTER_FRONT_PORT")
        command = [str(CLOUD_PYTHON), str(HERE / "front.py"), str(settings.front_port), settings.endpoint, DOMAIN, str(ROOT)]
        spawn(settings, "front", command, {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"})
    wait_for(settings, "front", f"{settings.address}/openapi.json")


def refuse_taken(port: int, variable: str) -> None:
    """Another program's answers, another local cloud's above all, would be taken for ours. Raises NotRunning."""
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            raise NotRunning(f"port {port} is taken by another program, another local cloud perhaps: stop it, or choose {variable}")


def stop(settings: Settings) -> None:
    """Stop both; the emulator saves its state first."""
    for name in ("front", "cloud"):
        running = pid(settings, name)
        if running:
            os.kill(running, signal.SIGTERM)
            deadline = time.monotonic() + STOP_SECONDS
            while alive(running):
                if time.monotonic() > deadline:
                    os.kill(running, signal.SIGKILL)
                time.sleep(0.05)
        pid_file(settings, name).unlink(missing_ok=True)


def pid(settings: Settings, name: str) -> int | None:
    """The process id, or None when it does not run."""
    file = pid_file(settings, name)
    number = int(file.read_text()) if file.exists() else None
    return number if number and alive(number) else None


def alive(number: int) -> bool:
    """Whether a process runs; one that ended but was not waited for yet does not."""
    with contextlib.suppress(ChildProcessError):  # somebody else's child
        os.waitpid(number, os.WNOHANG)
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{number}/stat")
    return not stat.exists() or stat.read_text().rsplit(")", 1)[1].split()[0] != "Z"


def pid_file(settings: Settings, name: str) -> Path:
    """Where the process id is kept."""
    return settings.folder / f"{name}.pid"


def log_file(settings: Settings, name: str) -> Path:
    """Where the process writes."""
    return settings.folder / "log" / f"{name}.log"


def spawn(settings: Settings, name: str, command: list[str], environment: dict[str, str]) -> None:
    """Start a process that outlives the terminal."""
    with log_file(settings, name).open("ab") as log:
        process = subprocess.Popen(
            command, env=environment, cwd=settings.folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
        )
    pid_file(settings, name).write_text(str(process.pid))


def wait_for(settings: Settings, name: str, url: str) -> None:
    """Wait until a process answers HTTP at all. Raises NotRunning."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(url, timeout=5).close()  # noqa: S310 - our own address
            answered = True
        except urllib.error.HTTPError:
            answered = True
        except OSError:
            answered = False
        if not pid(settings, name):
            break  # whatever answers there is not ours
        if answered:
            return
        time.sleep(0.1)
    tail = "\n".join(log_file(settings, name).read_text().splitlines()[-15:])
    raise NotRunning(f"the {name} does not answer at {url}\n{tail}")
