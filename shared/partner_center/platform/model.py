"""The base of everything that pydantic describes: built when it is first used, not when its module is imported.

A function imports the words of its whole area and uses a few; building a model's validator is most of what importing it costs.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """A model whose validator and serializer are built at first use."""

    model_config = ConfigDict(defer_build=True)
