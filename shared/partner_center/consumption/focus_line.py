"""One line of a provider's bill in the FOCUS 1.0 format, read into what we keep of it, or the reason why it cannot be.

Readings of the format: times without a zone are UTC; the text `NULL` and an empty value are no value; the money column is `BilledCost`
in `BillingCurrency`; the product type is `ServiceName`, the product name `ChargeDescription`; a line's identity is its provider, billing
account and `Id`. Columns that we do not keep (tags, list prices, `AvailabilityZone` with whatever stands in it) are not looked at.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Context, Decimal

from partner_center.consumption.billing_mode import BillingMode
from partner_center.consumption.exchange_rate import rate_to_cny
from partner_center.kernel import clock, ids
from partner_center.kernel.labels import Labelled
from partner_center.kernel.money import CNY, Money

COLUMNS = (
    "BilledCost", "BillingAccountId", "BillingCurrency", "BillingPeriodStart", "ChargeCategory", "ChargeDescription", "ChargeFrequency",
    "ChargePeriodEnd", "ChargePeriodStart", "ProviderName", "RegionId", "ResourceId", "ResourceName", "Id", "ServiceName", "SubAccountId",
)  # fmt: skip
LONGEST_VALUE = 256  # bytes in UTF-8 of a value that names something; such values make up keys
LONGEST_TEXT = 1024  # characters of a description or a resource
_YEARS = range(2000, 3000)  # beyond them a date is a placeholder, and its month none that is ever billed
_NUMBER = re.compile(r"[+-]?(\d{1,20}(\.\d{0,30})?|\.\d{1,30})([eE][+-]?\d{1,2})?", re.ASCII)
_LARGEST = Decimal(10) ** 10
_DECIMALS = 18  # with the rate's decimals the product stays within the 38 digits that are kept exactly

_WIDE = Context(prec=64)  # no number that the pattern lets through is rounded on its way to the checks


class BadLine(Labelled):
    """Why a line was not taken in."""

    UNKNOWN_HEADER = "unknown_header", "表头缺少必需的列", "The header lacks a required column"
    WRONG_COLUMN_COUNT = "wrong_column_count", "列数与表头不符", "The number of columns differs from the header's"
    UNREADABLE_LINE = "unreadable_line", "不是有效的 CSV 行（UTF-8）", "Not a CSV row in UTF-8"
    LINE_TOO_LONG = "line_too_long", "行或字段超长", "The line or one of its values is too long"
    NO_LINE_ID = "no_line_id", "缺少行标识", "The line has no id"
    INCOMPLETE_LINE = "incomplete_line", "缺少必填字段", "A required value is missing"
    UNREADABLE_AMOUNT = "unreadable_amount", "金额无法识别", "The amount cannot be read"
    UNREADABLE_DATE = "unreadable_date", "日期无法识别", "A date cannot be read"
    UNKNOWN_CURRENCY = "unknown_currency", "币种未配置汇率", "No exchange rate is configured for the currency"
    SUB_ACCOUNT_UNMAPPED = "sub_account_unmapped", "子账号未映射到客户", "The sub-account is not mapped to a customer"
    CUSTOMER_NOT_ASSOCIATED = "customer_not_associated", "消费时客户未关联伙伴", "The customer was associated with no partner then"
    IDENTITY_REUSED = "identity_reused", "行标识已用于不同内容的行", "The id was used for a line with other content"


class Bad(Exception):
    """The line is bad."""

    def __init__(self, reason: BadLine) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True)
class FocusLine:
    """A line as we keep it. `amount` is its cost in CNY, exact and signed; `billed` the same as the provider billed it."""

    line_id: str
    provider: str
    billing_account_id: str | None
    sub_account_id: str | None
    own_period: str
    category: str
    consumed_from: datetime
    consumed_to: datetime
    billed: Money
    amount: Money
    product_type: str
    product_name: str
    billing_mode: BillingMode
    region: str | None
    resource_id: str | None
    resource_name: str | None

    @property
    def identity(self) -> str:
        """What makes the line one and the same wherever it appears again."""
        return ids.fingerprint(self.provider, self.billing_account_id or "", self.line_id)

    @property
    def content(self) -> str:
        """A digest of what the line says about money; the same for every writing of the same amounts and times."""
        return ids.fingerprint(
            self.sub_account_id or "", self.own_period, self.category, clock.iso(self.consumed_from), clock.iso(self.consumed_to),
            self.billed.plain, self.billed.currency, self.product_type, self.billing_mode, self.resource_id or "",
        )  # fmt: skip


def read_line(values: dict[str, str]) -> FocusLine:
    """A line from its values by column name. Raises Bad."""
    line_id = _value(values, "Id", BadLine.NO_LINE_ID)
    provider = _value(values, "ProviderName", BadLine.INCOMPLETE_LINE)
    product_type = _value(values, "ServiceName", BadLine.INCOMPLETE_LINE)
    category = _value(values, "ChargeCategory", BadLine.INCOMPLETE_LINE)
    consumed_from, consumed_to = _instant(values, "ChargePeriodStart"), _instant(values, "ChargePeriodEnd")
    if consumed_to < consumed_from:
        raise Bad(BadLine.UNREADABLE_DATE)
    billed = Money(_number(values, "BilledCost"), _value(values, "BillingCurrency", BadLine.UNKNOWN_CURRENCY))
    rate = rate_to_cny(billed.currency, consumed_from)
    if rate is None:
        raise Bad(BadLine.UNKNOWN_CURRENCY)
    return FocusLine(
        line_id=line_id,
        provider=provider,
        billing_account_id=_name(values, "BillingAccountId"),
        sub_account_id=_name(values, "SubAccountId"),
        own_period=clock.billing_period(_instant(values, "BillingPeriodStart")),
        category=category,
        consumed_from=consumed_from,
        consumed_to=consumed_to,
        billed=billed,
        amount=billed.converted(rate, CNY),
        product_type=product_type,
        product_name=_text(values, "ChargeDescription") or product_type,
        billing_mode=_billing_mode(category, values["ChargeFrequency"]),
        region=_name(values, "RegionId"),
        resource_id=_text(values, "ResourceId"),
        resource_name=_text(values, "ResourceName"),
    )


def _billing_mode(category: str, frequency: str) -> BillingMode:
    """What is bought or recurs is a subscription; everything metered, and credits for it, is on-demand."""
    prepaid = category.casefold() == "purchase" or frequency.strip().casefold() == "recurring"
    return BillingMode.SUBSCRIPTION if prepaid else BillingMode.ON_DEMAND


def _text(values: dict[str, str], column: str) -> str | None:
    value = values[column].strip()
    if len(value) > LONGEST_TEXT:
        raise Bad(BadLine.LINE_TOO_LONG)
    return None if value in ("", "NULL") else value


def _name(values: dict[str, str], column: str) -> str | None:
    value = _text(values, column)
    if value is not None and len(value.encode()) > LONGEST_VALUE:
        raise Bad(BadLine.LINE_TOO_LONG)
    return value


def _value(values: dict[str, str], column: str, missing: BadLine) -> str:
    value = _name(values, column)
    if value is None:
        raise Bad(missing)
    return value


def _instant(values: dict[str, str], column: str) -> datetime:
    try:
        written = datetime.fromisoformat(values[column].strip())
        moment = written.replace(tzinfo=UTC) if written.tzinfo is None else written.astimezone(UTC)
    except (ValueError, OverflowError):
        raise Bad(BadLine.UNREADABLE_DATE) from None
    if moment.year not in _YEARS:
        raise Bad(BadLine.UNREADABLE_DATE)
    return moment


def _number(values: dict[str, str], column: str) -> Decimal:
    text = values[column].strip()
    if not _NUMBER.fullmatch(text):
        raise Bad(BadLine.UNREADABLE_AMOUNT)
    number = Decimal(text).normalize(_WIDE)
    exponent = number.as_tuple().exponent
    if abs(number) >= _LARGEST or not isinstance(exponent, int) or exponent < -_DECIMALS:
        raise Bad(BadLine.UNREADABLE_AMOUNT)
    return number
