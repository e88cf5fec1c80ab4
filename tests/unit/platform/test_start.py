"""What a start loads: what the function uses (docs/decisions/013)."""

import importlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
AREAS = sorted(stub.parent.name for stub in (ROOT / "shared/partner_center").glob("*/__init__.pyi"))
DEAR = {"boto3", "chinese_calendar", "cryptography", "jwt", "puremagic", "s3transfer", "segno", "standardwebhooks", "stdnum", "tests"}


def in_a_fresh_interpreter(*arguments, **environment):
    """What a fresh interpreter prints, read as JSON."""
    known = {**os.environ, "PYTHONPATH": f"{ROOT / 'shared'}:{ROOT}", **environment}
    done = subprocess.run([sys.executable, *arguments], cwd=ROOT, env=known, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


@pytest.mark.parametrize("area", AREAS)
def test_a_face_gives_every_name_it_offers(area):
    face = importlib.import_module(f"partner_center.{area}")
    assert face.__all__
    for name in face.__all__:
        assert getattr(face, name) is not None


def test_a_face_loads_no_more_than_its_texts():
    told = "import sys, json; from partner_center import " + ", ".join(AREAS)
    loaded = in_a_fresh_interpreter("-c", told + "; print(json.dumps([m for m in sys.modules if m.startswith('partner_center.')]))")
    folders = {module.removesuffix(".messages") for module in loaded if module.endswith(".messages")}  # a concept's, with its texts alone
    inside = [module for module in loaded if module.count(".") >= 2 and not module.endswith(".messages") and module not in folders]
    assert sorted(inside) == ["partner_center.kernel.labels"]


def test_no_function_loads_a_dear_library_before_it_is_called():
    starts = in_a_fresh_interpreter("tests/kit/starts.py")
    assert len(starts) > 200
    assert {name: sorted(DEAR & set(loaded)) for name, loaded in starts.items() if DEAR & set(loaded)} == {}


@pytest.mark.parametrize("function", ["customers/list_customers", "notices/plan_notices", "coupons/expire_coupon_quotas"])
def test_in_lambda_garbage_is_collected_from_the_handler_on(function):
    module = function.replace("/", ".")
    code = f"import gc, json, functions.{module}; print(json.dumps([gc.isenabled(), gc.get_freeze_count() > 10_000]))"
    assert in_a_fresh_interpreter("-c", code, AWS_LAMBDA_FUNCTION_NAME="x") == [True, True]
