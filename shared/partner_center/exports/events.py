"""What exports tell: themselves, that one waits to be gone on with; others, how it ended."""

from __future__ import annotations

from partner_center.platform.events import DomainEvent


class ExportWaiting(DomainEvent, name="exports.export_waiting"):
    """An export was asked for, or stopped half-way and goes on in another invocation. `partner_id`: the requester's tenant."""

    scope: str
    user_id: str
    task_id: str


class ExportCompleted(DomainEvent, name="exports.export_completed"):
    """A file is ready for its requester, until `expires_at`."""

    user_id: str
    task_id: str
    title_zh: str
    title_en: str
    rows: int
    expires_at: str


class ExportFailed(DomainEvent, name="exports.export_failed"):
    """An export came to nothing. `reason` is the code of a text."""

    user_id: str
    task_id: str
    title_zh: str
    title_en: str
    reason: str
