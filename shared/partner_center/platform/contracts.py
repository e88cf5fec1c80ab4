"""The words of the API: base classes of requests and answers, and field types with their limits and labels."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, ConfigDict, Field, PlainSerializer, StringConstraints, model_validator

from partner_center.kernel import clock
from partner_center.kernel.errors import Wrong
from partner_center.kernel.money import CNY, Money
from partner_center.platform.model import Model

Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.:\-]{1,64}$")]
Remark = Annotated[str, StringConstraints(strip_whitespace=True, max_length=512)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=256)]
Mobile = Annotated[str, StringConstraints(pattern=r"^(\+86)?1[3-9]\d{9}$")]  # mainland mobile, with or without its country code
Period = Annotated[str, StringConstraints(pattern=r"^20\d\d-(0[1-9]|1[0-2])$")]
Time = Annotated[datetime, AfterValidator(lambda moment: clock.instant(moment.isoformat())), PlainSerializer(clock.iso, return_type=str)]

_LARGEST = Decimal(10) ** 13


def _payable(money: Money) -> Money:
    if money.currency != CNY:
        raise Wrong("金额币种须为人民币（CNY）", "an amount is in CNY")
    exponent = money.amount.as_tuple().exponent
    if not isinstance(exponent, int) or exponent < -2 or abs(money.amount) >= _LARGEST:
        raise Wrong("金额最多 13 位整数、2 位小数", "an amount has at most 13 digits and 2 decimals")
    return money


def _positive(money: Money) -> Money:
    if money.amount <= 0:
        raise Wrong("金额须大于 0", "an amount is greater than 0")
    return money


def _not_negative(money: Money) -> Money:
    if money.is_negative:
        raise Wrong("金额不能为负数", "an amount is not negative")
    return money


Amount = Annotated[Money, AfterValidator(_payable), AfterValidator(_positive)]  # what a person may enter: CNY, > 0, two decimals
AmountOrZero = Annotated[Money, AfterValidator(_payable), AfterValidator(_not_negative)]


def field(zh: str, en: str, *, default: Any = ..., unique: bool = False, masked: bool = False, **limits: Any) -> Any:
    """A labelled field: `field("备注信息", "Remark", default=None, max_length=512)`. `masked` fields leave only hidden."""
    extra: dict[str, Any] = {"x-label": {"zh": zh, "en": en}}
    if unique:
        extra["uniqueItems"] = True
    if masked:
        extra["x-masked"] = True
    return Field(default, description=f"{zh} / {en}", json_schema_extra=extra, **limits)


class Request(Model):
    """What a caller sends: path, query and body in one. Unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_max_length=10_000)

    @model_validator(mode="after")
    def _no_value_twice(self) -> Request:
        for name, info in type(self).model_fields.items():
            extra = info.json_schema_extra
            values = getattr(self, name)
            if isinstance(extra, dict) and extra.get("uniqueItems") and values is not None and len(set(map(str, values))) < len(values):
                raise Wrong(f"{name}：不能有重复值", f"{name}: no value twice")
        return self


class Response(Model):
    """What a function answers."""

    model_config = ConfigDict(frozen=True)


class Nothing(Response):
    """An answer without content beyond success."""


def masked(text: str | None) -> str | None:
    """A sensitive text with only its ends left: `z****1`; a mobile number keeps three digits at each end (`149****282`)."""
    if not text:
        return text
    if len(text) >= 7 and text.lstrip("+").isdigit():
        return f"{text[:3]}****{text[-3:]}"
    if "@" in text:
        name, _, domain = text.partition("@")
        return f"{name[:1]}****@{domain}"
    return f"{text[0]}****{text[-1]}" if len(text) > 1 else "****"
