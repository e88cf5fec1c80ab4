"""Whether a document number can be what it claims to be: the port to whoever checks, and a checker that goes by the number's own rules.

The rules are the national standards': GB 32100 for the unified social credit code (18 characters, check character), GB 11643 for the ID
number (region, date of birth, check digit). They tell a wrong number from a possible one, not whose it is; a registry that knows more is
another implementation of the same port.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from partner_center.identity.account import RealNameKind
from partner_center.kernel.labels import Labelled


class Outcome(Labelled):
    """What a checker finds."""

    VERIFIED = "verified", "通过", "Verified"
    DOUBTFUL = "doubtful", "存疑", "Doubtful"
    REFUSED = "refused", "不通过", "Refused"


@dataclass(frozen=True)
class Claim:
    """Whose name by which number, on which Beijing day; the ages at which the policy draws its lines, in years."""

    kind: RealNameKind
    name: str
    document_no: str
    on: date
    adult_from: int
    doubtful_from: int


@dataclass(frozen=True)
class Finding:
    """The outcome, and by code why it is not `verified`."""

    outcome: Outcome
    reason: str | None = None


class RealNameChecker(Protocol):
    """Whoever checks names and numbers."""

    def check(self, claim: Claim) -> Finding:
        """What is found out about a claim. Raises Unavailable."""


class RuleChecker:
    """By the rules of the numbers themselves."""

    def check(self, claim: Claim) -> Finding:
        """Refused for a number that cannot be; doubtful for a person whom only a human can judge by it."""
        return self._enterprise(claim) if claim.kind is RealNameKind.ENTERPRISE else self._person(claim)

    def _enterprise(self, claim: Claim) -> Finding:
        from stdnum.cn import uscc

        return Finding(Outcome.VERIFIED) if uscc.is_valid(claim.document_no) else Finding(Outcome.REFUSED, "credit_code_not_valid")

    def _person(self, claim: Claim) -> Finding:
        from stdnum.cn import ric
        from stdnum.exceptions import InvalidComponent, ValidationError

        region_known = True
        try:
            try:
                ric.validate(claim.document_no)
            except InvalidComponent:
                region_known = False  # or the day is none: the next line says so
            years = age(ric.get_birth_date(claim.document_no), claim.on)
        except ValidationError:
            return Finding(Outcome.REFUSED, "id_number_not_valid")
        if years < 0:
            return Finding(Outcome.REFUSED, "id_number_not_valid")
        if years < claim.adult_from:
            return Finding(Outcome.REFUSED, "not_of_age")
        if years >= claim.doubtful_from:
            return Finding(Outcome.DOUBTFUL, "age_not_plausible")
        # Regions were renamed and merged, and numbers keep the old ones: no list of them is complete.
        return Finding(Outcome.VERIFIED) if region_known else Finding(Outcome.DOUBTFUL, "region_not_known")


def age(born: date, on: date) -> int:
    """Completed years of life on a day; negative for whoever is not born yet."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
