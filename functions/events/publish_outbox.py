"""Put the domain events of each commit on the bus."""

from partner_center.platform.consumer import Consumer
from partner_center.platform.outbox import publish


@Consumer.inserts("outbox")
def app(image: dict[str, object]) -> None:
    publish(image)
