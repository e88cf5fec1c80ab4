"""See a page's list with its own columns again."""

from partner_center.exports import ChosenColumns, PageRef, reset_page_columns
from partner_center.platform.action import Action, Caller, Work


@Action.delete("/pages/{kind}/columns")
def app(request: PageRef, caller: Caller, work: Work) -> ChosenColumns:
    return reset_page_columns(request, caller, work)
