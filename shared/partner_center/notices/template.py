"""Templates: which event is told to whom, by which channels, in which words (data/templates.json, rows in force by date).

A row's columns:
- event, code, category; when: values that fields of the event must have;
- audience: {"to": "members" | "staff", "permission"} (or "permission_in", a field that names it; "unlimited": not to those who see a part
  of the customers only), {"to": "customer" | "user", "field"} ("up_to": the field's text up to a sign), {"to": "customers", "field", "at"}
  (a list of tuples, the customer's place in them), {"to": "address", "name", "email", "mobile"} (fields of the event),
  {"to": "budget_recipients"} (whom the partner named for budget warnings);
- channels: portal, email, sms; working_hours_only holds e-mails and SMS until the recipient's partner works (4.2/r21);
- title, text, sms: in both languages with {fields} of the event, {partner_name} and {customer_name}; words: labels of enumerated fields.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from string import Formatter
from typing import Any
from zoneinfo import ZoneInfo

from partner_center.kernel import clock
from partner_center.kernel.effective import Row, rows
from partner_center.kernel.labels import ZH, Label, Labelled
from partner_center.kernel.messages import text_of
from partner_center.kernel.money import CNY

NOTHING = "—"
LONGEST_VALUE = 500  # characters of one field's value in a notice


class Channel(Labelled):
    """How somebody is told."""

    PORTAL = "portal", "站内信", "Portal message"
    EMAIL = "email", "邮件", "E-mail"
    SMS = "sms", "短信", "SMS"


@dataclass(frozen=True)
class Template:
    """One row of the data."""

    code: str
    event: str
    category: str
    audience: dict[str, Any]
    channels: tuple[Channel, ...]
    working_hours_only: bool
    title: Label
    text: Label
    sms: Label | None = None
    when: dict[str, Any] = field(default_factory=dict)
    words: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)

    def speaks_of(self, data: dict[str, Any]) -> bool:
        """Whether an event of this template's name is one that it tells of."""
        return all(data.get(name) == value for name, value in self.when.items())

    def rendered(self, words: Label, facts: dict[str, Any], language: str, zone: ZoneInfo) -> str:
        """One of its texts with the facts as people read them."""
        text = words.in_(language)
        names = {name for _, name, _, _ in Formatter().parse(text) if name}
        return text.format(**{name: self._value(name, facts.get(name), language, zone) for name in names})

    def _value(self, name: str, value: Any, language: str, zone: ZoneInfo) -> str:
        known = self.words.get(name, {}).get(value) if isinstance(value, str) else None
        return Label(**known).in_(language) if known else shown(value, language, zone)


def templates_for(event: str, data: dict[str, Any], at: datetime) -> list[Template]:
    """The templates in force that tell of an event."""
    found: dict[str, Template] = {}
    for row in rows("partner_center.notices", "templates"):
        if row["event"] == event and clock.instant(row["effective_from"]) <= at:
            found[row["code"]] = _template(row)  # a later row replaces an earlier one
    return [template for template in found.values() if template.speaks_of(data)]


def events_told() -> tuple[str, ...]:
    """The names of the events that some template tells of, in whatever time."""
    return tuple(sorted({row["event"] for row in rows("partner_center.notices", "templates")}))


def every_template() -> list[Template]:
    """All rows of the data."""
    return [_template(row) for row in rows("partner_center.notices", "templates")]


def _template(row: Row) -> Template:
    return Template(
        code=row["code"],
        event=row["event"],
        category=row["category"],
        audience=row["audience"],
        channels=tuple(Channel(channel) for channel in row["channels"]),
        working_hours_only=row["working_hours_only"],
        title=Label(**row["title"]),
        text=Label(**row["text"]),
        sms=Label(**row["sms"]) if "sms" in row else None,
        when=row.get("when", {}),
        words=row.get("words", {}),
    )


_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def shown(value: Any, language: str, zone: ZoneInfo) -> str:
    """A value of an event as people read it: times in the recipient's zone (4.2/r22), money with its sign, codes as their texts."""
    match value:
        case None | "" | [] | ():
            return NOTHING
        case {"amount": amount, "currency": currency}:
            whole, _, cents = str(amount).partition(".")
            return f"¥{int(whole):,}.{cents or '00'}" if currency == CNY else f"{amount} {currency}"
        case list() | tuple():
            texts = (text_of(part, language) if isinstance(part, str) else part for part in value)
            return ("；" if language == ZH else "; ").join(shown(text, language, zone) for text in texts)
        case str() if _INSTANT.match(value):
            return shown_instant(clock.instant(value), zone)
        case str() if _DAY.fullmatch(value):
            return value.replace("-", "/")
        case str():
            return " ".join(value.split())[:LONGEST_VALUE]
    return str(value)


def shown_instant(moment: datetime, zone: ZoneInfo) -> str:
    """`2024/07/16 11:15:30 GMT+08:00`, in any zone."""
    local = moment.astimezone(zone)
    offset = local.strftime("%z")
    return f"{local:%Y/%m/%d %H:%M:%S} GMT{offset[:3]}:{offset[3:5]}"
