"""How often anybody may guess or ask for messages, by typed name and by network address, known or unknown alike.

A guess is counted before it is made and given back when it was right, so that many at once do not overtake the count. Names that nobody
has are counted like others: the answer tells no one which there are.
"""

from __future__ import annotations

from partner_center.kernel.errors import Refusal, Refused
from partner_center.platform.throttle import Limit

QUARTER, HOUR = 900, 3600  # seconds

SIGN_INS = Limit("sign_in", times=5, within_s=QUARTER)  # wrong passwords for one name
SIGN_INS_FROM = Limit("sign_in_from", times=200, within_s=QUARTER)  # from one address: an office shares it, a guesser tries many names
OWN_PASSWORD = Limit("own_password", times=5, within_s=QUARTER)  # wrong old passwords of somebody signed in
ONE_TIME_CODES = Limit("one_time_code", times=5, within_s=QUARTER)  # wrong codes for one name
REGISTRATIONS_FROM = Limit("registration_from", times=60, within_s=HOUR)
REGISTRATIONS_OF = Limit("registration_of", times=5, within_s=HOUR)  # text messages that strangers may send to one mobile
CODE_PAUSE = Limit("code_pause", times=1, within_s=60)
CODES = Limit("code", times=5, within_s=HOUR)
RECOVERIES = Limit("recovery", times=5, within_s=HOUR)
RECOVERIES_FROM = Limit("recovery_from", times=60, within_s=HOUR)

Counted = tuple[Limit, str]


def guess(*counted: Counted) -> None:
    """Count a guess. Raises Refused `too_many_attempts` beyond a limit, even for what would be right."""
    if any(count > limit.times for count, limit in [(limit.count(who), limit) for limit, who in counted]):
        longest = max(limit.within_s for limit, _ in counted)
        raise Refused(Refusal.because("too_many_attempts", way_out="wait_and_try_again", minutes=longest // 60))


def right(*counted: Counted) -> None:
    """The guess was right: it does not count."""
    for limit, who in counted:
        limit.count(who, by=-1)


def limited(*counted: Counted) -> None:
    """Count something that may be done so often only. Raises Refused `too_many_attempts`."""
    guess(*counted)
