"""A partner with three customers, and files small enough to be stored in several parts."""

import pytest

from partner_center.exports import store, writing
from tests.kit.customers import a_linked_customer


@pytest.fixture
def customers(world, stopped_clock):
    """C1, C2 and C3 of P1, associated a minute apart; C9 is P2's."""
    names = {"C1": "青山科技", "C2": "远航网络", "C3": "晨星数据"}
    for customer_id, name in names.items():
        a_linked_customer(customer_id, customer_name=name, email=f"it@{customer_id.lower()}.example")
        stopped_clock.pass_(minutes=1)
    a_linked_customer("C9", of="P2", customer_name="别家客户")
    return list(names)


@pytest.fixture
def small_pieces(monkeypatch):
    """One record a page, a checkpoint after each page, a part as soon as there are some bytes."""
    monkeypatch.setattr(writing, "READ_AT_ONCE", 1)
    monkeypatch.setattr(writing, "CHECKPOINT_MS", 0)
    monkeypatch.setattr(store, "PART", 64)
    monkeypatch.setattr("moto.s3.models.S3_UPLOAD_PART_MIN_SIZE", 1)
