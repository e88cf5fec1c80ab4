"""Asking for an export: decided against the page's own contract, permission and limits before anything is written."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ValidationError

from partner_center.exports.contracts import ExportCreated, RequestExport
from partner_center.exports.events import ExportWaiting
from partner_center.exports.task import ExportTask
from partner_center.kernel import clock, ids
from partner_center.kernel.errors import Invalid, Refusal
from partner_center.kernel.labels import Label
from partner_center.kernel.messages import text_of
from partner_center.platform.caller import Caller
from partner_center.platform.catalogue import Page, page_for
from partner_center.platform.problems import invalid
from partner_center.platform.throttle import Limit
from partner_center.platform.view import View
from partner_center.platform.work import Work

# Each export reads up to a million records: enough for a day's reporting, too little to read the table all day long.
PER_PERSON = Limit("export", times=60, within_s=3600)


def request_export(request: RequestExport, caller: Caller, work: Work) -> ExportCreated:
    """Create an export task (10.4/r2); the file is made by `write_export`.

    It holds what the page's list would show the caller for these filters at this instant. Raises Refused: export_not_allowed,
    export_span_needed, export_span_too_long, and whatever the page itself refuses; Invalid for filters or columns the page does not have.
    """
    page = page_for(caller, request.kind)
    work.require(refuses_export(page, caller))
    asked = asked_of(page, request.filters)
    given = values_of(asked)
    page.view.question(caller, given, work.now)
    work.require(refuses_span(page.view, given, work.now))
    if not work.dry_run:
        PER_PERSON.take(caller.user_id)
    task = ExportTask(
        scope=caller.scope,
        user_id=caller.user_id,
        task_id=ids.new_id("EX", work.now),
        partner_id=caller.partner,
        page=page.kind,
        title_zh=page.title.zh,
        title_en=page.title.en,
        asked=asked.model_dump(mode="json", exclude_none=True),
        columns=chosen_columns(page.view, request.columns),
        sort=request.sort,
        format=request.format,
        language=request.language,
        acting_as=replace(caller, session=None).as_context(),
        requested_at=work.now,
        touched_at=work.now,
    )
    work.add(task)
    work.emit(ExportWaiting(partner_id=task.tenant, scope=task.scope, user_id=task.user_id, task_id=task.task_id))
    return ExportCreated(
        task_id=task.task_id,
        status=task.status,
        message=text_of("export_created", work.origin.language),
        requested_at=task.requested_at,
        expires_at=task.expires_at,
    )


def refuses_export(page: Page, caller: Caller) -> Refusal | None:
    """Some pages leave the product by few hands only: the customer list by the super administrator's (10.4.1.1/r5)."""
    if page.view.export_allow is None or caller.may(page.view.export_allow):
        return None
    return Refusal.because("export_not_allowed", "10.4.1.1/r5", way_out="ask_super_admin", page=page.kind)


def asked_of(page: Page, filters: dict[str, Any]) -> BaseModel:
    """The page's request fields, checked by the page's own contract. Raises Invalid with pointers below /filters."""
    try:
        return page.asked.model_validate(filters)
    except ValidationError as error:
        fields = invalid(error).fields
        raise Invalid(*((f"/filters{pointer}", code, detail) for pointer, code, detail in fields)) from None


def values_of(asked: BaseModel) -> dict[str, Any]:
    """What was given, as Python values."""
    return {name: value for name, value in asked if value is not None}


def refuses_span(view: View[Any], asked: dict[str, Any], now: datetime) -> Refusal | None:
    """A page may limit the span of time of one export (10.3.5.4/r6); an open end is now."""
    if view.export_span_months is None:
        return None
    since, until = asked.get("since"), asked.get("until") or now
    if since is None:
        return Refusal.because("export_span_needed", "10.3.5.4/r6", months=view.export_span_months)
    if until <= clock.months_later(since, view.export_span_months):
        return None
    return Refusal.because(
        "export_span_too_long", "10.3.5.4/r6", way_out="export_in_several", since=since, until=until, months=view.export_span_months
    )


def chosen_columns(view: View[Any], names: list[str] | None) -> list[str]:
    """Names of columns of a page, those of its list unless others are named; the detail's may be. Raises Invalid for others."""
    known = [column.name for column in view.columns]
    if unknown := [number for number, name in enumerate(names or []) if name not in known]:
        raise Invalid(
            *(
                (f"/columns/{number}", "unknown_column", Label(f"可选值：{', '.join(known)}", f"one of: {', '.join(known)}"))
                for number in unknown
            )
        )
    return list(names) if names is not None else [column.name for column in view.chosen()]
