"""Whatever funds refuse, and every way out, has its words in both languages."""

import re
from pathlib import Path

import pytest

import partner_center.funds
import partner_center.identity  # whoever may not guess any more is told so in its words
from partner_center.kernel.messages import TEXTS

SOURCES = sorted(Path(partner_center.funds.__file__).parent.rglob("*.py"))
NAMED = re.compile(r'(?:Refusal(?:\.because)?\(\s*|way_out=)"([a-z_]+)"')
CHOSEN = re.compile(r"^ +(?:code|way_out) = (.+)$", re.MULTILINE)  # "one" if … else "another"


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_what_is_refused_is_said_in_words(source):
    text = source.read_text()
    codes = NAMED.findall(text) + [code for line in CHOSEN.findall(text) for code in re.findall(r'"([a-z_]+)"', line)]
    assert [code for code in codes if code not in TEXTS] == []
