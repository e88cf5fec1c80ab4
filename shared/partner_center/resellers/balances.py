"""The port through which the list of resellers shows their account balances (11.1.3; docs/ports.md).

Whoever keeps partners' money declares it in a module partner_center/<area>/reseller_balances.py, as BALANCES: a function of the resellers'
ids that answers what each of them has. The list imports no area; where nobody answers it shows no balance.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import cast

import partner_center
from partner_center.kernel.money import Money
from partner_center.resellers.relation import ResellerRelation

Balances = Callable[[Sequence[str]], Mapping[str, Money]]


@lru_cache(maxsize=1)
def _known() -> tuple[Balances, ...]:
    """Every area that declares BALANCES."""
    found = {file.parent.name for folder in partner_center.__path__ for file in Path(folder).glob("*/reseller_balances.py")}
    return tuple(cast(Balances, import_module(f"partner_center.{area}.reseller_balances").BALANCES) for area in sorted(found))


def bring_balances(relations: Sequence[ResellerRelation]) -> None:
    """Let relations know what their resellers' accounts hold now, all in one round."""
    if not relations:
        return
    for balances in _known():
        found = balances([relation.reseller_id for relation in relations])
        for relation in relations:
            relation.account_balance = found.get(relation.reseller_id)
