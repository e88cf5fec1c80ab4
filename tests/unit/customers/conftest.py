"""Two partners in an empty world, and a box for the e-mail that leaves it."""

import pytest

from partner_center.customers import mail
from tests.kit.partners import a_partner


@pytest.fixture
def partners(world):
    """P1 and P2, both with a contact in their profile."""
    return a_partner("P1"), a_partner("P2", name="启明信息")


@pytest.fixture
def mailbox(monkeypatch):
    """What went out by e-mail: (to, subject, text)."""
    sent = []
    monkeypatch.setattr(mail, "send_mail", lambda to, subject, text: sent.append((to, subject, text)))
    return sent
