"""The names by which people sign in: unique within their tenant, and written large or small alike.

Whoever has an account of his own signs in with two values; a partner's member with three, the first being the partner's account name
(5.1.2/r2). Members of different partners may have the same name, so that the user pool knows a member by partner and name.
"""

from __future__ import annotations

from partner_center.platform.table import Key, Place, Record, Text

NO_TENANT = "-"  # accounts that are signed in to by two values: people's own, and the vendor's staff


class LoginName(Record, kind="login_name"):
    """An account name or e-mail address (lower case) by which somebody signs in. `tenant` is a partner's id, or NO_TENANT."""

    PLACE = Place("login/{tenant}", "{name}")
    SECRET = ("name",)  # may be a mobile or an e-mail address

    tenant = Text()
    name = Text()
    user_name = Text()
    user_id = Text()


class TenantName(Record, kind="tenant_name"):
    """The account name of a partner (租户名), which its members give first when they sign in."""

    PLACE = Place("tenant_name/{name}", "tenant")

    name = Text()
    tenant = Text()


def login_name_key(tenant: str, name: str) -> Key[LoginName]:
    """The address of a login name, however it is written."""
    return LoginName.key(tenant=tenant, name=folded(name))


def tenant_name_key(name: str) -> Key[TenantName]:
    """The address of a partner's account name, however it is written."""
    return TenantName.key(name=folded(name))


def login_names(tenant: str, user_name: str, user_id: str, *names: str | None) -> list[LoginName]:
    """Records for the names of one person; what is empty or given twice is left out. Add them to the work that makes the person."""
    given = dict.fromkeys(folded(name) for name in names if name and name.strip())
    return [LoginName(tenant=tenant, name=name, user_name=user_name, user_id=user_id) for name in given]


def tenant_name(name: str, tenant: str) -> TenantName:
    """The record of a partner's account name."""
    return TenantName(name=folded(name), tenant=tenant)


def pool_user_name(tenant: str, account_name: str) -> str:
    """What the user pool calls somebody: a member's name is told from other partners' by its tenant; no account name holds a slash."""
    return folded(account_name) if tenant == NO_TENANT else f"{tenant}/{folded(account_name)}"


def folded(name: str) -> str:
    """A name as it is compared: small letters, a mobile without its country code."""
    return name.strip().lower().removeprefix("+86")
