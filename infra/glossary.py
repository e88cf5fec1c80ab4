"""docs/glossary.md, derived from the enumerations: every status, type and role with its two labels, once."""

from __future__ import annotations

import importlib
import pkgutil

import partner_center
from partner_center.kernel.labels import Labelled

INTRODUCTION = """# Glossary: what people read and what the code says

Derived by `make generate` from the enumerations; do not edit. The value is what the API, the table and the code say; the labels are what
people read, Chinese first.
"""


def glossary() -> str:
    """The whole page."""
    for module in pkgutil.walk_packages(partner_center.__path__, "partner_center."):
        importlib.import_module(module.name)
    lines = [INTRODUCTION.rstrip()]
    for members in sorted(Labelled.__subclasses__(), key=lambda cls: (cls.__module__, cls.__name__)):
        if not members.__module__.startswith("partner_center."):
            continue
        area = members.__module__.split(".")[1]
        purpose = (members.__doc__ or "").strip().splitlines()[0]
        lines += ["", f"### {area}: {members.__name__}", purpose, "", "| value | 中文 | English |", "|---|---|---|"]
        lines += [f"| `{member.value}` | {member.label.zh} | {member.label.en} |" for member in members]
    return "\n".join(lines) + "\n"
