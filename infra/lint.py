"""Everything that reads the code without running it: ruff, mypy, import rules, templates, API description."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from infra import ROOT

DOMAIN = ROOT / "shared/partner_center"
BELOW = {"kernel", "platform"}
BIN = Path(sys.executable).parent


def main() -> None:
    """Run all; fail when one fails."""
    code = [str(ROOT / name) for name in ("shared", "functions", "infra", "tests") if (ROOT / name).exists()]
    typed = [str(ROOT / "shared/partner_center"), str(ROOT / "infra")]
    templates = [str(ROOT / "template.yaml"), *map(str, sorted((ROOT / "infra/stacks").glob("*.yaml")))]
    results = [
        command("ruff", "check", *code),
        command("ruff", "format", "--check", "--quiet", *code),
        command("mypy", *typed),
        command("mypy", *map(str, sorted((ROOT / "functions").glob("*/*.py")))),
        command("lint-imports", "--no-cache"),
        command("cfn-lint", "--", *templates),
        areas_keep_to_faces(),
        api_is_valid(),
    ]
    if not all(results):
        sys.exit("lint failed")


def command(name: str, *arguments: str) -> bool:
    """Run a tool of the virtual environment."""
    done = subprocess.run([BIN / name, *arguments], cwd=ROOT, env={**os.environ, "PYTHONPATH": "shared"}, capture_output=True, text=True)
    if done.returncode:
        print(f"{name}:\n{done.stdout}{done.stderr}")
    return done.returncode == 0


def areas_keep_to_faces() -> bool:
    """Areas and functions use another area through its package face only; the graph of areas has no circle."""
    problems = []
    graph: dict[str, set[str]] = {}
    for file in [*sorted(DOMAIN.rglob("*.py")), *sorted((ROOT / "functions").rglob("*.py"))]:
        room = file.relative_to(DOMAIN).parts[0] if file.is_relative_to(DOMAIN) else "functions"
        area = file.parent.name if room == "functions" else room
        for module, line in imported(file):
            _, other, *inside = module.split(".")
            if other in {area, *BELOW}:
                continue
            if room in BELOW:
                problems.append(f"{file.relative_to(ROOT)}:{line}: {room} knows no area, not even {other}")
            if inside:
                problems.append(f"{file.relative_to(ROOT)}:{line}: {module} is inside another area; use what its face offers")
            if room != "functions":
                graph.setdefault(area, set()).add(other)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as circle:
        problems.append(f"areas ask each other in a circle: {' → '.join(circle.args[1])}")
    print("\n".join(problems), end="\n" if problems else "")
    return not problems


def imported(file: Path) -> Iterator[tuple[str, int]]:
    """The modules of ours that a file imports, with the line. `from package import module` counts as the module."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module]
            if node.module == "partner_center":
                names = [f"partner_center.{alias.name}" for alias in node.names]
        else:
            continue
        yield from ((name, node.lineno) for name in names if name.startswith("partner_center."))


def api_is_valid() -> bool:
    """The API description is valid OpenAPI 3.1."""
    from openapi_spec_validator import OpenAPIV31SpecValidator

    errors = list(OpenAPIV31SpecValidator(json.loads((ROOT / "docs/api/openapi.json").read_text())).iter_errors())
    for error in errors:
        print(f"docs/api/openapi.json: {'/'.join(map(str, error.absolute_path))}: {error.message[:200]}")
    return not errors


if __name__ == "__main__":
    main()
