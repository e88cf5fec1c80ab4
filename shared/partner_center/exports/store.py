"""The files of exports in the bucket: written in parts by one or several invocations, put together at the end.

The parts are those of an S3 multipart upload; what is too small for a part waits as an object of its own (a tail). All of it lies below
`exports/<task>/`, which the bucket's lifecycle empties after four days whatever happens.
"""

from __future__ import annotations

import os

from botocore.exceptions import ClientError

from partner_center.platform import aws

PART = 8 * 1024 * 1024  # bytes; S3 takes no part below 5 MiB but the last


def bucket() -> str:
    """The bucket of files."""
    return os.environ["FILES_BUCKET"]


def put(key: str, content: bytes, content_type: str) -> None:
    """Write an object."""
    aws.client("s3").put_object(Bucket=bucket(), Key=key, Body=content, ContentType=content_type)


def get(key: str) -> bytes:
    """Read a small object."""
    content: bytes = aws.client("s3").get_object(Bucket=bucket(), Key=key)["Body"].read()
    return content


def remove(key: str) -> None:
    """Delete an object; nothing where there is none."""
    aws.client("s3").delete_object(Bucket=bucket(), Key=key)


def open_upload(key: str, content_type: str) -> str:
    """Begin an object of several parts; its id."""
    upload: str = aws.client("s3").create_multipart_upload(Bucket=bucket(), Key=key, ContentType=content_type)["UploadId"]
    return upload


def add_part(key: str, upload: str, number: int, content: bytes) -> str:
    """Write one part; its tag."""
    tag: str = aws.client("s3").upload_part(Bucket=bucket(), Key=key, UploadId=upload, PartNumber=number, Body=content)["ETag"]
    return tag


def join(key: str, upload: str, parts: list[tuple[int, str]]) -> None:
    """Make the object of its parts; done before, it stays as it is."""
    listed = [{"PartNumber": number, "ETag": tag} for number, tag in parts]
    try:
        aws.client("s3").complete_multipart_upload(Bucket=bucket(), Key=key, UploadId=upload, MultipartUpload={"Parts": listed})
    except ClientError as problem:
        if problem.response["Error"]["Code"] != "NoSuchUpload":
            raise
        aws.client("s3").head_object(Bucket=bucket(), Key=key)  # put together by a run that died right after


def give_up(key: str, upload: str) -> None:
    """Forget the parts of an object that is not to be; nothing where there are none."""
    try:
        aws.client("s3").abort_multipart_upload(Bucket=bucket(), Key=key, UploadId=upload)
    except ClientError as problem:
        if problem.response["Error"]["Code"] != "NoSuchUpload":
            raise
