"""Guards: what must hold before a command may do anything, beyond the caller's permission.

A guard names the one record it looks at. The unit of work reads it together with the command's own first records and asks the guard before
anything is decided, so that a guarded command costs no round more. The repetition of a command that was carried out is answered before any
guard is asked; a dry run asks none, because it does nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from partner_center.kernel.errors import Refused
from partner_center.platform.caller import Caller
from partner_center.platform.table import Key, Record

if TYPE_CHECKING:
    from partner_center.platform.work import Work


class NotAdmitted(Refused):
    """A guard said no: the command was not decided at all. Of a batch it stops what is not done yet, not one item alone."""


class Guard(Protocol):
    """One condition on doing something."""

    def key(self, caller: Caller) -> Key[Any] | None:
        """The record it depends on; None where there can be none."""

    def check(self, found: Record | None, work: Work) -> None:
        """Raise NotAdmitted unless the condition holds. What it changes is committed with the command, or not at all."""
