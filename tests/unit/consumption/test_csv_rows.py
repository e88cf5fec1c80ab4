"""Rows of a stream keep their exact place in the file."""

import pytest

from partner_center.consumption.csv_rows import LONGEST, rows

TEXT = b'\xef\xbb\xbf"a","b"\r\n1,2\n\n"x\ny","z"\n3,"unfinished'


def cut(content: bytes, size: int) -> list[bytes]:
    return [content[start : start + size] for start in range(0, len(content), size)]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_rows_are_the_same_however_the_stream_is_cut(size):
    assert list(rows(cut(TEXT, size))) == list(rows([TEXT]))


def test_a_row_begins_at_its_physical_line_also_behind_quoted_line_breaks():
    assert [row.number for row in rows([TEXT])] == [1, 2, 3, 4, 6]


def test_reading_goes_on_at_any_row():
    found = list(rows([TEXT]))
    for before, number in zip(found, range(1, len(found) + 1), strict=True):
        assert list(rows([TEXT[before.end :]], offset=before.end, number=before.next_number)) == found[number:]


def test_values_are_read_without_the_byte_order_mark():
    assert [row.values() for row in rows([TEXT])] == [["a", "b"], ["1", "2"], [], ["x\ny", "z"], None]


def test_a_row_that_is_too_long_keeps_only_its_beginning():
    long, after = list(rows(cut(b'"' + b"x" * (3 * LONGEST) + b'",1\n2,3\n', 1000)))
    assert long.too_long
    assert len(long.content) == LONGEST + 1
    assert after.values() == ["2", "3"]


def test_what_stands_inside_an_endless_quote_never_becomes_a_row():
    hidden = b'1,"' + b"x" * (2 * LONGEST) + b"\n2,forged\n" + b'",3\n4,5\n'
    assert [row.values() for row in rows([hidden])] == [None, ["4", "5"]]


def test_text_that_is_no_utf8_is_no_row():
    assert [row.values() for row in rows([b"\xff\xfe,1\n"])] == [None]
