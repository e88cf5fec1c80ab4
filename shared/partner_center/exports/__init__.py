"""Exports: any page as a file, one masked field in full, and the columns a person wants to see. The desks that serve every page.

A page needs nothing for it but its View; see platform/view.py for what it may say.
"""

from partner_center.exports import messages
from partner_center.exports.columns import get_page_columns, reset_page_columns, save_page_columns
from partner_center.exports.contracts import (
    ChooseColumns,
    ChosenColumns,
    Download,
    ExportCreated,
    PageRef,
    RequestExport,
    RevealedField,
    RevealField,
    TaskRef,
)
from partner_center.exports.downloading import download_export
from partner_center.exports.events import ExportCompleted, ExportFailed, ExportWaiting
from partner_center.exports.purging import purge_export_files
from partner_center.exports.requesting import request_export
from partner_center.exports.revealing import reveal_masked_field
from partner_center.exports.views import EXPORT_TASKS
from partner_center.exports.writing import write_export

__all__ = [
    "EXPORT_TASKS",
    "ChooseColumns",
    "ChosenColumns",
    "Download",
    "ExportCompleted",
    "ExportCreated",
    "ExportFailed",
    "ExportWaiting",
    "PageRef",
    "RequestExport",
    "RevealField",
    "RevealedField",
    "TaskRef",
    "download_export",
    "get_page_columns",
    "messages",
    "purge_export_files",
    "request_export",
    "reset_page_columns",
    "reveal_masked_field",
    "save_page_columns",
    "write_export",
]
