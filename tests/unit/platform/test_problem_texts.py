"""What an answer says of wrong input and of a refusal's facts, in the caller's language and in the API's own formats."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Literal

import pytest
from pydantic import ValidationError

from partner_center.funds import AllocateFunds
from partner_center.kernel.errors import Refusal, Refused
from partner_center.kernel.money import Money
from partner_center.platform.contracts import Request, Time, field
from partner_center.platform.input_texts import OTHERWISE
from partner_center.platform.problems import invalid, problem_of
from tests.kit.world import functions


class Form(Request):
    """Every kind of limit that a form has."""

    number: int = field("数字", "Number", default=1, ge=1, le=9)
    letters: str = field("字母", "Letters", default="a", pattern="^[a-z]+$", max_length=3)
    several: list[str] = field("多个", "Several", default=["a"], min_length=1, max_length=2, unique=True)
    at: Time | None = field("时间", "Time", default=None)
    colour: Literal["red", "green", "amber"] = field("颜色", "Colour", default="red")


def said(contract: Any, sent: dict[str, Any], language: str) -> list[str]:
    """What the answer says of wrong input."""
    with pytest.raises(ValidationError) as error:
        contract.model_validate(sent)
    problem = problem_of(invalid(error.value), language, "C1")
    assert problem is not None
    return [one.detail for one in problem.fields or []]


ALLOCATION = {"customer_id": "C1", "allocation_type": "normal", "amount": "1"}


@pytest.mark.parametrize(
    ("contract", "sent", "zh", "en"),
    [
        (AllocateFunds, {**ALLOCATION, "amount": "0"}, "金额须大于 0", "an amount is greater than 0"),
        (
            AllocateFunds,
            {**ALLOCATION, "amount": "1.005"},
            "金额最多 13 位整数、2 位小数",
            "an amount has at most 13 digits and 2 decimals",
        ),
        (AllocateFunds, {**ALLOCATION, "amount": "ten"}, "金额须为数字", "an amount is a decimal number"),
        (AllocateFunds, {**ALLOCATION, "remark": "x" * 513}, "最多 512 个字符", "at most 512 characters"),
        (AllocateFunds, {**ALLOCATION, "allocation_type": "gift"}, "可选值：normal 或 earmarked", "one of: normal or earmarked"),
        (
            AllocateFunds,
            {**ALLOCATION, "allocation_type": "earmarked"},
            "专款专用须至少选择一个使用场景",
            "earmarked money names at least one usage scenario",
        ),
        (Form, {"colour": "blue"}, "可选值：red、green 或 amber", "one of: red, green or amber"),
        (Form, {"number": 0}, "须不小于 1", "at least 1"),
        (Form, {"number": 10}, "须不大于 9", "at most 9"),
        (Form, {"number": "many"}, "须为整数", "a whole number is expected"),
        (Form, {"letters": "1"}, "格式不正确，须符合 ^[a-z]+$", "not in the expected form ^[a-z]+$"),
        (Form, {"letters": 1}, "须为文本", "a text is expected"),
        (Form, {"several": []}, "至少 1 项", "at least 1 of them"),
        (Form, {"several": ["a", "a"]}, "several：不能有重复值", "several: no value twice"),
        (
            Form,
            {"at": "yesterday"},
            "须为含时区的时间（如 2024-09-30T09:00:00+08:00）",
            "a time with its zone, such as 2024-09-30T09:00:00+08:00",
        ),
        (Form, {"more": 1}, "不支持该字段", "not a field of this request"),
    ],
)
def test_wrong_input_is_explained_in_the_callers_language(contract: Any, sent: dict[str, Any], zh: str, en: str):
    assert (said(contract, sent, "zh"), said(contract, sent, "en")) == ([zh], [en])


def test_what_is_missing_is_named():
    assert said(AllocateFunds, {"customer_id": "C1", "amount": "1"}, "zh") == ["必填项"]


NONSENSE = [None, "", -1, 1.5, "x" * 20_000, [], {}, True, ["a"] * 2_000, {"amount": "1e99"}, 10**30]


def test_no_contract_of_the_product_complains_without_words():
    wordless = set()
    for name, app in functions().items():
        for contract in {operation.request for operation in getattr(app.declaration.trigger, "operations", ())} - {None}:
            for value in NONSENSE:
                try:
                    contract.model_validate(dict.fromkeys(contract.model_fields, value))
                except ValidationError as error:
                    wordless |= {(name, pointer, kind) for pointer, kind, text in invalid(error).fields if text == OTHERWISE}
    assert not wordless


def test_the_facts_of_a_refusal_are_written_as_the_api_writes_them():
    when = datetime(2024, 9, 30, 1, tzinfo=UTC)
    refusal = Refusal.because("busy", when=when, each=[when, Money.of("2")], amount=Money.of("1.5"), count=3, nobody=None)
    problem = problem_of(Refused(refusal), "en", "C1")
    assert problem is not None
    assert problem.refusals is not None
    instant = "2024-09-30T01:00:00.000000Z"
    assert problem.refusals[0].facts == {
        "when": instant,
        "each": [instant, {"amount": "2.00", "currency": "CNY"}],
        "amount": {"amount": "1.50", "currency": "CNY"},
        "count": 3,
        "nobody": None,
    }
