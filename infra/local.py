"""The local cloud's command line: `python -m infra.local run|start|deploy|stop|reset|status|logs|invoke|env`."""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from botocore.exceptions import EndpointConnectionError

from infra import ROOT
from infra.local_cloud import processes
from infra.local_cloud.deploy import DeploymentFailed, deploy, stack_of
from infra.local_cloud.settings import PREFIX, Settings

KEPT_AT_RESET = {"ministack-venv"}


def run(settings: Settings, _options: argparse.Namespace) -> None:
    """Start, deploy, load the demo data into an empty product, and say how to go on."""
    processes.start(settings)
    deploy(settings)
    marker = settings.folder / "demo-data"
    has_demo_data = importlib.util.find_spec("infra.demo_data") is not None
    if has_demo_data and not marker.exists():
        print("Loading the demo data …", flush=True)
        demo_data(settings)
        marker.touch()
    print(f"Partner Center runs at {settings.address} (API: {settings.address}/<area>/…, description: {settings.address}/openapi.json)")
    if has_demo_data:
        demo_data(settings, "--show")


def demo_data(settings: Settings, *arguments: str) -> None:
    """infra/demo_data.py loads the demo data; with `--show` it prints the accounts and a first call to copy."""
    command = [sys.executable, "-m", "infra.demo_data", *arguments]
    subprocess.run(command, check=True, cwd=ROOT, env=os.environ | settings.choice | settings.product_environment())


def start(settings: Settings, _options: argparse.Namespace) -> None:
    """Start the emulator and the front."""
    processes.start(settings)
    print(f"cloud {settings.endpoint}  front {settings.address}")


def deploy_now(settings: Settings, _options: argparse.Namespace) -> None:
    """Deploy what changed."""
    began = time.monotonic()
    changed = deploy(settings)
    print(f"{'deployed' if changed else 'nothing changed'} ({time.monotonic() - began:.1f} s)")


def stop(settings: Settings, _options: argparse.Namespace) -> None:
    """Stop both processes; the emulator saves its state."""
    processes.stop(settings)


def reset(settings: Settings, _options: argparse.Namespace) -> None:
    """Stop, then forget all state."""
    processes.stop(settings)
    for entry in settings.folder.iterdir() if settings.folder.exists() else ():
        if entry.name not in KEPT_AT_RESET:
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()


def status(settings: Settings, _options: argparse.Namespace) -> None:
    """What runs and what is deployed."""
    for name in ("cloud", "front"):
        print(f"{name}: {processes.pid(settings, name) or 'stopped'}")
    stack = stack_of(settings) if processes.pid(settings, "cloud") else None
    print(f"stack: {stack['StackStatus'] if stack else 'none'}  release: {settings.deployed().get('release', '-')}")


def env(settings: Settings, _options: argparse.Namespace) -> None:
    """The variables with which another process reaches the deployed product: `eval "$(python -m infra.local env)"`."""
    for name, value in settings.product_environment().items():
        print(f"export {name}={value}")


def logs(settings: Settings, options: argparse.Namespace) -> None:
    """Follow the functions' log lines."""
    client = settings.client("logs")
    groups = (
        [f"/{PREFIX}/{options.area}"]
        if options.area
        else [
            group["logGroupName"]
            for group in client.describe_log_groups(logGroupNamePrefix=f"/{PREFIX}/")["logGroups"]
            if not group["logGroupName"].endswith("/access")
        ]
    )
    since, seen = int((time.time() - 60) * 1000), set[str]()
    while True:
        for group in groups:
            for event in client.filter_log_events(logGroupName=group, startTime=since)["events"]:
                key = f"{group}{event['timestamp']}{event['message']}"
                if key not in seen:
                    seen.add(key)
                    print(f"{group} {event['message'].rstrip()}", flush=True)
        time.sleep(1)


def invoke(settings: Settings, options: argparse.Namespace) -> None:
    """Call a deployed function as its trigger would and print what it returns."""
    payload: dict[str, Any] = json.loads(Path(options.event).read_text()) if options.event else {}
    if options.as_of:
        payload["as_of"] = options.as_of
    name = f"{PREFIX}-{function_path(options.job).replace('/', '-')}"
    answer = settings.client("lambda").invoke(FunctionName=name, Qualifier="live", Payload=json.dumps(payload).encode())
    print(json.dumps(json.loads(answer["Payload"].read() or b"null"), ensure_ascii=False, indent=2))
    if answer.get("FunctionError"):
        sys.exit(f"{options.job} failed: {answer['FunctionError']}; see `make logs`")


def function_path(job: str) -> str:
    """`<area>/<name>` of a function; the name alone is enough where one area has it."""
    if "/" in job:
        return job
    found = [f"{path.parent.name}/{path.stem}" for path in (ROOT / "functions").glob(f"*/{job}.py")]
    if len(found) != 1:
        sys.exit(f"{job}: {'no such function' if not found else 'which of ' + ', '.join(found)}")
    return found[0]


COMMANDS = {
    "run": run,
    "start": start,
    "deploy": deploy_now,
    "stop": stop,
    "reset": reset,
    "status": status,
    "env": env,
    "logs": logs,
    "invoke": invoke,
}


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(required=True, dest="command")
    for name, command in COMMANDS.items():
        sub = commands.add_parser(name, help=(command.__doc__ or "").splitlines()[0])
        if name == "logs":
            sub.add_argument("--area")
        if name == "invoke":
            sub.add_argument("job", help="<area>/<name>, or the name alone")
            sub.add_argument("--as-of", help="the instant a schedule runs for, ISO 8601")
            sub.add_argument("--event", help="a file with the event of another trigger")
    options = parser.parse_args()
    try:
        COMMANDS[options.command](Settings.from_environment(), options)
    except EndpointConnectionError:
        sys.exit("the local cloud does not run; start it with `make run`")
    except (DeploymentFailed, processes.NotRunning) as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
