"""The columns the signed-in person sees of a page's list."""

from partner_center.exports import ChosenColumns, PageRef, get_page_columns
from partner_center.platform.action import Action, Caller, Work


@Action.get("/pages/{kind}/columns")
def app(request: PageRef, caller: Caller, work: Work) -> ChosenColumns:
    return get_page_columns(request, caller, work)
