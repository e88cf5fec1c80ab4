"""What the business sets for orders: how long one may wait for its payment, and what the shop window sells (data/*.json)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from partner_center.kernel.effective import find_in_force, in_force, rows
from partner_center.kernel.labels import Label
from partner_center.kernel.money import Money

_PACKAGE = "partner_center.orders"


def payable_until(placed_at: datetime) -> datetime:
    """Until when an order is to be paid unless the order system says otherwise (14.3.4/r3)."""
    return placed_at + timedelta(days=in_force(_PACKAGE, "terms", placed_at)["unpaid_days"])


@dataclass(frozen=True)
class Disclaimer:
    """What a customer must tick before it pays for a product (13.7/r1)."""

    code: str
    name: Label
    version: str

    @property
    def ticked(self) -> str:
        """How an order says that it was ticked."""
        return f"{self.code}@{self.version}"


@dataclass(frozen=True)
class Product:
    """A product of the vendor's own that is ordered here. month_price: of each specification, CNY for one piece."""

    code: str
    name: Label
    product_type: str
    month_price: dict[str, Money]
    disclaimer: Disclaimer | None

    @classmethod
    def of(cls, row: dict[str, Any]) -> Product:
        """A product from its row."""
        disclaimer = row.get("disclaimer")
        return cls(
            row["code"],
            Label(**row["name"]),
            row["product_type"],
            {name: Money.of(price) for name, price in row["month_price"].items()},
            Disclaimer(disclaimer["code"], Label(**disclaimer["name"]), disclaimer["version"]) if disclaimer else None,
        )


def product_at(code: str, at: datetime) -> Product | None:
    """A product as it is sold at an instant; None for what is not."""
    row = find_in_force(_PACKAGE, "products", at, code=code)
    return Product.of(row) if row is not None and row["sold"] else None


def products_at(at: datetime) -> list[Product]:
    """Everything that is sold at an instant."""
    codes = dict.fromkeys(row["code"] for row in rows(_PACKAGE, "products"))
    return [product for code in codes if (product := product_at(code, at)) is not None]
