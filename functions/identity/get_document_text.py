"""The text in force of a document that everybody may read before having an account (guide 1.1)."""

from partner_center.identity import DocumentRef, DocumentText, get_document_text
from partner_center.platform.action import Action


@Action.get("/documents/{document}/text", public=True)
def app(request: DocumentRef) -> DocumentText:
    return get_document_text(request)
