"""botocore's data of AWS's services (operations, endpoints), found and read more quickly than botocore does it: a tenth of a start.

botocore looks into the folders of all four hundred services, twice, to know whether there is the one that it is asked for, and reads
1.3 MB of endpoints with a hook for every object.
"""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

from botocore.loaders import JSONFileLoader, Loader
from botocore.session import Session
from pydantic_core import from_json


class _Files(JSONFileLoader):  # type: ignore[misc]  # botocore has no types
    """Files of data, plain or compressed, read by pydantic's parser."""

    def load_file(self, file_path: str) -> Any:
        """What a file holds, its name given without ending; None where there is none."""
        for ending, opened in ((".json", open), (".json.gz", gzip.open)):
            try:
                with opened(file_path + ending, "rb") as file:
                    return from_json(file.read())
            except FileNotFoundError:
                continue
        return None


class ServiceData(Loader):  # type: ignore[misc]  # as above
    """The data of services. Who asks for one that is not there is told so by its folder."""

    FILE_LOADER_CLASS = _Files

    def list_available_services(self, type_name: str) -> list[str]:
        """The folders of services, whatever each of them holds."""
        return sorted({folder.name for place in self.search_paths if (path := Path(place)).is_dir() for folder in path.iterdir()})


def read_quickly(session: Session) -> None:
    """Let a session find and read its data this way."""
    session.register_component("data_loader", ServiceData())
