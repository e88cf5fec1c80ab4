"""Showing one masked field of one record in full (10.4/r1): counted, and in the audit trail, which names record and field only.

OPEN: the guide does not say whether it is logged; it is, always. A dry run, which leaves no trace, shows nothing either.
"""

from __future__ import annotations

from typing import Any

from partner_center.exports.contracts import RevealedField, RevealField
from partner_center.kernel.errors import Invalid
from partner_center.kernel.labels import Label
from partner_center.platform.caller import Caller
from partner_center.platform.catalogue import Page, page_for
from partner_center.platform.throttle import Limit
from partner_center.platform.view import Column
from partner_center.platform.work import Work

# Who looks up customers' numbers all day needs some dozens an hour; who copies the customer list needs thousands.
PER_PERSON = Limit("reveal", times=120, within_s=3600)


def reveal_masked_field(request: RevealField, caller: Caller, work: Work) -> RevealedField:
    """The full value of a masked field of a record that the page shows the caller.

    Raises NotFound for a record that the page does not show to the caller; Invalid for a field that is not masked there, or other ids than
    the page's; Halt `too_many_requests`.
    """
    page = page_for(caller, request.kind)
    column = masked_column(page, request.field)
    refuse_other_ids(page, request.record)
    if not work.dry_run:
        PER_PERSON.take(caller.user_id)
    record = page.view.find(caller, request.record)
    work.note(page=page.kind, record=dict(request.record), field=column.name)
    return RevealedField(field=column.name, value=column.of(record, work.now) if work.dry_run else column.raw(record, work.now))


def masked_column(page: Page, name: str) -> Column[Any]:
    """A masked column of a page. Raises Invalid for any other."""
    for column in page.view.columns:
        if column.name == name and column.masked:
            return column
    raise Invalid(("/field", "not_masked", Label("须为该页面的脱敏字段", "a masked field of the page")))


def refuse_other_ids(page: Page, record: dict[str, str]) -> None:
    """Raise Invalid unless exactly the page's ids are given."""
    wanted = set(page.view.ids)
    missing = [(f"/record/{name}", "missing", Label("须填写记录的标识", "an id of the record")) for name in sorted(wanted - record.keys())]
    unknown = [
        (f"/record/{name}", "extra_forbidden", Label("不是该页面的标识", "no id of this page")) for name in sorted(record.keys() - wanted)
    ]
    if missing or unknown:
        raise Invalid(*missing, *unknown)
