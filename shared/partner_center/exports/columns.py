"""Which columns of a page's list a person wants to see (5.1.1.5/r2, 10.3.5.4/r11).

The list itself takes `columns`; the choice kept here is what the portal asks it with, so that no list reads more for it.
"""

from __future__ import annotations

from partner_center.exports.contracts import ChooseColumns, ChosenColumns, PageRef
from partner_center.kernel.errors import Invalid
from partner_center.kernel.labels import Label
from partner_center.platform.caller import Caller
from partner_center.platform.catalogue import Page, page_for
from partner_center.platform.table import Instant, Key, Place, Record, Text, Texts
from partner_center.platform.work import Work


class PageColumns(Record, kind="page_columns"):
    """A person's choice for one page, whichever partner it acts for."""

    PLACE = Place("person/{user_id}/page_columns", "{page}")

    user_id = Text()
    page = Text()
    columns = Texts()
    chosen_at = Instant()


def get_page_columns(request: PageRef, caller: Caller, work: Work) -> ChosenColumns:
    """The caller's choice; the list's own columns where there is none."""
    page = page_for(caller, request.kind)
    return _shown(page, work.get(_key(caller, page), or_none=True))


def save_page_columns(request: ChooseColumns, caller: Caller, work: Work) -> ChosenColumns:
    """Keep a choice. Raises Invalid for what is no column of the page's list."""
    page = page_for(caller, request.kind)
    known = _listed(page)
    if unknown := [number for number, name in enumerate(request.columns) if name not in known]:
        raise Invalid(
            *(
                (f"/columns/{number}", "unknown_column", Label(f"可选值：{', '.join(known)}", f"one of: {', '.join(known)}"))
                for number in unknown
            )
        )
    chosen = work.get(_key(caller, page), or_none=True) or PageColumns(user_id=caller.user_id, page=page.kind)
    chosen.columns, chosen.chosen_at = list(request.columns), work.now
    work.keep(chosen)
    return _shown(page, chosen)


def reset_page_columns(request: PageRef, caller: Caller, work: Work) -> ChosenColumns:
    """Forget the choice; nothing happens where there is none."""
    page = page_for(caller, request.kind)
    chosen = work.get(_key(caller, page), or_none=True)
    if chosen is not None:
        work.remove(chosen)
    return _shown(page, None)


def _shown(page: Page, chosen: PageColumns | None) -> ChosenColumns:
    """A choice as it is today: a column that the page has no more is left out."""
    known = _listed(page)
    own = [name for name in chosen.columns if name in known] if chosen else []
    return ChosenColumns(kind=page.kind, columns=own or known, own=bool(own))


def _listed(page: Page) -> list[str]:
    return [column.name for column in page.view.chosen()]


def _key(caller: Caller, page: Page) -> Key[PageColumns]:
    return PageColumns.key(user_id=caller.user_id, page=page.kind)
