"""docs/functions.md and docs/permissions.md: the catalogue of functions, and who may call them."""

from __future__ import annotations

from collections import defaultdict

from infra.catalogue import by_area
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
