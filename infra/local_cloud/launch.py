"""Starts the emulator in its own virtual environment: `python launch.py FUNCTION_PYTHON`.

Six of its habits are changed first; docs/operations.md lists them.
"""

from __future__ import annotations

import sys
from datetime import datetime
from threading import Lock
from typing import Any
from zoneinfo import ZoneInfo

BEIJING = ZoneInfo("Asia/Shanghai")


def run_functions_with(python: str) -> None:
    """Functions run in the project's virtual environment, which holds what the vendor layer holds on AWS."""
    sys.executable = python


def publish_without_starting() -> None:
    """A published version starts at its first call. The emulator would start one process per version to imitate SnapStart:
    hundreds at each deployment. Its reaper still ends them when they are idle."""
    from ministack.services import lambda_svc

    def mark_active(_name: str, version: dict[str, Any]) -> None:
        version["config"] |= {"State": "Active", "StateReason": "", "StateReasonCode": "", "LastUpdateStatus": "Successful"}

    lambda_svc._snapstart_provision_version_async = mark_active


def answer_when_a_silent_function_has_answered() -> None:
    """After each call the emulator looks for log lines, 50 ms for the first: a function that writes none answered that much later.
    What a function wrote before its answer is there by then; a line that comes later is shown with the next call."""
    from ministack.core.lambda_runtime import Worker

    Worker._drain_stderr_bounded.__defaults__ = (0.005, 0.005, 0.250)


def read_schedules_in_beijing_time() -> None:
    """The emulator reads every cron in UTC; all of ours are declared in Beijing time."""
    from ministack.services import eventbridge

    next_fire = eventbridge._cron_next_fire

    def next_fire_in_beijing(fields: Any, after: datetime) -> datetime | None:
        found: datetime | None = next_fire(fields, after.astimezone(BEIJING))
        return found

    eventbridge._cron_next_fire = next_fire_in_beijing


def keep_attributes_of_unchanged_resources() -> None:
    """An update of a nested stack forgets the attributes (an ARN) of the resources that it leaves alone."""
    from ministack.services.cloudformation import _stacks, provisioners

    update = provisioners._update_resource

    def update_knowing(kind: str, physical: str, old: Any, new: Any, stack: str, logical: str | None = None, known: Any = None) -> Any:
        resources = _stacks.get(stack, {}).get("_resources", {})
        return update(kind, physical, old, new, stack, logical, known or resources.get(logical, {}).get("Attributes"))

    provisioners._update_resource = update_knowing


def register_sessions_one_after_the_other() -> None:
    """Each start of a function registers a session and looks through all of them for expired ones: two at once disturb each other, one
    fails, and what it was to handle stays in its queue for minutes."""
    from ministack.services import sts

    register, alone = sts.register_session, Lock()

    def register_alone(*arguments: Any, **options: Any) -> Any:
        with alone:
            return register(*arguments, **options)

    sts.register_session = register_alone


if __name__ == "__main__":
    run_functions_with(sys.argv.pop(1))
    publish_without_starting()
    answer_when_a_silent_function_has_answered()
    read_schedules_in_beijing_time()
    keep_attributes_of_unchanged_resources()
    register_sessions_one_after_the_other()
    from ministack.app import main

    main()
