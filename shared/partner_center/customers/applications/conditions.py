"""What an account must fulfil before it is unlinked or switched: one table of conditions (10.4.1.5/r3-r17, 12.3.1.4/r2-r7, 13.2/r1-r9).

Each line says whose check it belongs to, which operations it blocks, in which association type, for customers of which partners. Where the
chapters differ for a reseller's customers, the lines do. Glossary 4.6: conditions on enterprise accounts go by who files.

OPEN in 12.3.1.4, read as there: a child of an enterprise leaves the master first, then it is unlinked; while it is one it is not switched.
OPEN in 13.2: nothing differs by partner type in the customer's own check, not even pick-up coupons.
OPEN in 10.4.1.5/r23: the customer's check of a switch asks what the partner's asked, without the two windows of filing. What blocks an
operation is looked at again when the other side agrees to it: an agreement does not carry out what could not be applied for now.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from partner_center.customers.account import CustomerAccount, EnterpriseRole
from partner_center.customers.applications.account_facts import AccountKnowledge
from partner_center.customers.applications.application import Operation, Side
from partner_center.customers.applications.filing import Filings
from partner_center.customers.association import AssociationType
from partner_center.kernel.errors import Refusal
from partner_center.kernel.messages import texts
from partner_center.kernel.permissions import PartnerType


@dataclass(frozen=True)
class Facts:
    """What the check is made on."""

    now: datetime
    partner_type: PartnerType
    association_type: AssociationType
    account: CustomerAccount
    known: AccountKnowledge
    filings: Filings

    @property
    def is_child(self) -> bool:
        """An enterprise child account that is not under financial custody."""
        return self.account.enterprise_role is EnterpriseRole.CHILD and not self.account.managed

    @property
    def has_unmanaged_children(self) -> bool:
        """An enterprise master with a child that is not under financial custody."""
        return self.account.enterprise_role is EnterpriseRole.MASTER and self.account.has_unmanaged_children


class Of(Enum):
    """The partners whose customers a line is about."""

    ANYBODY = "anybody"
    RESELLERS = "resellers"
    OTHERS = "others"  # than resellers: solution providers and distributors

    def speaks_of(self, partner_type: PartnerType) -> bool:
        """Whether a partner of this type is meant."""
        return self is Of.ANYBODY or (self is Of.RESELLERS) == (partner_type is PartnerType.RESELLER)


@dataclass(frozen=True)
class Condition:
    """One line of the table. `until`: the instant from which it no longer holds, where time alone ends it."""

    code: str
    rule: str | None
    asked_of: Side
    blocks: frozenset[Operation]
    modes: frozenset[AssociationType]
    of: Of
    way_out: str
    holds: Callable[[Facts], bool]
    until: Callable[[Facts], datetime | None] | None = None
    at_filing_only: bool = False

    def applies(self, side: Side, operation: Operation, facts: Facts) -> bool:
        """Whether the line belongs to a check. The customer's check of a switch has the partner's lines but those of filing."""
        ours = self.asked_of is side or (operation is Operation.SWITCH_TYPE and not self.at_filing_only)
        return ours and operation in self.blocks and facts.association_type in self.modes and self.of.speaks_of(facts.partner_type)

    def refusal(self, facts: Facts) -> Refusal | None:
        """Why the account fails the line; None where it passes."""
        if not self.holds(facts):
            return None
        return Refusal.because(self.code, self.rule, way_out=self.way_out, deadline=self.until(facts) if self.until else None)


U, S = frozenset({Operation.UNLINK}), frozenset({Operation.SWITCH_TYPE})
CONSULTATIVE, RESALE = frozenset({AssociationType.CONSULTATIVE}), frozenset({AssociationType.RESALE})
BOTH = CONSULTATIVE | RESALE
PARTNER, CUSTOMER = Side.PARTNER, Side.CUSTOMER
ANYBODY, RESELLERS, OTHERS = Of.ANYBODY, Of.RESELLERS, Of.OTHERS


def _waits(until: Callable[[Facts], datetime | None]) -> Callable[[Facts], bool]:
    def holds(facts: Facts) -> bool:
        free_again = until(facts)
        return free_again is not None and facts.now < free_again

    return holds


def _for_customer(facts: Facts) -> datetime | None:
    return facts.filings.partner_waits_for_customer_until


def _for_itself(facts: Facts) -> datetime | None:
    return facts.filings.partner_waits_until


def _customer(facts: Facts) -> datetime | None:
    return facts.filings.customer_waits_until


CONDITIONS: tuple[Condition, ...] = (
    # --- the partner's check -----------------------------------------------------------------------------------------------------
    Condition(
        "customer_filed_recently", "10.4.1.5/r3", PARTNER, U | S, BOTH, ANYBODY, "apply_later",
        _waits(_for_customer), until=_for_customer, at_filing_only=True,
    ),
    Condition(
        "partner_applied_recently", "10.4.1.5/r4", PARTNER, U | S, BOTH, ANYBODY, "apply_later",
        _waits(_for_itself), until=_for_itself, at_filing_only=True,
    ),
    Condition(
        "application_open", None, PARTNER, U | S, BOTH, ANYBODY, "wait_for_decision",
        lambda f: f.filings.has_open_application, at_filing_only=True,
    ),
    Condition(
        "has_unmanaged_children", "10.4.1.5/r5", PARTNER, U | S, BOTH, ANYBODY, "release_children",
        lambda f: f.has_unmanaged_children,
    ),
    Condition(
        "child_of_enterprise", "10.4.1.5/r6", PARTNER, U | S, BOTH, OTHERS, "leave_enterprise",
        lambda f: f.is_child,
    ),
    Condition(
        "child_of_enterprise", "10.4.1.5/r6", PARTNER, U, BOTH, RESELLERS, "leave_enterprise",
        lambda f: f.is_child,
    ),
    Condition(
        "child_of_enterprise", "10.4.1.5/r6", PARTNER, S, RESALE, RESELLERS, "leave_enterprise",
        lambda f: f.is_child,
    ),
    Condition(
        "child_never_switched", "12.3.1.4/r5", PARTNER, S, CONSULTATIVE, RESELLERS, "unlink_only",
        lambda f: f.is_child,
    ),
    Condition(
        "reserved_instances_left", "10.4.1.5/r7", PARTNER, S, BOTH, ANYBODY, "unsubscribe_first",
        lambda f: f.known["reserved_instances"],
    ),
    Condition(
        "reserved_instances_left", "10.4.1.5/r14", PARTNER, U, RESALE, OTHERS, "unsubscribe_first",
        lambda f: f.known["reserved_instances"],
    ),
    Condition(
        "reserved_instances_left", "12.3.1.4/r6", PARTNER, U, RESALE, RESELLERS, "unsubscribe_first",
        lambda f: f.known["reserved_instances"],
    ),
    Condition(
        "support_plan_left", "10.4.1.5/r14", PARTNER, U, RESALE, OTHERS, "unsubscribe_first",
        lambda f: f.known["support_plan"],
    ),
    Condition(
        "partner_payment_pending", "10.4.1.5/r8", PARTNER, U | S, BOTH, OTHERS, "cancel_or_pay_orders",
        lambda f: f.known["unpaid_partner_orders"] > 0,
    ),
    Condition(
        "partner_payment_pending", "12.3.1.4/r2", PARTNER, U | S, RESALE, RESELLERS, "cancel_or_pay_orders",
        lambda f: f.known["unpaid_partner_orders"] > 0,
    ),
    Condition(
        "balance_left", "10.4.1.5/r9", PARTNER, S, CONSULTATIVE, OTHERS, "switch_offline",
        lambda f: bool(f.known["cash_balance"]),
    ),
    Condition(
        "arrears_with_vendor", "10.4.1.5/r10", PARTNER, U | S, CONSULTATIVE, ANYBODY, "customer_repays",
        lambda f: bool(f.known["vendor_arrears"]),
    ),
    Condition(
        "invoices_owed", "10.4.1.5/r11", PARTNER, S, CONSULTATIVE, ANYBODY, "customer_settles_invoices",
        lambda f: bool(f.known["owed_invoices"]),
    ),
    Condition(
        "arrears_with_partner", "10.4.1.5/r13", PARTNER, U | S, RESALE, ANYBODY, "allocate_to_settle",
        lambda f: bool(f.known["partner_arrears"]),
    ),
    Condition(
        "special_contract_in_force", "10.4.1.5/r16", PARTNER, U | S, RESALE, ANYBODY, "ask_own_ecosystem_manager",
        lambda f: f.known["special_contract"],
    ),
    Condition(
        "pickup_coupons_left", "10.4.1.5/r17", PARTNER, U | S, RESALE, OTHERS, "use_up_coupons",
        lambda f: f.known["unused_pickup_coupons"] > 0,
    ),
    # --- the customer's check of its own request -----------------------------------------------------------------------------------
    Condition(
        "customer_asked_recently", "13.2/r1", CUSTOMER, U, BOTH, ANYBODY, "apply_later",
        _waits(_customer), until=_customer, at_filing_only=True,
    ),
    Condition(
        "application_open", None, CUSTOMER, U, BOTH, ANYBODY, "wait_for_decision",
        lambda f: f.filings.has_open_application, at_filing_only=True,
    ),
    Condition(
        "partner_payment_pending", "13.2/r2", CUSTOMER, U, BOTH, ANYBODY, "cancel_or_have_paid",
        lambda f: f.known["unpaid_partner_orders"] > 0,
    ),
    Condition(
        "arrears_with_vendor", "13.2/r3", CUSTOMER, U, CONSULTATIVE, ANYBODY, "recharge_and_repay",
        lambda f: bool(f.known["vendor_arrears"]),
    ),
    Condition(
        "master_unlinks_child", "13.2/r4", CUSTOMER, U, CONSULTATIVE, ANYBODY, "ask_master",
        lambda f: f.account.enterprise_role is EnterpriseRole.CHILD,
    ),
    Condition(
        "has_unmanaged_children", "13.2/r5", CUSTOMER, U, RESALE, ANYBODY, "release_children",
        lambda f: f.has_unmanaged_children,
    ),
    Condition(
        "arrears_with_partner", "13.2/r6", CUSTOMER, U, RESALE, ANYBODY, "partner_settles",
        lambda f: bool(f.known["partner_arrears"]),
    ),
    Condition(
        "reserved_instances_left", "13.2/r7", CUSTOMER, U, RESALE, ANYBODY, "unsubscribe_first",
        lambda f: f.known["reserved_instances"],
    ),
    Condition(
        "support_plan_left", "13.2/r7", CUSTOMER, U, RESALE, ANYBODY, "unsubscribe_first",
        lambda f: f.known["support_plan"],
    ),
    Condition(
        "special_contract_in_force", "13.2/r8", CUSTOMER, U, RESALE, ANYBODY, "partner_handles_contract",
        lambda f: f.known["special_contract"],
    ),
    Condition(
        "pickup_coupons_left", "13.2/r9", CUSTOMER, U, RESALE, ANYBODY, "use_up_coupons",
        lambda f: f.known["unused_pickup_coupons"] > 0,
    ),
)  # fmt: skip

texts(
    customer_filed_recently=("客户在最近3个月内申请过解除关联", "The customer asked to be unlinked within the last 3 months"),
    partner_applied_recently=("3个月内已对该客户提交过申请", "You applied for this customer within the last 3 months"),
    application_open=("该客户有未处理完的申请", "An application about the customer is not decided yet"),
    has_unmanaged_children=(
        "企业主账号存在非财务托管的子账号",
        "The account is an enterprise master with child accounts not under financial custody",
    ),
    child_of_enterprise=("账号为非财务托管企业子账号", "The account is an enterprise child not under financial custody"),
    child_never_switched=(
        "顾问销售类企业子账号（非财务托管）不支持切换关联类型",
        "A consultative enterprise child not under financial custody cannot be switched",
    ),
    reserved_instances_left=("存在未失效的预留实例", "There are unexpired reserved instances"),
    support_plan_left=("存在合作伙伴支持计划产品", "There are products of the Partner Support Plan"),
    partner_payment_pending=("存在待合作伙伴支付的订单", "Orders wait for the partner's payment"),
    balance_left=("账户存在余额，不支持在线切换", "The account has a balance; it cannot be switched online"),
    arrears_with_vendor=("账户存在欠费", "The account is in arrears"),
    invoices_owed=("账户存在欠票", "The account owes invoices"),
    arrears_with_partner=("客户存在欠费", "The customer is in arrears with the partner"),
    special_contract_in_force=("客户的特殊合同仍在履行", "A special contract with the customer is in force"),
    pickup_coupons_left=("存在未使用完的提货券", "There are unused pick-up coupons"),
    customer_asked_recently=("3个月内已提交过解除关联申请", "You asked to be unlinked within the last 3 months"),
    master_unlinks_child=("企业子账号不能自行解除关联", "An enterprise child account cannot end the association itself"),
)
texts(
    apply_later=("请在限制期结束后再申请", "Apply when the waiting period is over"),
    wait_for_decision=("请等待该申请处理完成，或由申请方取消", "Wait until it is decided, or until whoever filed it cancels it"),
    release_children=("请先解除与这些子账号的关联", "End the relation to these child accounts first"),
    leave_enterprise=("请先解除与企业主账号的关联", "End the relation to the enterprise master first"),
    unlink_only=("仅支持解除关联", "It can only be unlinked"),
    unsubscribe_first=("请先退订", "Unsubscribe them first"),
    cancel_or_pay_orders=("请取消或支付这些订单", "Cancel or pay these orders"),
    switch_offline=("请联系客服线下切换并退款", "Ask customer service to switch offline and to refund"),
    customer_repays=("请客户充值还清欠费", "The customer tops up and repays the arrears"),
    customer_settles_invoices=("请客户先处理欠票", "The customer settles the owed invoices first"),
    allocate_to_settle=("请为客户拨款核销欠费", "Allocate funds to the customer to write the arrears off"),
    ask_own_ecosystem_manager=("请先联系您的生态经理", "Contact your ecosystem manager first"),
    use_up_coupons=("请先将提货券使用完", "Use the pick-up coupons up first"),
    cancel_or_have_paid=("请取消订单，或请合作伙伴完成支付", "Cancel the orders or have the partner pay them"),
    recharge_and_repay=("请充值并还清欠费", "Top up and repay the arrears"),
    ask_master=("请由企业主账号解除关联", "Only the master account can end the association"),
    partner_settles=("请联系合作伙伴拨款核销欠费", "The partner must allocate funds to write the arrears off"),
    partner_handles_contract=("请联系合作伙伴线下处理合同", "The partner must handle the contract offline first"),
)


def lines_of(side: Side, operation: Operation, facts: Facts, *, again: bool = False) -> list[Condition]:
    """The lines of one side's check of an operation; `again`: without those that look at the filing itself."""
    return [line for line in CONDITIONS if line.applies(side, operation, facts) and not (again and line.at_filing_only)]


def reasons_against(side: Side, operation: Operation, facts: Facts, *, again: bool = False) -> list[Refusal]:
    """Everything that blocks an operation for the side that files it."""
    return [refusal for line in lines_of(side, operation, facts, again=again) if (refusal := line.refusal(facts)) is not None]
