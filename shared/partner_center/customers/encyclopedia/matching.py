"""Which company a name and a credit code mean: what makes two reports of one customer the same (10.3.4.1/r3, r14)."""

from __future__ import annotations

from dataclasses import dataclass

from partner_center.customers.encyclopedia.directory import directory
from partner_center.customers.encyclopedia.names import normalised
from partner_center.kernel.errors import Refusal


@dataclass(frozen=True)
class Named:
    """A company as a form names it: its registered name where the directory knows it, its credit code where anybody told it."""

    name: str
    credit_code: str | None
    refusal: Refusal | None = None


def company_named(name: str, credit_code: str | None = None) -> Named:
    """The company of a name and, where given, a credit code; `refusal` where the directory knows that the two do not belong together."""
    known = directory().by_name(name)
    by_code = directory().by_code(credit_code) if credit_code else None
    if by_code is not None and normalised(name) not in map(normalised, by_code.names):
        return Named(name, credit_code, _other_company(name))
    if by_code is None and known is not None and credit_code is not None:
        return Named(name, credit_code, _other_company(name))
    found = by_code or known
    return Named(found.name, found.credit_code) if found else Named(name, credit_code)


def _other_company(name: str) -> Refusal:
    return Refusal.because("credit_code_of_another_company", "10.3.4.1/r28", way_out="look_up_the_company", customer_full_name=name)
