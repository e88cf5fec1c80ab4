"""A million rows in the memory of some: the real export in a process of its own, measured."""

import json
import subprocess
import sys

import pytest

from tests.kit.world import ROOT

MIB = 1024 * 1024
MOST = 400 * MIB


def measured(rows, file_format):
    command = [sys.executable, "-m", "infra.bench_export", str(rows), file_format]
    done = subprocess.run(
        command, cwd=ROOT, env={"PYTHONPATH": f"{ROOT}:{ROOT / 'shared'}"}, capture_output=True, text=True, check=True, timeout=600
    )
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize(("rows", "file_format"), [(1_000_000, "xlsx"), (200_000, "csv")])
def test_memory_does_not_grow_with_the_rows(rows, file_format):
    few, many = measured(10_000, file_format), measured(rows, file_format)
    assert (many["rows"], many["status"]) == (rows, "completed")
    assert many["peak_bytes"] < MOST, many
    assert many["peak_bytes"] <= few["peak_bytes"] * 1.2 + 20 * MIB, (few, many)
