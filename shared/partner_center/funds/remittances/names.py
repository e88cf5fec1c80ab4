"""Names and account numbers as banks write them, brought into one form so that equal ones are found equal."""

from __future__ import annotations

import unicodedata


def plain_name(name: str) -> str:
    """A name without blanks, in one width and case: banks write （ and (, full-width letters and stray blanks at will."""
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()


def plain_account(account: str) -> str:
    """An account number without the blanks and dashes between its groups."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", account) if sign.isalnum())
