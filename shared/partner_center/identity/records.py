"""What lies side by side in a person's partition, so that one query finds everything a call depends on."""

from __future__ import annotations

from partner_center.platform.table import Record


class PersonRecord(Record):
    """An account, a membership or a session; nothing else lies in `person/{user_id}`."""
