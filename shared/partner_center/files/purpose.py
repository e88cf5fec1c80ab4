"""What files are uploaded for: types, sizes and names that the form of each purpose takes (data/purposes.json, rows in force by date)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from partner_center.files.content import MIME
from partner_center.kernel.effective import find_in_force
from partner_center.kernel.errors import Broken, Refusal
from partner_center.kernel.labels import Label

MB = 1024 * 1024
LARGEST = 1024 * MB  # of any file (6.3.1.6/r11, 7.1/r4)
NEVER_IN_A_NAME = frozenset("/\\") | frozenset(map(chr, range(32))) | {"\x7f"}


@dataclass(frozen=True)
class FilePurpose:
    """A purpose: file types (name endings), largest size in bytes, how many files one record takes, who may upload (None: anybody signed
    in) and characters that a file's name must not hold.
    """

    code: str
    label: Label
    types: tuple[str, ...]
    largest: int
    at_most: int
    allow: str | None
    name_without: str
    source: str

    def refuses_name(self, file_name: str) -> Refusal | None:
        """A name without path, control characters and what the form excludes."""
        unwanted = sorted(set(file_name) & (NEVER_IN_A_NAME | set(self.name_without)))
        if unwanted or file_name.startswith("."):
            return Refusal.because("file_name_not_allowed", self.source, way_out="rename_the_file", characters="".join(unwanted))
        return None

    def refuses_type(self, extension: str) -> Refusal | None:
        """Only the types of the form."""
        if extension in self.types:
            return None
        return Refusal.because("file_type_not_allowed", self.source, file_type=extension, types=self.types)

    def refuses_size(self, size: int) -> Refusal | None:
        """Not larger than the form takes."""
        if size <= self.largest:
            return None
        return Refusal.because("file_too_large", self.source, size=size, largest=self.largest)


def purpose_of(code: str, at: datetime) -> FilePurpose | None:
    """The purpose in force at an instant; None where there is none of that code. Raises Broken for configuration that cannot be kept."""
    row = find_in_force("partner_center.files", "purposes", at, code=code)
    if row is None:
        return None
    if unknown := set(row["types"]) - MIME.keys():
        raise Broken(f"purpose {code}: nobody checks files of type {', '.join(sorted(unknown))}")
    if (largest := int(row["largest_mb"]) * MB) > LARGEST:
        raise Broken(f"purpose {code}: files are at most {LARGEST} bytes")
    label = Label(row["zh"], row["en"])
    types, at_most = tuple(row["types"]), int(row["at_most"])
    return FilePurpose(code, label, types, largest, at_most, row["allow"], row["name_without"], row["source"])


def extension_of(file_name: str) -> str:
    """The ending of a file's name, in small letters; empty where it has none."""
    _, dot, ending = file_name.rpartition(".")
    return ending.lower() if dot else ""
