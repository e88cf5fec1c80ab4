"""The image code that a phone asks for before a text message goes out (13.1.3, 图形验证码): six digits in a picture, for five minutes.

OPEN: the guide shows only that there is one. Of the digits the table keeps a fingerprint; whoever is wrong may try again with the same
picture, which at the pace that the platform allows an address leaves a guesser about one chance in seven hundred.
"""

from __future__ import annotations

import base64
import random
import secrets
import struct
import zlib
from datetime import UTC, datetime, timedelta

from partner_center.customers.qr.contracts import ImageCodeShown
from partner_center.kernel import ids
from partner_center.kernel.errors import Refusal
from partner_center.platform.table import Instant, Key, Place, Record, Text
from partner_center.platform.work import Work

VALID_FOR = timedelta(minutes=5)
DIGITS = 6
# Each digit in seven rows of five dots.
FONT = (
    (14, 17, 19, 21, 25, 17, 14),
    (4, 12, 4, 4, 4, 4, 14),
    (14, 17, 1, 2, 4, 8, 31),
    (31, 2, 4, 2, 1, 17, 14),
    (2, 6, 10, 18, 31, 2, 2),
    (31, 16, 30, 1, 1, 17, 14),
    (6, 8, 16, 30, 17, 17, 14),
    (31, 1, 2, 4, 8, 8, 8),
    (14, 17, 17, 14, 17, 17, 14),
    (14, 17, 17, 15, 1, 2, 12),
)
SCALE, WIDTH, HEIGHT = 4, 168, 48


class ImageCode(Record, kind="image_code"):
    """A picture that was shown and not used yet; using it up removes it."""

    PLACE = Place("image_code/{picture}", "code")
    SECRET = ("answer",)

    picture = Text()
    answer = Text()  # a fingerprint
    expires_at = Instant()


def image_code_key(picture: str) -> Key[ImageCode]:
    """The address of a picture's code."""
    return ImageCode.key(picture=picture)


def show_image_code(work: Work) -> ImageCodeShown:
    """A new picture, as a data URI."""
    picture, digits = ids.secret_token(), "".join(secrets.choice("0123456789") for _ in range(DIGITS))
    code = ImageCode(picture=picture, answer=ids.fingerprint(picture, digits), expires_at=work.now + VALID_FOR)
    code.expires_at_epoch = int((datetime.now(UTC) + VALID_FOR * 2).timestamp())
    work.add(code)
    return ImageCodeShown(picture=picture, image=f"data:image/png;base64,{base64.b64encode(drawn(digits)).decode()}")


def refuses_code(code: ImageCode | None, digits: str, now: datetime) -> Refusal | None:
    """The digits of a picture that is known, not used and not too old."""
    if code is not None and now < code.expires_at and code.answer == ids.fingerprint(code.picture, digits):
        return None
    return Refusal.because("image_code_wrong", "13.1.3/r3", way_out="ask_for_another_picture")


def drawn(digits: str) -> bytes:
    """The digits as a grey PNG, each a little out of line, with dots between them."""
    jitter = random.SystemRandom()
    dots = [bytearray(b"\xff" * WIDTH) for _ in range(HEIGHT)]
    for place, digit in enumerate(digits):
        left, top, ink = 6 + place * 27 + jitter.randrange(4), 4 + jitter.randrange(14), jitter.randrange(110)
        for row, bits in enumerate(FONT[int(digit)]):
            for column in (column for column in range(5) if bits >> (4 - column) & 1):
                for line in dots[top + row * SCALE : top + (row + 1) * SCALE]:
                    line[left + column * SCALE : left + (column + 1) * SCALE] = bytes([ink]) * SCALE
    for _ in range(WIDTH * HEIGHT // 12):
        dots[jitter.randrange(HEIGHT)][jitter.randrange(WIDTH)] = jitter.randrange(256)
    return _png(dots)


def _png(dots: list[bytearray]) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 0, 0, 0, 0)
    rows = b"".join(b"\x00" + bytes(line) for line in dots)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
