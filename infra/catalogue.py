"""Collects the declarations of functions/: the one input of everything that is generated."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections import defaultdict
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from infra import ROOT
from partner_center.platform.declarations import Authorize, Declaration, Http, TableStream

FUNCTIONS = ROOT / "functions"

# Two readers a shard is what DynamoDB Streams serves without throttling.
MAX_STREAM_READERS = 2


class CatalogueError(Exception):
    """The declarations contradict each other or the folder they stand in; the message names the files."""


def read_catalogue(folder: Path = FUNCTIONS) -> list[Declaration]:
    """Import every functions/<area>/<name>.py and return its declaration, ordered by area and name."""
    declarations = [declaration_of(path) for path in sorted(folder.glob("*/*.py")) if path.stem != "__init__"]
    check(declarations)
    return declarations


def declaration_of(path: Path) -> Declaration:
    """Import one function file by its path: names collide across areas, so it enters no package."""
    spec = importlib.util.spec_from_file_location(f"functions.{path.parent.name}.{path.stem}", path)
    assert spec is not None  # a .py path always has a spec
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise CatalogueError(f"{path}: {type(error).__name__}: {error}") from error
    declaration = getattr(getattr(module, "app", None), "declaration", None)
    if not isinstance(declaration, Declaration):
        raise CatalogueError(f"{path}: exports no `app` with a declaration")
    if (declaration.area, declaration.name) != (path.parent.name, path.stem):
        raise CatalogueError(f"{path}: declares itself as {declaration.area}/{declaration.name}")
    return declaration


def by_area(declarations: Iterable[Declaration]) -> dict[str, list[Declaration]]:
    """The declarations of each area."""
    return {area: list(group) for area, group in groupby(declarations, key=lambda declaration: declaration.area)}


def check(declarations: list[Declaration]) -> None:
    """Refuse what AWS would refuse only at deployment."""
    routes: dict[tuple[str, str, str], str] = {}
    parameters: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for declaration in declarations:
        if not isinstance(declaration.trigger, Http):
            continue
        name = f"{declaration.area}/{declaration.name}"
        for operation in declaration.trigger.operations:
            route = (declaration.area, operation.method.upper(), re.sub(r"{\w+}", "{}", operation.path))
            if route in routes:
                raise CatalogueError(f"{name} and {routes[route]} both answer {operation.method} {operation.path}")
            routes[route] = name
            check_parameter_names(declaration.area, operation.path, name, parameters)
    readers = [d.name for d in declarations if isinstance(d.trigger, TableStream)]
    if len(readers) > MAX_STREAM_READERS:
        raise CatalogueError(f"{len(readers)} functions read the table's stream, {MAX_STREAM_READERS} may: {', '.join(readers)}")
    if len([d for d in declarations if isinstance(d.trigger, Authorize)]) > 1:
        raise CatalogueError("more than one function declares itself the authorizer")


def check_parameter_names(area: str, path: str, name: str, seen: dict[tuple[str, str], dict[str, str]]) -> None:
    """A REST API takes one parameter name at one place of its path tree."""
    parent = ""
    for segment in path.strip("/").split("/"):
        if segment.startswith("{"):
            known = seen[area, parent]
            for other, by in known.items():
                if other != segment:
                    raise CatalogueError(f"{name}: {path} names {segment} what {by} names {other} below /{area}{parent}")
            known[segment] = name
        parent += "/" + ("{}" if segment.startswith("{") else segment)
