"""Note what went into purses."""

from partner_center.platform.consumer import Consumer, Work
from tests.kit.sample.purse import MoneyPutIn, note_gift


@Consumer.hears(MoneyPutIn)
def app(event: MoneyPutIn, work: Work) -> None:
    note_gift(event, work)
