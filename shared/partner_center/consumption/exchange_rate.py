"""Exchange rates to CNY: data with effective dates (data/exchange_rates.json: CNY for one unit of the currency)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from partner_center.kernel import clock, effective


def rate_to_cny(currency: str, at: datetime) -> Decimal | None:
    """CNY for one unit of a currency, as in force on the Beijing day of an instant; None where none is configured."""
    return _rate_of_day(currency, clock.business_date(at))


@lru_cache(maxsize=1024)
def _rate_of_day(currency: str, day: date) -> Decimal | None:
    row = effective.find_in_force("partner_center.consumption", "exchange_rates", clock.start_of(day), currency=currency)
    return Decimal(row["rate"]) if row else None
