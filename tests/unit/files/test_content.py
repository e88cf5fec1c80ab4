"""What a file is, by its bytes."""

import struct
import zipfile
from io import BytesIO

import pytest

from partner_center.files import Flaw, content
from partner_center.files.content import MIME, inspect, type_name
from partner_center.platform import files as s3
from partner_center.platform.files import Blocks, Gone
from tests.kit.files import BUCKET, CONTENTS, CSV, EXE, HTML, a_zip, an_office_file, an_ole_file, store


def blocks(data: bytes) -> Blocks:
    """An object with this content."""
    version = store().put_object(Bucket=BUCKET, Key="uploads/x", Body=data)["VersionId"]
    return Blocks(BUCKET, "uploads/x", version=version)


@pytest.mark.parametrize("extension", sorted(MIME))
def test_every_type_is_known_by_its_content(extension):
    assert inspect(blocks(CONTENTS[extension]), extension) is None


@pytest.mark.parametrize("extension", sorted(MIME))
@pytest.mark.parametrize(
    "disguised", [EXE, HTML, b"\x7fELF" + b"\0" * 80, b"\0" * 600, an_ole_file("MsiDatabase")], ids=["exe", "html", "elf", "zeros", "msi"]
)
def test_nothing_else_passes_for_it(extension, disguised):
    assert inspect(blocks(disguised), extension) in {Flaw.DISGUISED, Flaw.NOT_TEXT}


@pytest.mark.parametrize("extension", sorted(MIME))
def test_no_type_passes_for_another_one(extension):
    same = [{"jpg", "jpeg"}, {"csv", "txt"}]
    for other, data in CONTENTS.items():
        if other != extension and {other, extension} not in same and not (extension == "zip" and other in {"docx", "xlsx", "pptx"}):
            assert inspect(blocks(data), extension) is not None, f"a {other} passes for a {extension}"


@pytest.mark.parametrize(("extension", "cut"), [("jpg", 2), ("png", 12), ("pdf", 6), ("zip", 22)])
def test_half_a_file_is_incomplete(extension, cut):
    assert inspect(blocks(CONTENTS[extension][:-cut]), extension) is Flaw.INCOMPLETE


def test_a_bitmap_is_more_than_its_two_letters():
    assert inspect(blocks(b"BM" + b"hello world" * 20), "bmp") is Flaw.DISGUISED


def test_office_files_have_no_macros_under_these_names():
    assert inspect(blocks(an_office_file("word/document.xml", "word/vbaProject.bin")), "docx") is Flaw.MACROS


def test_an_encrypted_office_file_cannot_be_checked():
    assert inspect(blocks(an_ole_file("EncryptionInfo", "EncryptedPackage")), "xlsx") is Flaw.ENCRYPTED


def test_a_directory_of_an_old_office_file_may_be_long():
    assert inspect(blocks(an_ole_file(*(f"S{number}" for number in range(30)), "WordDocument")), "doc") is None


def test_an_ole_directory_that_runs_in_a_circle_ends():
    data = bytearray(an_ole_file("a", "b", "c", "d", "e"))
    data[512 + 4 * 2 : 512 + 4 * 3] = struct.pack("<I", 1)  # the last sector leads back to the first
    assert inspect(blocks(bytes(data)), "doc") is Flaw.DISGUISED


def test_an_archive_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(content, "ALWAYS_FINE", 1000)
    assert inspect(blocks(a_zip("zeros", content=b"\0" * 300_000, compressed=True)), "zip") is Flaw.BOMB


def test_an_archive_of_too_many_members_is_refused_before_its_directory_is_read(monkeypatch):
    monkeypatch.setattr(content, "MOST_MEMBERS", 3)
    monkeypatch.setattr(zipfile, "ZipFile", None)  # whoever opened it would fail
    data = BytesIO()
    data.write(b"PK\x03\x04" + b"\0" * 100 + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 4, 4, 0, 0, 0))
    assert inspect(blocks(data.getvalue()), "zip") is Flaw.BOMB


def test_text_is_utf_8_or_gb18030_across_the_pieces_in_which_it_is_read(monkeypatch):
    monkeypatch.setattr(s3, "PIECE", 1)  # every character is torn apart
    assert inspect(blocks("客户,金额".encode()), "csv") is None
    assert inspect(blocks("客户,金额".encode("gb18030")), "csv") is None
    assert inspect(blocks("客户".encode()[:-1]), "csv") is Flaw.NOT_TEXT


@pytest.mark.parametrize("data", [b"a,b\0c", "客户".encode("utf-16"), b"caf\xff\xff"])
def test_other_bytes_are_no_text(data):
    assert inspect(blocks(data), "txt") is Flaw.NOT_TEXT


@pytest.mark.parametrize("data", [b"#!/bin/sh\nrm -rf /", b"\xef\xbb\xbf<html>", b"  <?xml version='1.0'?>", b"{\\rtf1}"])
def test_programs_and_pages_are_no_plain_text(data):
    assert inspect(blocks(data), "txt") is Flaw.DISGUISED


def test_whoever_is_refused_learns_what_the_file_seems_to_be():
    assert (type_name(blocks(EXE)), type_name(blocks(HTML)), type_name(blocks(b"\0" * 10))) == ("exe", "html", None)


def test_a_large_file_is_read_in_blocks_only(monkeypatch):
    data = a_zip("a", "b", content=b"\0" * 3_000_000)
    opened = blocks(data)
    read = []
    asked = s3._asked
    monkeypatch.setattr(s3, "_asked", lambda operation, **what: read.append(what.get("Range")) or asked(operation, **what))
    assert inspect(opened, "zip") is None
    assert len(read) <= 4  # of 24 blocks: the first, and those at the end


def test_the_version_that_arrived_is_read_whatever_lies_over_it():
    opened = blocks(CSV)
    store().put_object(Bucket=BUCKET, Key="uploads/x", Body=EXE)
    assert opened.head(100) == CSV
    assert b"".join(opened.pieces()) == CSV


def test_what_is_not_there_is_gone():
    with pytest.raises(Gone):
        Blocks(BUCKET, "uploads/nothing")
