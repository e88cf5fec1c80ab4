"""Files: uploads straight to S3, checked by content after arrival, and downloads through the record that owns the file.

The face for other areas is the upper part of the list: a command that takes files calls `attach` in its own transaction.
"""

from partner_center.files import messages
from partner_center.files.attaching import attach, detach
from partner_center.files.checking import check_upload
from partner_center.files.contracts import CreateUpload, Download, DownloadFile, Upload, UploadForm, UploadRef
from partner_center.files.downloading import download_file
from partner_center.files.purging import purge_unattached_files
from partner_center.files.purpose import FilePurpose, purpose_of
from partner_center.files.stored_file import PREFIX, FileStatus, Flaw, StoredFile, file_key
from partner_center.files.uploading import create_upload, get_upload

__all__ = [
    "PREFIX",
    "CreateUpload",
    "Download",
    "DownloadFile",
    "FilePurpose",
    "FileStatus",
    "Flaw",
    "StoredFile",
    "Upload",
    "UploadForm",
    "UploadRef",
    "attach",
    "check_upload",
    "create_upload",
    "detach",
    "download_file",
    "file_key",
    "get_upload",
    "messages",
    "purge_unattached_files",
    "purpose_of",
]
