from .columns import get_page_columns as get_page_columns, reset_page_columns as reset_page_columns, save_page_columns as save_page_columns
from .contracts import (
    ChooseColumns as ChooseColumns,
    ChosenColumns as ChosenColumns,
    Download as Download,
    ExportCreated as ExportCreated,
    PageRef as PageRef,
    RequestExport as RequestExport,
    RevealedField as RevealedField,
    RevealField as RevealField,
    TaskRef as TaskRef,
)
from .downloading import download_export as download_export
from .events import ExportCompleted as ExportCompleted, ExportFailed as ExportFailed, ExportWaiting as ExportWaiting
from .purging import purge_export_files as purge_export_files
from .requesting import request_export as request_export
from .revealing import reveal_masked_field as reveal_masked_field
from .views import EXPORT_TASKS as EXPORT_TASKS
from .writing import write_export as write_export
