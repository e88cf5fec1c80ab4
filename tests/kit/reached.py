"""What a function's code can reach: its own modules of the domain code, also those that are imported only when something is called."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

SHARED = Path(__file__).parents[2] / "shared"
FROM = re.compile(r"^from \.([\w.]+) import (\([^)]*\)|.*)$", re.MULTILINE)


def reached_by(function: Path) -> str:
    """The text of every module that a function file reaches, one after the other, with its own."""
    seen, waiting = {function}, [function]
    while waiting:
        for file in imported_by(waiting.pop()) - seen:
            seen.add(file)
            waiting.append(file)
    return "\n".join(file.read_text(encoding="utf-8") for file in sorted(seen))


@cache
def imported_by(file: Path) -> frozenset[Path]:
    """The files of the modules that a file imports from; a name that a face offers is its module's."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    taken = [(node.module or "", alias.name) for node in _run(tree) if isinstance(node, ast.ImportFrom) for alias in node.names]
    modules = [offered(module).get(name) or (f"{module}.{name}" if file_of(f"{module}.{name}") else module) for module, name in taken]
    return frozenset(found for module in modules if (found := file_of(module)) is not None)


def _run(tree: ast.AST) -> Iterator[ast.AST]:
    """The nodes that run; what stands under TYPE_CHECKING does not."""
    for node in ast.iter_child_nodes(tree):
        if not (isinstance(node, ast.If) and getattr(node.test, "id", None) == "TYPE_CHECKING"):
            yield node
            yield from _run(node)


@cache
def offered(package: str) -> dict[str, str]:
    """The names that a face offers, with the modules they come from."""
    stub = SHARED / Path(*package.split(".")) / "__init__.pyi"
    found = FROM.findall(stub.read_text(encoding="utf-8")) if stub.exists() else []
    return {name: f"{package}.{module}" for module, names in found for name in re.findall(r"\w+ as (\w+)", names)}


def file_of(module: str) -> Path | None:
    """The file of a module of ours; None for others."""
    place = SHARED / Path(*module.split("."))
    return next((file for file in (place / "__init__.py", place.with_suffix(".py")) if file.exists()), None)
