"""Working hours where the partner is: 09:00-18:00 on working days, in its own time zone (4.2/r21; the hours are OPEN, this is its reading).

Working days are China's calendar, of the local day: the senders are there, and it is the one calendar the product has.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from partner_center.kernel import clock

OPENS, CLOSES = time(9), time(18)


def zone_of(name: str | None) -> ZoneInfo:
    """A time zone by its IANA name; Beijing's where it is none."""
    try:
        return ZoneInfo(name) if name else clock.BEIJING
    except (ZoneInfoNotFoundError, ValueError):
        return clock.BEIJING


def within_hours(moment: datetime, zone: ZoneInfo) -> datetime:
    """The instant itself within working hours, otherwise when they begin next."""
    local = moment.astimezone(zone)
    if clock.is_working_day(local.date()) and OPENS <= local.time() < CLOSES:
        return moment
    day = local.date() if local.time() < OPENS else local.date() + clock.DAY
    while not clock.is_working_day(day):
        day += timedelta(days=1)
    return datetime.combine(day, OPENS, zone).astimezone(moment.tzinfo)
