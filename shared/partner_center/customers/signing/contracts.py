"""The words of the API on what is to be signed."""

from __future__ import annotations

from partner_center.customers.contracts import Words
from partner_center.kernel.labels import Labelled
from partner_center.platform.contracts import Response, Time


class Why(Labelled):
    """Why an agreement is shown to the customer."""

    NEVER_SIGNED = "never_signed", "尚未签署", "Not signed yet"
    NEW_VERSION = "new_version", "有新版本", "A newer version is published"
    WITHDRAWN = "withdrawn", "已撤销", "Withdrawn"
    REQUESTED = "requested", "合作伙伴申请授权", "The partner asks for the authorization"


class ToSign(Response):
    """One agreement whose version in force the customer has not signed; `sign_at` is where it can at once."""

    agreement: str
    name: Words
    version: str
    signed_version: str | None
    signed_at: Time | None
    why: Why
    sign_at: str
    content: dict[str, list[str]]


class AgreementsToSign(Response):
    """All that is to be signed; empty where the page needs no hint."""

    items: list[ToSign]
