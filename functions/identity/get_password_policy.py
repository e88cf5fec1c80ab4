"""What a password must be, and how its strength is measured (guide 4.1)."""

from partner_center.identity import PasswordPolicy, password_policy
from partner_center.platform.action import Action


@Action.get("/password-policy", public=True)
def app() -> PasswordPolicy:
    return password_policy()
