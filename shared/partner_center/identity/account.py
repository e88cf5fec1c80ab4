"""Accounts: a person with whom somebody signs in, whatever he may do then (guide 1.1, entity `account`)."""

from __future__ import annotations

from partner_center.identity.records import PersonRecord
from partner_center.kernel.labels import Labelled
from partner_center.platform.table import Choice, Flag, Instant, Key, Place, Text

COUNTRY = "CN"  # the only registration country so far (1.1: sample 中国)


class RealNameStatus(Labelled):
    """How far the proof of an account's real name is (1.1/r4)."""

    NONE = "none", "未认证", "Not verified"
    IN_REVIEW = "in_review", "审核中", "In review"
    VERIFIED = "verified", "已认证", "Verified"
    REJECTED = "rejected", "认证失败", "Rejected"


class RealNameKind(Labelled):
    """Whose name is proved (1.1: enterprise is what joining the partner network needs)."""

    ENTERPRISE = "enterprise", "企业认证", "Enterprise"
    PERSONAL = "personal", "个人认证", "Personal"


class Account(PersonRecord, kind="account"):
    """One person's account. `user_id` is the user pool's own id (the token's `sub`), `user_name` the pool's name of him.

    `account_name` is how he calls himself when signing in. `mobile` is without country code. Who was created by an administration has not
    opened it himself: no terms are recorded. The same credit code may stand on several accounts (1.2/r9: further accounts of one company).
    """

    PLACE = Place("person/{user_id}", "account")
    SECRET = ("mobile", "email", "real_name")

    user_id = Text()
    user_name = Text()
    account_name = Text()
    mobile = Text(null=True)
    email = Text(null=True)
    country_region = Text(default=COUNTRY)
    opened_at = Instant()
    consented_at = Instant(null=True)  # user agreement and privacy statement of the account (1.1/r1)
    consented_version = Text(null=True)
    cloud_activated_at = Instant(null=True)
    cloud_terms_version = Text(null=True)
    real_name_status = Choice(RealNameStatus, default=RealNameStatus.NONE)
    real_name_kind = Choice(RealNameKind, null=True)
    real_name = Text(null=True)  # the person's, or the company's
    credit_code = Text(null=True)  # of a verified enterprise
    verification_id = Text(null=True)  # the latest submission
    mfa_on = Flag(default=False)


def account_key(user_id: str) -> Key[Account]:
    """The address of an account."""
    return Account.key(user_id=user_id)
