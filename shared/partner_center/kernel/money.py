"""Money: a decimal amount with its currency. It never passes through float and is rounded only where a rule says so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, Inexact, InvalidOperation
from typing import Any

from partner_center.kernel.errors import Broken, Wrong

CNY = "CNY"
CENT = Decimal("0.01")
_EXACT = Context(prec=38, traps=[Inexact, InvalidOperation])  # DynamoDB keeps 38 digits; losing one is a defect, not a rounding


@dataclass(frozen=True, slots=True)
class Money:
    """An amount of one currency. Arithmetic is exact and refuses to mix currencies; `cents()` is the only rounding."""

    amount: Decimal
    currency: str = CNY

    @classmethod
    def of(cls, amount: Decimal | int | str, currency: str = CNY) -> Money:
        """Money from exact input. Floats are refused on purpose."""
        if isinstance(amount, float):
            raise Broken("money never comes from a float")
        value = Decimal(amount)
        if not value.is_finite():
            raise Broken("money is a finite number")
        return cls(value, currency)

    @classmethod
    def zero(cls, currency: str = CNY) -> Money:
        """Nothing, in a currency."""
        return cls(Decimal(0), currency)

    def __add__(self, other: Money) -> Money:
        return Money(_EXACT.add(self.amount, self._same(other)), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(_EXACT.subtract(self.amount, self._same(other)), self.currency)

    def __mul__(self, factor: int | Decimal) -> Money:
        return Money(_EXACT.multiply(self.amount, Decimal(factor)), self.currency)

    def __neg__(self) -> Money:
        return Money(_EXACT.minus(self.amount), self.currency)

    def __abs__(self) -> Money:
        return Money(_EXACT.abs(self.amount), self.currency)

    def __bool__(self) -> bool:
        return self.amount != 0

    def __lt__(self, other: Money) -> bool:
        return self.amount < self._same(other)

    def __le__(self, other: Money) -> bool:
        return self.amount <= self._same(other)

    def __gt__(self, other: Money) -> bool:
        return self.amount > self._same(other)

    def __ge__(self, other: Money) -> bool:
        return self.amount >= self._same(other)

    def __str__(self) -> str:
        return f"{self.plain} {self.currency}"

    @property
    def plain(self) -> str:
        """The amount as people and machines read it: no exponent, at least two decimals, no more than it has."""
        value = self.amount.normalize(_EXACT) if self.amount else Decimal(0)
        exponent = value.as_tuple().exponent
        return f"{value.quantize(CENT, context=_EXACT) if isinstance(exponent, int) and exponent > -2 else value:f}"

    @property
    def is_negative(self) -> bool:
        """Below zero."""
        return self.amount < 0

    def cents(self) -> Money:
        """Rounded half up to the cent (away from zero at the half, so that refunds mirror charges)."""
        return Money(self.amount.quantize(CENT, rounding=ROUND_HALF_UP), self.currency)

    def converted(self, rate: Decimal, currency: str) -> Money:
        """The same value in another currency at `rate` units of it for one of ours; exact, not rounded."""
        return Money(_EXACT.multiply(self.amount, rate), currency)

    def as_json(self) -> dict[str, str]:
        """`{"amount": "10.00", "currency": "CNY"}`."""
        return {"amount": self.plain, "currency": self.currency}

    def _same(self, other: Money) -> Decimal:
        if self.currency != other.currency:
            raise Broken(f"{self.currency} and {other.currency} do not mix")
        return other.amount

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        from pydantic_core import core_schema

        def read(value: Any) -> Money:
            currency = CNY
            if isinstance(value, Money):
                return value
            if isinstance(value, dict):
                if unknown := set(value) - {"amount", "currency"}:
                    names = ", ".join(sorted(unknown))
                    raise Wrong(f"不支持：{names}", f"unknown: {names}")
                value, currency = value.get("amount"), value.get("currency", CNY)
            if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
                raise Wrong("金额须为数字", "an amount is a decimal number, as text or number")
            if not isinstance(currency, str) or len(currency) != 3 or not currency.isupper():
                raise Wrong("币种须为三位大写字母", "a currency is three capital letters")
            try:
                amount = Decimal(value)
            except InvalidOperation:
                raise Wrong("金额须为数字", "an amount is a decimal number") from None
            if not amount.is_finite() or len(amount.as_tuple().digits) > 38 or abs(amount.adjusted()) > 30:
                raise Wrong("金额最多 38 位数字", "an amount is a decimal number of at most 38 digits")
            return Money(amount, currency)

        return core_schema.no_info_plain_validator_function(
            read, serialization=core_schema.plain_serializer_function_ser_schema(Money.as_json)
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: Any, handler: Any) -> dict[str, Any]:
        return {
            "type": "object",
            "required": ["amount"],
            "additionalProperties": False,
            "properties": {
                "amount": {"type": "string", "pattern": r"^-?\d{1,31}(\.\d+)?$", "examples": ["10.00"]},
                "currency": {"type": "string", "pattern": "^[A-Z]{3}$", "default": CNY},
            },
        }


def total(amounts: Iterable[Money], currency: str = CNY) -> Money:
    """The sum of amounts of one currency; zero of `currency` where there are none."""
    result: Money | None = None
    for amount in amounts:
        result = amount if result is None else result + amount
    return Money.zero(currency) if result is None else result


def shared_out(whole: Money, parts: list[Money]) -> list[Money]:
    """`whole` cents shared over exact `parts` by running rounding: each share is off by less than a cent, their sum is `whole`.

    `whole` is the rounded sum of `parts`, give or take what earlier rounding left over; the rest goes to the last part that is not zero.
    """
    shares: list[Money] = []
    running = Money.zero(whole.currency)
    given = Money.zero(whole.currency)
    for part in parts:
        running = running + part
        share = running.cents() - given
        shares.append(share)
        given = given + share
    rest = whole - given
    if rest and parts:
        last = max((i for i, part in enumerate(parts) if part), default=len(parts) - 1)
        shares[last] = shares[last] + rest
    return shares
