"""Choose the columns to see of a page's list."""

from partner_center.exports import ChooseColumns, ChosenColumns, save_page_columns
from partner_center.platform.action import Action, Caller, Work


@Action.put("/pages/{kind}/columns")
def app(request: ChooseColumns, caller: Caller, work: Work) -> ChosenColumns:
    return save_page_columns(request, caller, work)
