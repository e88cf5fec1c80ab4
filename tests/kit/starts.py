"""What importing each function loads, as a start would: one child for each, out of a parent that has the libraries of all of them.

`python tests/kit/starts.py` prints {"customers/list_customers": ["annotated_types", …], …}: the top-level packages beyond those.
"""

import importlib
import json
import os
import sys
from pathlib import Path

import chalice
import pydantic
import pynamodb.models
import pynamodb.transactions
from aws_lambda_powertools import Logger, Metrics

ROOT = Path(__file__).parents[2]
OF_ALL = (chalice, pydantic, pynamodb.models, pynamodb.transactions, Logger, Metrics)


def loaded_by(function: Path) -> list[str]:
    """The packages that a function's module loads, learnt in a child."""
    before = set(sys.modules)
    read, write = os.pipe()
    if os.fork() == 0:
        importlib.import_module(f"functions.{function.parent.name}.{function.stem}")
        os.write(write, json.dumps(sorted({name.partition(".")[0] for name in set(sys.modules) - before})).encode())
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as told:
        answer = told.read()
    os.wait()
    return json.loads(answer)


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT / "shared"), str(ROOT)]
    sys.stdout.write(
        json.dumps({f"{file.parent.name}/{file.stem}": loaded_by(file) for file in sorted((ROOT / "functions").glob("*/*.py"))})
    )
