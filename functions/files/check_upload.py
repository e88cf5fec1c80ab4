"""Check an uploaded file by its content; a disguised one is refused and deleted."""

from partner_center.files import PREFIX, check_upload
from partner_center.platform.consumer import Consumer, Object


@Consumer.uploads(PREFIX, bucket="files", timeout_s=300)
def app(arrived: Object) -> None:
    check_upload(arrived)
