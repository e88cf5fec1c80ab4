"""The chain of a trail: each audit record gets one seal, which holds what the seal before it held.

A seal's hash is SHA-256 over the previous seal's hash and the digest of the audit record's canonical form (its stored item as JSON with
sorted names). Whoever alters, removes or slips in a record would have to renew every later seal and the head. All of a chain lies below
`audit_chain/`, where only the area audit may write (infra/area_stack.py). What nobody inside the table can notice is a chain cut off at
its end together with its head; the nightly check therefore logs each head (number and hash), and logs lie outside the table.
"""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

from partner_center.platform.table import Instant, Key, Place, Record, Text, Whole

FIRST = "0" * 64  # what the first seal of a chain follows


class AuditSeal(Record, kind="audit_seal"):
    """The seal of one audit record; `position` is the record's sort key in its trail, so that no record is sealed twice."""

    PLACE = Place("audit_chain/{scope}", "seal/{position}")

    scope = Text()
    position = Text()
    number = Whole()  # 1, 2, 3 …: the order of sealing
    previous = Text()
    hash = Text()
    sealed_at = Instant()


class ChainHead(Record, kind="audit_chain_head"):
    """The last seal of a chain."""

    PLACE = Place("audit_chain/{scope}", "head")

    scope = Text()
    number = Whole(default=0)
    hash = Text(default=FIRST)


class AuditChain(Record, kind="audit_chain"):
    """That a scope has a chain, and when it is checked next. `broken` is what the last check found, None while all is well."""

    PLACE = Place("audit_chain/{scope}", "chain")
    OWNER = Place("audit_chains", "{scope}")
    DUE = Place("audit_chain_check", "{check_at}/{scope}")

    scope = Text()
    check_at = Instant()
    checked_at = Instant(null=True)
    checked_number = Whole(null=True)
    broken = Text(null=True)


def seal_key(scope: str, position: str) -> Key[AuditSeal]:
    """The address of the seal of an audit record."""
    return AuditSeal.key(scope=scope, position=position)


def head_key(scope: str) -> Key[ChainHead]:
    """The address of a chain's head."""
    return ChainHead.key(scope=scope)


def chain_key(scope: str) -> Key[AuditChain]:
    """The address of a chain's own record."""
    return AuditChain.key(scope=scope)


def digest_of(image: dict[str, Any]) -> str:
    """The digest of a stored item, the same however its names are ordered."""
    return hashlib.sha256(json.dumps(image, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def hash_after(previous: str, digest: str) -> str:
    """The hash of the seal that follows another one."""
    return hashlib.sha256(f"{previous}{digest}".encode()).hexdigest()


def next_seal(head: ChainHead, image: dict[str, Any], at: datetime) -> AuditSeal:
    """Seal an audit record behind the head, and move the head on."""
    made = AuditSeal(
        scope=head.scope,
        position=image["sk"]["S"],
        number=int(head.number) + 1,
        previous=head.hash,
        hash=hash_after(head.hash, digest_of(image)),
        sealed_at=at,
    )
    head.number, head.hash = made.number, made.hash
    return made
