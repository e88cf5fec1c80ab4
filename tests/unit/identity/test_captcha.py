"""Captchas before something is opened (10.6.3.2/r5, 11.5.3.1)."""

from __future__ import annotations

import base64
from io import BytesIO

import pytest
from PIL import Image

from partner_center.identity import Captcha
from partner_center.identity.captcha import HEIGHT, LENGTH, LETTERS, TRIES, WIDTH
from tests.kit.funds import a_partner
from tests.kit.remittances import TEXT, a_captcha, captchas_show, open_account
from tests.kit.world import partner_user

ANNA = partner_user(name="anna")
BEN = partner_user(name="ben")


@pytest.fixture(autouse=True)
def _world(world, monkeypatch):
    a_partner()
    captchas_show(monkeypatch)


def captchas() -> list[Captcha]:
    return list(Captcha.scan())


def test_a_captcha_is_a_picture_and_its_letters_are_nowhere(world):
    shown = world.call(ANNA, "POST", "/identity/captchas").ok()
    picture = Image.open(BytesIO(base64.b64decode(shown["image"].removeprefix("data:image/png;base64,"))))
    assert (picture.format, picture.size) == ("PNG", (WIDTH, HEIGHT))
    (kept,) = captchas()
    assert TEXT not in str(kept.serialize(null_check=False)).upper()
    assert TEXT not in str(shown | {"image": ""})


def test_no_letter_of_a_captcha_looks_like_another_one():
    assert len(set(LETTERS)) == len(LETTERS) > 20
    for alike in ("0OQ", "1IL", "5S", "8B", "2Z", "6G", "UV"):
        assert len(set(alike) & set(LETTERS)) <= 1


@pytest.mark.parametrize("typed", [TEXT, TEXT.lower()])
def test_case_does_not_matter(world, typed):
    assert open_account(world, ANNA, text=typed).status == 201


def test_each_picture_is_another_one(world, monkeypatch):
    monkeypatch.undo()
    shown = {world.call(ANNA, "POST", "/identity/captchas").ok()["image"] for _ in range(3)}
    assert len(shown) == 3
    assert LENGTH == 5


@pytest.mark.rule("10.6.3.2/r5")
def test_a_captcha_is_good_once(world):
    a_partner("P2")
    used = a_captcha(world, ANNA)
    open_account(world, ANNA, captcha_id=used).ok()
    assert captchas() == []
    other = partner_user("P2", name="anna")
    assert open_account(world, other, captcha_id=used).refused_as == "captcha_wrong"


def test_a_captcha_is_good_for_five_minutes(world, stopped_clock):
    known = a_captcha(world, ANNA)
    stopped_clock.pass_(minutes=5)
    assert open_account(world, ANNA, captcha_id=known).refused_as == "captcha_wrong"


def test_a_captcha_is_good_for_whom_it_was_shown_to(world):
    assert open_account(world, BEN, captcha_id=a_captcha(world, ANNA)).refused_as == "captcha_wrong"


def test_after_five_wrong_guesses_the_right_one_comes_too_late(world):
    known = a_captcha(world, ANNA)
    answers = [open_account(world, ANNA, captcha_id=known, text="AAAAA").refused_as for _ in range(TRIES)]
    assert answers == ["captcha_wrong"] * TRIES
    assert open_account(world, ANNA, captcha_id=known).refused_as == "captcha_wrong"
    assert open_account(world, ANNA).status == 201


def test_a_dry_run_guesses_as_well_and_uses_nothing_up(world):
    known = a_captcha(world, ANNA)
    for _ in range(TRIES - 1):
        open_account(world, ANNA, captcha_id=known, text="AAAAA", query="?dry_run=true")
    assert open_account(world, ANNA, captcha_id=known, query="?dry_run=true").status == 200
    assert open_account(world, ANNA, captcha_id=known).refused_as == "captcha_wrong"


def test_a_guess_at_an_unknown_captcha_leaves_nothing(world):
    assert open_account(world, ANNA, captcha_id="Z" * 32).refused_as == "captcha_wrong"
    assert captchas() == []
