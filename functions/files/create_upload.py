"""Announce a file and get the form with which it is uploaded straight to S3."""

from partner_center.files import CreateUpload, UploadForm, create_upload
from partner_center.platform.action import Action, Caller, Work


@Action.post(
    "/uploads",
    status=201,
    guide=["1.2/upload_license_file", "7.1/create_upload", "10.6.3.4/upload_claim_voucher", "11.5.3.3/upload_claim_voucher"],
)
def app(request: CreateUpload, caller: Caller, work: Work) -> UploadForm:
    return create_upload(request, caller, work)
