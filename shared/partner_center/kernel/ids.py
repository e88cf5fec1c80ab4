"""Identifiers. New ones sort by time, so that the newest of a partner's records are one query away."""

from __future__ import annotations

import hashlib
import secrets
from datetime import UTC, datetime

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U to misread


def _text(number: int, length: int) -> str:
    letters = []
    for _ in range(length):
        number, digit = divmod(number, 32)
        letters.append(_ALPHABET[digit])
    return "".join(reversed(letters))


def new_id(prefix: str, at: datetime) -> str:
    """A unique id that sorts by `at` (milliseconds) within its prefix: `CR` + 9 time letters + 8 random ones."""
    return f"{prefix}{_text(int(at.timestamp() * 1000), 9)}{_text(secrets.randbits(40), 8)}"


def derived_id(prefix: str, *parts: str) -> str:
    """The same id for the same parts, for what must exist once however often a job or consumer runs."""
    digest = hashlib.sha256("\x1f".join(parts).encode()).digest()
    return f"{prefix}{_text(int.from_bytes(digest[:12]), 19)}"


def coupon_id(prefix: str, at: datetime) -> str:
    """`CP` + issue time yyMMddHHmmss in UTC + random letters (10.4 voucher: sample CP240903105239CPHA; longer tail, no clashes)."""
    return f"{prefix}{at.astimezone(UTC):%y%m%d%H%M%S}{_text(secrets.randbits(40), 8)}"


def secret_token() -> str:
    """An unguessable token for a link: 160 random bits, safe in a URL."""
    return _text(secrets.randbits(160), 32)


def fingerprint(*parts: str) -> str:
    """A short stable digest of texts, for comparing requests and file lines."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:40]
