"""What a password must be (4.1/r3-r5), said once: for the contracts that take one, and for the page that shows its strength while it is
typed (4.1/r6). The page measures by itself: a password travels once, when it is set.
"""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import AfterValidator, Field, SecretStr, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from partner_center.platform.contracts import Request, Response, field

SHORTEST, LONGEST = 8, 64

# code, pattern, rule, what it says; the patterns read the same in the portal's JavaScript
RULES = (
    ("password_length", rf"^.{{{SHORTEST},{LONGEST}}}$", "4.1/r3", "至少8个字符", "At least 8 characters"),
    ("password_letter", r"[A-Za-z]", "4.1/r4", "至少包含一个字母", "At least one letter"),
    ("password_digit", r"[0-9]", "4.1/r4", "至少包含一个数字", "At least one digit"),
    ("password_space", r"^\S*$", "4.1/r5", "不能包含空格", "No spaces"),
)
# The strength of what keeps the rules: the last row whose length and number of kinds of characters (capital, small, digit, other) it has.
STRENGTHS = (("weak", "弱", "Weak", 0, 0), ("medium", "中", "Medium", 10, 3), ("strong", "强", "Strong", 14, 3))


class PasswordRule(Response):
    """A rule: the password must match the pattern."""

    code: str
    pattern: str
    rule: str
    zh: str
    en: str


class PasswordStrength(Response):
    """A level of strength: from this length on, with at least so many kinds of characters."""

    level: str
    zh: str
    en: str
    length: int
    kinds: int


class PasswordPolicy(Response):
    """What a password must be, and how its strength is measured."""

    rules: list[PasswordRule]
    strengths: list[PasswordStrength]


def password_policy() -> PasswordPolicy:
    """The rules in force."""
    return PasswordPolicy(
        rules=[PasswordRule(code=code, pattern=pattern, rule=rule, zh=zh, en=en) for code, pattern, rule, zh, en in RULES],
        strengths=[PasswordStrength(level=level, zh=zh, en=en, length=length, kinds=kinds) for level, zh, en, length, kinds in STRENGTHS],
    )


def _keeps_the_rules(password: SecretStr) -> SecretStr:
    for code, pattern, rule, _, en in RULES:
        if not re.search(pattern, password.get_secret_value()):
            raise PydanticCustomError(code, "{text} ({rule})", {"text": en, "rule": rule})
    return password


NewPassword = Annotated[SecretStr, Field(min_length=SHORTEST, max_length=LONGEST), AfterValidator(_keeps_the_rules)]


def new_password(zh: str = "新密码", en: str = "New password") -> Any:
    """A field for a password that is to be set."""
    return field(zh, f"{en}: 8-64 characters with letters and digits, without spaces")


class PasswordTwice(Request):
    """A new password, typed twice."""

    new_password: NewPassword = new_password()
    confirm_password: SecretStr = field("确认密码", "The same again", max_length=LONGEST)

    @field_validator("confirm_password")
    @classmethod
    def _is_the_same(cls, confirmed: SecretStr, info: ValidationInfo) -> SecretStr:
        if "new_password" in info.data and info.data["new_password"] != confirmed:
            raise PydanticCustomError("passwords_differ", "not the same as the new password")
        return confirmed
