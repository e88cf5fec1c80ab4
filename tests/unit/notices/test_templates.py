"""The templates: every one speaks of an event that exists, to people who exist, in both languages."""

import json
from string import Formatter
from typing import get_args
from zoneinfo import ZoneInfo

import pytest

from partner_center.kernel import clock
from partner_center.kernel.effective import rows
from partner_center.kernel.permissions import PERMISSIONS, Actor, Role
from partner_center.notices import Channel, categories, events_told, every_template, template as templates
from partner_center.notices.template import shown, templates_for
from partner_center.platform.declarations import Events
from partner_center.platform.events import EVENTS
from tests.kit.world import functions

BESIDE = {"partner_name", "customer_name"}
BEIJING, NEW_YORK = ZoneInfo("Asia/Shanghai"), ZoneInfo("America/New_York")
TEMPLATES = [pytest.param(template, id=template.code) for template in every_template()]


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_template_speaks_of_an_event_and_its_fields(template):
    functions()  # loads every area, and with it every event
    fields = set(EVENTS[template.event].model_fields)
    for text in (*template.title, *template.text, *(template.sms or ())):
        assert text
        assert places(text) <= fields | BESIDE
    assert set(template.when) <= fields
    assert set(template.words) <= fields
    audience = template.audience
    named = {audience[name] for name in ("field", "permission_in", "name", "email", "mobile") if name in audience}
    assert named <= fields


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_template_has_readers(template):
    permission = template.audience.get("permission")
    if template.audience["to"] == "members":
        assert any(Role(role).side is Actor.PARTNER for role in PERMISSIONS[permission].roles)
    assert template.audience["to"] in {"members", "staff", "customer", "customers", "user", "address", "budget_recipients"}
    assert template.category in categories(clock.now())
    assert template.channels
    assert (template.sms is None) or Channel.SMS in template.channels


@pytest.mark.parametrize("template", [p for p in TEMPLATES if p.values[0].sms])
def test_an_sms_is_short(template):
    assert all(len(text) <= 160 for text in template.sms)


def test_codes_are_unique_and_the_consumer_hears_every_event():
    codes = [row["code"] for row in rows("partner_center.notices", "templates")]
    assert len(codes) == len(set(codes))
    trigger = functions()["notices.plan_notices"].declaration.trigger
    assert isinstance(trigger, Events)
    assert set(trigger.names) == set(events_told())


def test_the_pattern_of_the_consumers_rule_fits():
    """EventBridge takes 2,048 characters."""
    assert len(json.dumps({"detail-type": list(events_told())})) <= 2048


def test_the_latest_row_in_force_speaks(monkeypatch):
    old = next(row for row in rows("partner_center.notices", "templates") if row["code"] == "top_up_credited")
    new = {**old, "effective_from": "2024-10-01", "title": {"zh": "新", "en": "new"}}
    monkeypatch.setattr(templates, "rows", lambda package, name: (old, new))
    said = [
        [template.title.en for template in templates_for(old["event"], {}, clock.instant(day))]
        for day in ("2023-12-31", "2024-09-30", "2024-10-01")
    ]
    assert said == [[], ["A top-up has arrived"], ["new"]]


def test_a_template_speaks_only_of_the_values_it_names():
    def codes(**data):
        return [template.code for template in templates_for("reviews.review_decided", data, clock.now())]

    assert codes(review_kind="customers.report") == ["report_decided"]
    assert codes(review_kind="identity.real_name", decision="approved") == []
    assert codes(review_kind="identity.real_name", decision="rejected") == ["real_name_rejected"]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({"amount": "1234567.50", "currency": "CNY"}, "¥1,234,567.50"),
        ({"amount": "3", "currency": "USD"}, "3 USD"),
        (None, "—"),
        ([], "—"),
        (12, "12"),
        ("a\r\nBcc: b", "a Bcc: b"),
        ("2024-09", "2024-09"),
        ("2024-09-30", "2024/09/30"),
        (["forbidden", "not_found"], "You do not have the permission for this; No such record"),
        ("forbidden", "forbidden"),
    ],
)
def test_values_are_shown_as_people_read_them(value, said):
    assert shown(value, "en", BEIJING) == said


@pytest.mark.rule("4.2/r22")
def test_times_are_shown_in_the_chosen_zone():
    moment = "2024-09-02T02:00:00.000000Z"
    assert shown(moment, "zh", BEIJING) == "2024/09/02 10:00:00 GMT+08:00"
    assert shown(moment, "zh", NEW_YORK) == "2024/09/01 22:00:00 GMT-04:00"


def test_a_value_cannot_speak_for_the_template():
    template = next(template for template in every_template() if template.code == "top_up_credited")
    said = template.rendered(template.text, {"amount": "{reference}", "reference": "{0.__class__}"}, "en", BEIJING)
    assert said == "The top-up of {reference} has been credited, reference {0.__class__}."


def test_words_of_enumerations_are_complete():
    for template in every_template():
        for name, words in template.words.items():
            kind = EVENTS[template.event].model_fields[name].annotation
            members = [member.value for member in kind] if isinstance(kind, type) and issubclass(kind, str) and kind is not str else None
            assert members is None or set(members) <= set(words), f"{template.code}.{name} {get_args(kind)}"
