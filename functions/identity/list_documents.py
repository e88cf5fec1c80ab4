"""The documents that concern the caller, and which of them are to be accepted (guide 19)."""

from partner_center.identity import DocumentList, list_documents
from partner_center.platform.action import Action, Caller, Work


@Action.get("/documents")
def app(caller: Caller, work: Work) -> DocumentList:
    return list_documents(caller, work)
