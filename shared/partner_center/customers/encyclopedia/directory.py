"""The port to whoever knows companies, and the answer that is built in: a data set of invented companies (data/enterprises.json).

OPEN in 10.3.4.5: the data come from a provider outside; whoever connects one fills `EnterpriseDirectory` and returns it in `directory`.
A customer's own page keeps what was found as a snapshot (snapshot.py), so that a provider is asked once in a while and not at every look.
"""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Protocol

from partner_center.customers.encyclopedia.names import normalised

if TYPE_CHECKING:
    from partner_center.customers.encyclopedia.company import Company


class EnterpriseDirectory(Protocol):
    """Companies by name and by unified social credit code."""

    def search(self, name: str, limit: int) -> list[Company]:
        """Companies whose registered or former name holds the text, exact ones first."""

    def by_name(self, name: str) -> Company | None:
        """The company that is, or was, registered under this name, however it is spelled; None for an unknown one."""

    def by_code(self, credit_code: str) -> Company | None:
        """The company with this unified social credit code; None for an unknown one."""


class LocalDirectory:
    """The built-in data set."""

    def __init__(self, companies: list[Company]) -> None:
        self._by_code = {company.credit_code: company for company in companies}
        self._by_name = {normalised(name): company for company in companies for name in company.names}

    def search(self, name: str, limit: int) -> list[Company]:
        """Companies whose registered or former name holds the text, exact ones first."""
        wanted = normalised(name)
        if not wanted:
            return []
        found = {company.credit_code: company for known, company in self._by_name.items() if wanted in known}
        exact = self._by_name.get(wanted)
        return sorted(found.values(), key=lambda company: (company is not exact, company.name))[:limit]

    def by_name(self, name: str) -> Company | None:
        """The company that is, or was, registered under this name, however it is spelled; None for an unknown one."""
        return self._by_name.get(normalised(name))

    def by_code(self, credit_code: str) -> Company | None:
        """The company with this unified social credit code; None for an unknown one."""
        return self._by_code.get(credit_code.upper())


@lru_cache(maxsize=1)
def directory() -> EnterpriseDirectory:
    """The directory in use."""
    from partner_center.customers.encyclopedia.company import Company  # its many models only for whoever looks something up

    text = files(__package__).joinpath("data", "enterprises.json").read_text(encoding="utf-8")
    return LocalDirectory([Company.model_validate(row) for row in json.loads(text)])
