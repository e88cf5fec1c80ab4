"""The pages of the product by name, for the desks that serve all of them: exports, reveal, files, column choice.

A page's kind is `area.function` of the function that shows it. Which view that is, and who may see it, stands in data/pages.json, derived
from the declarations; the view's module is imported when asked for, so that a desk costs what it uses.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import import_module
from importlib.resources import files
from typing import Any

from pydantic import BaseModel

from partner_center.kernel.errors import NotFound
from partner_center.kernel.labels import Label
from partner_center.platform.caller import Caller
from partner_center.platform.problems import Halt
from partner_center.platform.view import View


@dataclass(frozen=True)
class Page:
    """A page: its kind, its view, the permission that opens it (None: anybody signed in) and the path of its list."""

    kind: str
    view: View[Any]
    allow: str | None
    path: str

    @property
    def title(self) -> Label:
        """What the page is called."""
        return self.view.title or Label(self.kind, self.kind)

    @cached_property
    def asked(self) -> type[BaseModel]:
        """The contract of what its list can be asked for."""
        return self.view.asked_contract(self.path)


def page(kind: str) -> Page:
    """A page by its kind. NotFound for an unknown one."""
    row = _pages().get(kind)
    if row is None:
        raise NotFound("page")
    module, _, name = row["view"].partition(":")
    return Page(kind, getattr(import_module(module), name), row["allow"], row["path"])


def page_for(caller: Caller, kind: str) -> Page:
    """A page that the caller may see; answered like the page's own function otherwise: 404 unknown, 403 without its permission."""
    found = page(kind)
    if found.allow is not None and not caller.may(found.allow):
        raise Halt("forbidden")
    return found


@lru_cache(maxsize=1)
def _pages() -> dict[str, dict[str, Any]]:
    rows: dict[str, dict[str, Any]] = json.loads(files(__package__).joinpath("data", "pages.json").read_text(encoding="utf-8"))
    return rows
