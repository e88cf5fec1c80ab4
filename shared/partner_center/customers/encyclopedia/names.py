"""When two spellings name the same company."""

from __future__ import annotations

import unicodedata

_IGNORED = " \t\r\n\u3000·•.,，。、'\"“”‘’"


def normalised(name: str) -> str:
    """A company's name without what people type differently: width of characters, spaces, full stops, case of Latin letters."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(character for character in folded if character not in _IGNORED)
