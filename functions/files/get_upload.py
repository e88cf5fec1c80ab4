"""What became of an upload: whether it arrived, and what its check said."""

from partner_center.files import Upload, UploadRef, get_upload
from partner_center.platform.action import Action, Caller, Work


@Action.get("/uploads/{file_id}")
def app(request: UploadRef, caller: Caller, work: Work) -> Upload:
    return get_upload(request, caller, work)
