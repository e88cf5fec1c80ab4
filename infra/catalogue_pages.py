"""docs/functions.md, docs/permissions.md, platform/data/pages.json: the catalogue of functions, who may call them, the pages by name."""

from __future__ import annotations

import json
from collections import defaultdict
from importlib import import_module
from pkgutil import walk_packages

from infra.catalogue import CatalogueError, by_area
from partner_center.kernel.permissions import PERMISSIONS
from partner_center.platform.declarations import Authorize, Cron, Declaration, Events, Http, TableStream, Upload


def functions_page(declarations: list[Declaration], note: str) -> str:
    """Every function: what triggers it, who may call it, which actions of the guide it fulfils."""
    lines = [f"<!-- {note} -->", "# Functions", "", f"{len(declarations)} functions in {len(by_area(declarations))} areas."]
    for area, members in by_area(declarations).items():
        lines += ["", f"## {area}", "", "| function | kind | trigger | permission | guide | purpose |", "|---|---|---|---|---|---|"]
        lines += [row(d.name, d.kind, trigger(d), permission(d), ", ".join(d.guide), d.summary) for d in members]
    return "\n".join(lines) + "\n"


def permissions_page(declarations: list[Declaration], note: str) -> str:
    """Every permission: its label, the built-in roles that have it, the functions that ask for it."""
    asking: dict[str, list[str]] = defaultdict(list)
    for d in declarations:
        if isinstance(d.trigger, Http):
            asking[permission(d)].append(f"{d.area}/{d.name}")
    lines = [f"<!-- {note} -->", "# Permissions", "", "| permission | label | roles | functions |", "|---|---|---|---|"]
    for name in sorted(set(PERMISSIONS) | set(asking)):
        known = PERMISSIONS.get(name)
        label, roles = (f"{known.label.zh} / {known.label.en}", ", ".join(sorted(known.roles))) if known else ("", "")
        lines.append(row(name, label, roles, ", ".join(asking[name])))
    return "\n".join(lines) + "\n"


def row(*cells: str) -> str:
    """A table row."""
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def permission(declaration: Declaration) -> str:
    """What a caller needs."""
    if not isinstance(declaration.trigger, Http):
        return ""
    return "(public)" if declaration.trigger.public else declaration.trigger.allow or "(signed in)"


def trigger(declaration: Declaration) -> str:
    """What starts the function, in a few words."""
    match declaration.trigger:
        case Http(operations=operations):
            return "<br>".join(f"`{o.method} /{declaration.area}{o.path}`" for o in operations)
        case Cron(expression=expression):
            return f"`{expression}` Beijing time"
        case Events(names=names):
            return "events " + ", ".join(names)
        case Upload(prefix=prefix):
            return f"uploads below `{prefix}`"
        case TableStream(kinds=kinds):
            return "new records " + ", ".join(kinds)
        case Authorize():
            return "every signed-in call"


def asked_permissions(declarations: list[Declaration]) -> str:
    """The permissions that some function asks for: out of them a partner puts its own roles together (organisation/menu.py)."""
    asked = {d.trigger.allow for d in declarations if isinstance(d.trigger, Http) and d.trigger.allow}
    return json.dumps([name for name in PERMISSIONS if name in asked], indent=2) + "\n"


def view_catalogue(declarations: list[Declaration]) -> str:
    """Where each page's view stands and who may see it, for the desks that serve all pages (platform/catalogue.py)."""
    pages = {
        f"{d.area}.{d.name}": {"view": view_address(d), "allow": d.trigger.allow, "path": d.trigger.operations[0].path}
        for d in declarations
        if d.kind == "view" and isinstance(d.trigger, Http)
    }
    return json.dumps(pages, ensure_ascii=False, indent=2) + "\n"


def view_address(declaration: Declaration) -> str:
    """`module:name` of a page's view in a `views` module of its area."""
    area = import_module(f"partner_center.{declaration.area}")
    for found in walk_packages(area.__path__, f"{area.__name__}."):
        if found.name.endswith(".views"):
            for name, value in vars(import_module(found.name)).items():
                if value is declaration.options["view"]:
                    return f"{found.name}:{name}"
    raise CatalogueError(f"{declaration.area}/{declaration.name}: its view does not stand in a module called views")
