"""The words of the whitelists' API (14.2.1.2, 16.2.1)."""

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints

from partner_center.platform.contracts import Id, Request, Response, Time, field

ListedName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=256)]
ShortRemark = Annotated[str, StringConstraints(strip_whitespace=True, max_length=256)]  # 16.2.1/r2: 0/256


class ImportWhitelist(Request):
    """Import a new version of the whitelist from an uploaded sheet with the columns 客户名称 and 账号名 (or their English names)."""

    file_id: Id = field("白名单文件", "File of the whitelist")


class ImportedWhitelist(Response):
    """A version that is being read now."""

    version_no: str
    status: str


class SetWhitelistValidity(Request):
    """Whether the current version counts."""

    version_no: Id = field("版本", "Version")
    valid: bool = field("是否有效", "Valid")


class WhitelistState(Response):
    """A version after its validity was set."""

    version_no: str
    status: str
    valid: bool


class SearchWhitelist(Request):
    """A part of a customer's name or account name."""

    text: ListedName = field("客户名称或账号名", "Customer name or account name")
    limit: int = field("条数", "At most", default=50, ge=1, le=200)


class WhitelistHit(Response):
    """A customer of the valid version."""

    customer_id: str
    customer_name: str
    account_name: str


class WhitelistHits(Response):
    """What a search found; `more` where there may be more than is shown. version_no: of the version that was searched, None for none."""

    version_no: str | None
    customers: list[WhitelistHit]
    more: bool


class CreateWhitelistEntry(Request):
    """Put a customer on the pick-up-coupon whitelist."""

    customer_name: ListedName = field("客户名称", "Customer name")
    account_name: ListedName = field("账号名", "Account name")
    remark: ShortRemark | None = field("备注", "Remark", default=None)


class OfWhitelistEntry(Request):
    """Of one entry."""

    customer_id: Id


class ListedEntry(Response):
    """An entry as it stands."""

    customer_id: str
    customer_name: str
    account_name: str
    status: str
    created_at: Time


class EntryDeleted(Response):
    """An entry that is gone."""

    customer_id: str
