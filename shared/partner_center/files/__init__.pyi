from .attaching import attach as attach, detach as detach
from .checking import check_upload as check_upload
from .contracts import (
    CreateUpload as CreateUpload,
    Download as Download,
    DownloadFile as DownloadFile,
    Upload as Upload,
    UploadForm as UploadForm,
    UploadRef as UploadRef,
)
from .downloading import download_file as download_file
from .purging import purge_unattached_files as purge_unattached_files
from .purpose import FilePurpose as FilePurpose, purpose_of as purpose_of
from .sheets import SheetRow as SheetRow, UnreadableSheet as UnreadableSheet, sheet_rows as sheet_rows
from .stored_file import PREFIX as PREFIX, FileStatus as FileStatus, Flaw as Flaw, StoredFile as StoredFile, file_key as file_key
from .uploading import create_upload as create_upload, get_upload as get_upload
