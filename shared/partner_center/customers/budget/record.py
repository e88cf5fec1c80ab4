"""Budgets, their use month by month, and the people to warn."""

from __future__ import annotations

from partner_center.kernel.errors import Refusal
from partner_center.kernel.money import Money
from partner_center.kernel.permissions import PartnerType
from partner_center.platform.caller import Caller
from partner_center.platform.table import Instant, Key, MoneyAttribute, Place, Record, Text, Texts
from partner_center.platform.work import Work

THRESHOLDS = (75, 90, 100)  # percent of the budget (10.4.1.4/r3-r5)
MOST_RECIPIENTS = 20  # OPEN: of one partner


class CustomerBudget(Record, kind="customer_budget"):
    """What a customer is meant to consume in a month, as the partner set it. CNY; None once the partner took it back."""

    PLACE = Place("partner/{partner_id}/customer/{customer_id}", "budget")

    partner_id = Text()
    customer_id = Text()
    amount = MoneyAttribute(null=True)
    set_by = Text()
    set_at = Instant()


class BudgetUse(Record, kind="budget_use"):
    """What a customer used and was allocated in a billing period (CNY), and the thresholds of which the recipients were warned."""

    PLACE = Place("partner/{partner_id}/customer/{customer_id}/budget_use", "{billing_period}")

    partner_id = Text()
    customer_id = Text()
    billing_period = Text()
    used = MoneyAttribute(default=Money.zero)
    allocated = MoneyAttribute(default=Money.zero)
    warned = Texts()

    def budget(self, chosen: CustomerBudget | None) -> Money:
        """The budget of the period: as set, else what was allocated in it less what was recalled (OPEN in 10.4.1.4)."""
        return chosen.amount if chosen is not None and chosen.amount is not None else self.allocated

    def newly_passed(self, budget: Money) -> list[int]:
        """The thresholds that the use has reached and of which nobody was warned; none without a budget. Exact, no rounding."""
        if budget <= Money.zero():
            return []
        return [level for level in THRESHOLDS if str(level) not in self.warned and self.used * 100 >= budget * level]


class BudgetRecipient(Record, kind="budget_alert_recipient"):
    """Somebody whom a partner wants to be warned, a member or not (消息接收配置 > 财务消息 > 伙伴预算提醒)."""

    PLACE = Place("partner/{partner_id}/budget_alert_recipient", "{recipient_id}")
    SECRET = ("name", "email", "mobile")

    partner_id = Text()
    recipient_id = Text()
    name = Text()
    email = Text()
    mobile = Text()
    added_by = Text()
    added_at = Instant()


def refuses_partner(caller: Caller) -> Refusal | None:
    """Chapter 12 knows no budgets to be warned of: resellers neither set them nor name recipients."""
    return Refusal.because("no_budget_alerts_for_resellers", "10.4.1.4") if caller.partner_type == PartnerType.RESELLER else None


def budget_key(partner_id: str, customer_id: str) -> Key[CustomerBudget]:
    """The address of a customer's budget."""
    return CustomerBudget.key(partner_id=partner_id, customer_id=customer_id)


def use_key(partner_id: str, customer_id: str, billing_period: str) -> Key[BudgetUse]:
    """The address of a month's use."""
    return BudgetUse.key(partner_id=partner_id, customer_id=customer_id, billing_period=billing_period)


def recipient_key(partner_id: str, recipient_id: str) -> Key[BudgetRecipient]:
    """The address of a recipient."""
    return BudgetRecipient.key(partner_id=partner_id, recipient_id=recipient_id)


def budget_alert_recipients(work: Work, partner_id: str) -> list[BudgetRecipient]:
    """All whom a partner wants to be warned."""
    return list(work.every(BudgetRecipient, BudgetRecipient.partition(partner_id=partner_id)))
