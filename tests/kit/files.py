"""Files in tests: contents of every type, a bucket that keeps versions, uploads as a browser makes them."""

from __future__ import annotations

import io
import json
import os
import struct
import zipfile
from typing import Any

import boto3

from partner_center.files import StoredFile, file_key
from partner_center.platform.caller import Caller
from partner_center.platform.table import Record
from tests.kit.world import Answer, Context, World, functions, sqs_event

BUCKET = os.environ.get("FILES_BUCKET", "partner-center-files")


def store() -> Any:
    """The mocked S3, with versions kept in the bucket of files as the template says."""
    client = boto3.client("s3")
    client.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})
    return client


# --- contents ----------------------------------------------------------------------------------------------------------------

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\0" * 40 + b"\0\0\0\0IEND\xaeB`\x82"
JPG = b"\xff\xd8\xff\xe0\0\x10JFIF\0" + b"\0" * 40 + b"\xff\xd9"
GIF = b"GIF89a" + b"\x01\0" * 20 + b"\x3b"
BMP = b"BM" + struct.pack("<IHHIIiiHH", 58, 0, 0, 54, 40, 1, 1, 1, 24) + b"\0" * 28
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\nstartxref\n9\n%%EOF\n"
RAR = b"Rar!\x1a\x07\x01\x00" + b"\0" * 40
EXE = b"MZ\x90\0" + b"\0" * 200
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
CSV = "客户,金额\n晨星,12.50\n".encode()


def a_zip(*names: str, content: bytes = b"x", compressed: bool = False) -> bytes:
    """A zip with these members."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED if compressed else zipfile.ZIP_STORED) as archive:
        for name in names:
            archive.writestr(name, content)
    return made.getvalue()


def an_office_file(main: str, *more: str) -> bytes:
    """An Office file of the newer kind: `word/document.xml`, `xl/workbook.xml` or `ppt/presentation.xml`."""
    return a_zip("[Content_Types].xml", main, *more)


def an_ole_file(*streams: str) -> bytes:
    """An OLE container whose directory names these streams; it goes over as many sectors as it needs."""
    names = ["Root Entry", *streams]
    entries = [name.encode("utf-16-le").ljust(64, b"\0") + struct.pack("<H", 2 * len(name) + 2) + b"\0" * 62 for name in names]
    sectors = [b"".join(entries[at : at + 4]).ljust(512, b"\0") for at in range(0, len(entries), 4)]
    table = [0xFFFFFFFD, *range(2, len(sectors) + 1), 0xFFFFFFFE]  # sector 0 is the table itself, the directory begins at 1
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(30, b"\0") + struct.pack("<H", 9)
    header = header.ljust(48, b"\0") + struct.pack("<I", 1)
    header = header.ljust(76, b"\0") + struct.pack("<I", 0) + b"\xff" * 432
    return header + struct.pack(f"<{len(table)}I", *table).ljust(512, b"\xff") + b"".join(sectors)


CONTENTS: dict[str, bytes] = {
    "jpg": JPG,
    "jpeg": JPG,
    "png": PNG,
    "bmp": BMP,
    "gif": GIF,
    "pdf": PDF,
    "doc": an_ole_file("1Table", "CompObj", "Data", "Macros", "WordDocument"),
    "xls": an_ole_file("Workbook"),
    "ppt": an_ole_file("PowerPoint Document"),
    "docx": an_office_file("word/document.xml"),
    "xlsx": an_office_file("xl/workbook.xml"),
    "pptx": an_office_file("ppt/presentation.xml"),
    "zip": a_zip("a.txt"),
    "rar": RAR,
    "csv": CSV,
    "txt": "备注".encode("gb18030"),
}


# --- uploads -----------------------------------------------------------------------------------------------------------------


def announce(world: World, by: Caller, file_name: str, content: bytes | int, *, purpose: str = "review_attachment", **more: Any) -> Answer:
    """Somebody announces a file."""
    size = content if isinstance(content, int) else len(content)
    return world.call(by, "POST", "/files/uploads", {"purpose": purpose, "file_name": file_name, "size": size, **more})


def put(file_id: str, content: bytes) -> str:
    """The content arrives in the bucket; its version. Nobody is told yet."""
    answer = store().put_object(Bucket=BUCKET, Key=stored(file_id).object_key, Body=content)
    return str(answer["VersionId"])


def tell(file_id: str, version: str, *, key: str | None = None) -> None:
    """S3 tells the checker of an arrived version."""
    thing = {"key": key or stored(file_id).object_key, "size": 1, "etag": "e", "version-id": version}
    message = {"detail-type": "Object Created", "detail": {"bucket": {"name": BUCKET}, "object": thing}}
    answer = functions()["files.check_upload"](sqs_event(json.dumps(message)), Context())
    assert not answer["batchItemFailures"]


def upload(world: World, by: Caller, file_name: str, content: bytes, *, purpose: str = "review_attachment") -> str:
    """Announce a file, let its content arrive and be checked; its id."""
    file_id: str = announce(world, by, file_name, content, purpose=purpose).ok()["file_id"]
    tell(file_id, put(file_id, content))
    return file_id


def stored(file_id: str) -> StoredFile:
    """A stored file as it is now."""
    found = find(file_id)
    assert found is not None
    return found


def find(file_id: str) -> StoredFile | None:
    """A stored file; None where it is gone."""
    key = file_key(file_id)
    try:
        return StoredFile.get(key.partition, key.sort, consistent_read=True)
    except StoredFile.DoesNotExist:
        return None


def versions(key: str) -> list[str]:
    """The versions of an object that are there."""
    listed = store().list_object_versions(Bucket=BUCKET, Prefix=key).get("Versions", [])
    return [entry["VersionId"] for entry in listed]


def give(file_id: str, to: Record) -> None:
    """Make a record the owner of a file without a command."""
    file = stored(file_id)
    file.attached_to, file.purge_at = "|".join(to.address), None
    file.settle()
    file.save()
