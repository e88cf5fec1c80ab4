"""The only place that reads the time. Instants are UTC; business dates, months and working days are Beijing's."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from partner_center.kernel.errors import Broken, Unavailable

BEIJING = ZoneInfo("Asia/Shanghai")
DAY = timedelta(days=1)


def now() -> datetime:
    """This instant (UTC), moved by the environment's business clock where one is set (never in production)."""
    real = datetime.now(UTC)
    parameter = os.environ.get("CLOCK_PARAMETER", "")
    return real + timedelta(seconds=_offset(parameter)) if parameter else real


def _offset(parameter: str) -> int:
    """Seconds by which a test environment's clock is moved, from a parameter that all its functions share. Raises Unavailable."""
    from aws_lambda_powertools.utilities.parameters import get_parameter
    from aws_lambda_powertools.utilities.parameters.exceptions import GetParameterError

    try:
        return int(get_parameter(parameter, max_age=2) or 0)
    except GetParameterError as problem:
        raise Unavailable("clock") from problem


def instant(text: str) -> datetime:
    """An instant from ISO 8601 text with a zone; a bare date is the start of that day in Beijing."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Broken(f"not an instant: {text!r}") from None
    return moment.replace(tzinfo=BEIJING).astimezone(UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def iso(moment: datetime) -> str:
    """The stored and sent form of an instant: UTC, microseconds, sorts as text."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def shown(moment: datetime) -> str:
    """As people read it: `2024/07/16 11:15:30 GMT+08:00`."""
    return moment.astimezone(BEIJING).strftime("%Y/%m/%d %H:%M:%S GMT+08:00")


def business_date(moment: datetime) -> date:
    """The Beijing calendar day of an instant."""
    return moment.astimezone(BEIJING).date()


def start_of(day: date) -> datetime:
    """00:00 of a Beijing day."""
    return datetime.combine(day, time(), BEIJING).astimezone(UTC)


def end_of(day: date) -> datetime:
    """The last second of a Beijing day (23:59:59), as the guide writes ends of validity."""
    return start_of(day + DAY) - timedelta(seconds=1)


def billing_period(moment: datetime) -> str:
    """The Beijing calendar month of an instant: `2024-09`."""
    return moment.astimezone(BEIJING).strftime("%Y-%m")


def first_day(period: str) -> date:
    """The first day of a billing period `YYYY-MM`."""
    return date.fromisoformat(f"{period}-01")


def shifted(period: str, months: int) -> str:
    """The billing period some months later (or earlier, when negative)."""
    year, month = (int(part) for part in period.split("-"))
    index = year * 12 + month - 1 + months
    return f"{index // 12:04d}-{index % 12 + 1:02d}"


def start_of_period(period: str) -> datetime:
    """00:00 Beijing time of a billing period's first day."""
    return start_of(first_day(period))


def months_later(moment: datetime, months: int) -> datetime:
    """The same Beijing wall time some calendar months later; the month's last day where that day does not exist."""
    local = moment.astimezone(BEIJING)
    period = shifted(local.strftime("%Y-%m"), months)
    last = (first_day(shifted(period, 1)) - DAY).day
    return local.replace(year=int(period[:4]), month=int(period[5:]), day=min(local.day, last)).astimezone(UTC)


def is_working_day(day: date, overrides: Mapping[date, bool] | None = None) -> bool:
    """Whether China works that day. Beyond the calendar's published years: Monday to Friday.

    `overrides` (day → works) win; they are kernel/data/working_days.json (`{"2027-02-08": false}`) unless given.
    """
    known = _configured() if overrides is None else overrides
    return known[day] if day in known else _published(day)


@lru_cache(maxsize=1)
def _configured() -> Mapping[date, bool]:
    text = files("partner_center.kernel").joinpath("data", "working_days.json").read_text(encoding="utf-8")
    return {date.fromisoformat(day): bool(works) for day, works in json.loads(text).items()}


@lru_cache(maxsize=1024)
def _published(day: date) -> bool:
    import chinese_calendar

    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5


def working_days_later(day: date, count: int, overrides: Mapping[date, bool] | None = None) -> date:
    """The day that ends `count` working days, the first being the next working day."""
    while count > 0:
        day += DAY
        count -= is_working_day(day, overrides)
    return day
