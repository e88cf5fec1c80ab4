"""The version of a document in force, and what the caller accepted of it (guide 19)."""

from partner_center.identity import DocumentRef, DocumentShown, get_document
from partner_center.platform.action import Action, Caller, Work


@Action.get("/documents/{document}")
def app(request: DocumentRef, caller: Caller, work: Work) -> DocumentShown:
    return get_document(request, caller, work)
