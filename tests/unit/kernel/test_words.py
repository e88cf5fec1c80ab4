"""Whatever is refused, and every way out, has its words in both languages."""

import re
from importlib import import_module
from pathlib import Path

import pytest

import partner_center
from partner_center.kernel.messages import TEXTS

ROOT = Path(partner_center.__path__[0])
SOURCES = sorted(ROOT.rglob("*.py"))
NAMED = re.compile(r'(?:Refusal(?:\.because)?\(\s*|way_out=)"([a-z_]+)"')
CHOSEN = re.compile(r"^ +(?:code|way_out) = (.+)$", re.MULTILINE)  # "one" if … else "another"


@pytest.fixture(scope="module", autouse=True)
def all_texts():
    """The texts of every area."""
    for source in SOURCES:
        if "texts(" in source.read_text():
            import_module(".".join(source.relative_to(ROOT.parent).with_suffix("").parts))


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_is_refused_is_said_in_words(source):
    text = source.read_text()
    codes = NAMED.findall(text) + [code for line in CHOSEN.findall(text) for code in re.findall(r'"([a-z_]{3,})"', line)]
    assert [code for code in codes if code not in TEXTS] == []
