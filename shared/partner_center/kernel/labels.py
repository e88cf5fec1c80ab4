"""What people read, in Chinese first and English beside it."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple, Self

ZH, EN = "zh", "en"


class Label(NamedTuple):
    """A text in both languages."""

    zh: str
    en: str

    def in_(self, language: str) -> str:
        """The text in a language; Chinese unless English is asked for."""
        return self.en if language == EN else self.zh


class Labelled(StrEnum):
    """An enumeration whose members carry labels: `USABLE = "usable", "可使用", "Usable"`."""

    label: Label

    def __new__(cls, value: str, zh: str = "", en: str = "") -> Self:
        """Called for definitions only; `Status("usable")` finds the member."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = Label(zh, en)
        return member


def preferred_language(accept_language: str | None) -> str:
    """`en` when English is asked for before Chinese, otherwise `zh`."""
    for part in (accept_language or "").lower().split(","):
        tag = part.split(";")[0].strip()
        if tag.startswith("en"):
            return EN
        if tag.startswith("zh"):
            return ZH
    return ZH
