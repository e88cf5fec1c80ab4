"""The API's own description, derived from the declarations (`make generate`) and deployed with the code that it describes."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files
from typing import Any

from pydantic import RootModel


class ApiDescription(RootModel[dict[str, Any]]):
    """An OpenAPI 3.1 document."""


@lru_cache(maxsize=1)
def api_description() -> ApiDescription:
    """The description of the release that runs."""
    return ApiDescription(json.loads(files("partner_center.openapi").joinpath("data", "openapi.json").read_text(encoding="utf-8")))
