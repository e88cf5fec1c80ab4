"""What is asked and answered about budgets."""

from __future__ import annotations

from partner_center.customers.contracts import Email, MainlandMobile
from partner_center.kernel.money import Money
from partner_center.platform.contracts import Amount, Id, Name, Request, Response, field


class SetBudget(Request):
    """A customer's monthly budget; without an amount there is none, and what is allocated in a month counts."""

    customer_id: Id
    amount: Amount | None = field("月度预算(¥)", "Monthly budget", default=None)


class GetBudget(Request):
    """A customer of the partner."""

    customer_id: Id


class BudgetState(Response):
    """A customer's budget and its use in the running month. CNY. set_by_partner: otherwise the month's allocations are the budget."""

    customer_id: str
    billing_period: str
    budget: Money
    set_by_partner: bool
    used: Money
    warned: list[int]


class AddRecipient(Request):
    """Somebody to be warned; all three are required (OPEN)."""

    name: Name = field("姓名", "Name", masked=True)
    email: Email = field("邮箱", "E-mail", masked=True)
    mobile: MainlandMobile = field("手机", "Mobile", masked=True)


class RecipientRef(Request):
    """One recipient of the partner."""

    recipient_id: Id


class RecipientState(Response):
    """A recipient after a command."""

    recipient_id: str
    recipients: int
