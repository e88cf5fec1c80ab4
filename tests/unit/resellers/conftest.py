"""Two distributors of one region in an empty world, and a box for the e-mail that leaves it."""

import pytest

from partner_center.resellers import mail
from tests.kit.resellers import a_distributor


@pytest.fixture(autouse=True)
def distributors(world):
    """D1 and D2."""
    return a_distributor("D1"), a_distributor("D2")


@pytest.fixture
def mailbox(monkeypatch):
    """What went out by e-mail: (to, subject, text)."""
    sent = []
    monkeypatch.setattr(mail, "send_mail", lambda to, subject, text: sent.append((to, subject, text)))
    return sent
