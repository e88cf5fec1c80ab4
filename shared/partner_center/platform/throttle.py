"""Counters against guessing and flooding: how often somebody did something within a window of real time.

    SIGN_IN = Limit("sign_in", times=5, within_s=900)
    SIGN_IN.take(account_name)   # counts; raises Halt("too_many_requests") beyond the limit

Counting is one atomic update outside any unit of work: an attempt counts whatever becomes of it. Windows are fixed: twice the limit may
pass around a border; the table forgets old counters by itself. Without the table an attempt passes: a throttle guards, it locks nobody out.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from pynamodb.exceptions import PynamoDBException

from partner_center.kernel import ids
from partner_center.platform.observe import logger
from partner_center.platform.problems import Halt
from partner_center.platform.table import Place, Record, Text, Whole


class Counter(Record, kind="counter"):
    """How often somebody did something in one window. `who` is hashed: a counter tells nobody's name."""

    PLACE = Place("counter/{limit}/{who}", "{window}")

    limit = Text()
    who = Text()
    window = Text()
    attempts = Whole()


@dataclass(frozen=True)
class Limit:
    """At most `times` in each window of `within_s` seconds."""

    name: str
    times: int
    within_s: int

    def count(self, *who: str, by: int = 1) -> int:
        """Count an attempt (with `by=0` only look); how many there are in this window now. 0 while the table does not answer."""
        now = int(time.time())
        window = now - now % self.within_s
        counter = Counter(limit=self.name, who=ids.fingerprint(*who), window=str(window))
        counter.settle()
        ends = window + 2 * self.within_s
        try:
            counter.update(
                [Counter.attempts.add(by), Counter.expires_at_epoch.set(ends), Counter.kind.set(Counter)], add_version_condition=False
            )
        except PynamoDBException:
            logger.exception("not counted", extra={"limit": self.name})
            return 0
        return int(counter.attempts)

    def take(self, *who: str) -> int:
        """Count an attempt; raises Halt `too_many_requests` (429) beyond the limit."""
        if (count := self.count(*who)) > self.times:
            raise Halt("too_many_requests")
        return count
