"""Announcing an upload: who may, what the purpose takes, and the form with which the content goes straight to S3."""

from __future__ import annotations

import os

from partner_center.files.content import GENERIC, MIME
from partner_center.files.contracts import CreateUpload, Upload, UploadForm, UploadRef
from partner_center.files.purpose import FilePurpose, extension_of, purpose_of
from partner_center.files.stored_file import KEPT_UNATTACHED, FileStatus, StoredFile, file_key
from partner_center.kernel import ids
from partner_center.kernel.errors import NotFound, Refusal
from partner_center.platform.caller import Caller
from partner_center.platform.files import upload_form
from partner_center.platform.problems import Halt
from partner_center.platform.throttle import Limit
from partner_center.platform.work import Work

VALID_S = 3600  # a gigabyte over a slow line must begin within it
UPLOADS = Limit("upload", times=200, within_s=3600)  # a person at a form needs tens; what is not attached is gone after a day


def create_upload(request: CreateUpload, caller: Caller, work: Work) -> UploadForm:
    """Take a note of an upload and answer the form for it.

    The form holds for one key, one content type and at most the declared size; S3 itself refuses anything else. Whatever arrives is not
    used before it was checked. Raises Refused (purpose, type, size, name), Halt `forbidden`, `too_many_requests`.
    """
    purpose = purpose_of(request.purpose, work.now)
    if purpose is None:
        work.require(Refusal.because("upload_purpose_unknown", purpose=request.purpose))
        raise NotFound("purpose")
    if purpose.allow is not None and not caller.may(purpose.allow):
        raise Halt("forbidden")
    extension = extension_of(request.file_name)
    work.require(
        purpose.refuses_name(request.file_name),
        purpose.refuses_type(extension),
        purpose.refuses_size(request.size),
        refuses_content_type(request.content_type, extension, purpose),
    )
    if not work.dry_run:
        UPLOADS.take(caller.scope, caller.user_id)
    file = StoredFile(
        file_id=ids.new_id("FL", work.now),
        scope=caller.scope,
        purpose=purpose.code,
        file_name=request.file_name,
        extension=extension,
        content_type=MIME[extension],
        declared_size=request.size,
        status=FileStatus.AWAITING,
        uploaded_by=caller.user_id,
        created_at=work.now,
        purge_at=work.now + KEPT_UNATTACHED,
    )
    work.add(file)
    url, fields = upload_form(
        os.environ["FILES_BUCKET"], file.object_key, content_type=file.content_type, largest=request.size, valid_s=VALID_S
    )
    return UploadForm(file_id=file.file_id, url=url, fields=fields, expires_in_s=VALID_S)


def refuses_content_type(given: str | None, extension: str, purpose: FilePurpose) -> Refusal | None:
    """What the browser says, where it knows better than "some bytes", must fit the name's ending."""
    told = (given or "").split(";")[0].strip().lower()
    if extension not in MIME or not told or told in {MIME[extension], *GENERIC.get(extension, ()), "application/octet-stream"}:
        return None
    return Refusal.because("content_type_mismatch", purpose.source, content_type=told, expected=MIME[extension])


def get_upload(request: UploadRef, caller: Caller, work: Work) -> Upload:
    """What became of an upload, for whoever uploaded it."""
    file = work.get(file_key(request.file_id))
    if not file.is_of(caller) or file.status is FileStatus.PURGING:
        raise NotFound("file")
    return Upload(
        file_id=file.file_id,
        purpose=file.purpose,
        file_name=file.file_name,
        status=file.status,
        size=file.size,
        flaw=file.flaw,
        reason=file.flaw.label.in_(work.origin.language) if file.flaw else None,
        looks_like=file.looks_like,
        attached=file.attached_to is not None,
        created_at=file.created_at,
        checked_at=file.checked_at,
    )
