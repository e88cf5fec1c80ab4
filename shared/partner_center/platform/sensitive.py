"""Sensitive operations: what somebody signed in must confirm once more by a verification code (guide 19.8).

    @Action.post("/customers/{customer_id}/allocations", allow="funds.adjust", reach=Reach.MONEY, sensitive=Sensitive.ADJUST_FUNDS, …)

Who must confirm what stands in data/sensitive_operations.json, by partner type (or `customer`): `switched` where the partner decides by
its switch, `always` where nobody may switch it off. What a row does not name is not asked.

A code becomes a pass (POST /identity/verification-codes/check), sent with the command in `X-Verification-Pass`. A pass holds for one user,
one tenant, one session and one operation, five minutes, and for one command: the command's own transaction uses it up. A command that is
refused or dies leaves it usable; a command that was carried out is answered again without one; a batch is one command, and its repetition
goes on with the same pass. A dry run neither needs nor uses one, so that a form can be checked before the code is asked for.

OPEN in 19.8: which types "government-type partners" are: the three of chapters 14 to 16. 19.8/r3 names price changes of curated products
only and 13.6 payments from the balance only: those functions say so by `sensitive_when`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from partner_center.kernel import clock, ids
from partner_center.kernel.effective import find_in_force
from partner_center.kernel.errors import Refusal
from partner_center.kernel.labels import Labelled
from partner_center.kernel.permissions import Actor
from partner_center.platform.caller import Caller
from partner_center.platform.guard import NotAdmitted
from partner_center.platform.table import Choice, Instant, Key, Place, Record, Text
from partner_center.platform.work import Work

HEADER = "X-Verification-Pass"
VALID_FOR = timedelta(minutes=5)
_PASS = re.compile(r"[0-9A-HJKMNP-TV-Z]{32}")
_PACKAGE = "partner_center.platform"


class Sensitive(Labelled):
    """The operations of 19.8, with those that other chapters add (glossary, contradiction 20: their union)."""

    PAY_ORDER = "pay_order", "余额支付", "Pay an order from the balance"
    ADJUST_FUNDS = "adjust_funds", "为客户调账", "Adjust customers' funds"
    ISSUE_VOUCHERS = "issue_vouchers", "发放代金券", "Issue vouchers"
    RECALL_VOUCHERS = "recall_vouchers", "回收代金券", "Recall vouchers"
    ISSUE_CASH_COUPONS = "issue_cash_coupons", "发放现金券", "Issue cash coupons"
    RECALL_CASH_COUPONS = "recall_cash_coupons", "回收现金券", "Recall cash coupons"
    ISSUE_PICKUP_COUPONS = "issue_pickup_coupons", "发放提货券", "Issue pick-up coupons"
    RECALL_PICKUP_COUPONS = "recall_pickup_coupons", "回收提货券", "Recall pick-up coupons"
    ISSUE_VOUCHER_QUOTAS = "issue_voucher_quotas", "发放代金券额度", "Issue voucher quotas"
    RECALL_VOUCHER_QUOTAS = "recall_voucher_quotas", "回收代金券额度", "Recall voucher quotas"
    CHANGE_MARKETPLACE_PRICE = "change_marketplace_price", "云商店订单改价", "Change the price of a marketplace order"
    START_UNLINK_OR_SWITCH = "start_unlink_or_switch", "发起解除关联或切换关联类型", "Start an unlink or a switch of type"
    HANDLE_UNLINK = "handle_unlink", "处理客户发起的解除关联", "Handle a customer's unlink"
    PAY_CONTRACT = "pay_contract", "线下合同付款", "Pay an offline contract"
    WITHDRAW = "withdraw", "提现", "Withdraw money"
    SWITCH_CODES_OFF = "switch_codes_off", "关闭验证码验证", "Switch verification codes off"
    REQUEST_UNLINK = "request_unlink", "申请解除关联", "Ask the partner to unlink"
    HANDLE_PARTNER_REQUEST = "handle_partner_request", "处理伙伴发起的解除或切换", "Handle a partner's unlink or switch"
    AUTHORIZE_PARTNER = "authorize_partner", "同意伙伴授权", "Authorize the partner"
    ADJUST_RESELLER_FUNDS = "adjust_reseller_funds", "为云经销商调账", "Adjust resellers' funds"
    CANCEL_AUTHORIZATION = "cancel_authorization", "取消伙伴授权", "Cancel the partner's authorization"


class Asked(Labelled):
    """Whose decision it is that a code is asked for."""

    SWITCHED = "switched", "伙伴开启验证码验证时", "While the partner has switched codes on"
    ALWAYS = "always", "始终", "Always"


@dataclass(frozen=True)
class Policy:
    """That an operation needs a code, by whose decision, and the rule that says so."""

    asked: Asked
    rule: str


def policy_of(caller: Caller, operation: Sensitive, at: datetime) -> Policy | None:
    """What holds for a caller; None where nobody asks it for a code. The vendor's staff has duties, not codes."""
    if caller.actor is Actor.CUSTOMER:
        who: str | None = "customer"
    else:
        who = caller.partner_type if caller.actor is Actor.PARTNER else None
    row = find_in_force(_PACKAGE, "sensitive_operations", at, who=who, operation=operation.value)
    return Policy(Asked(row["asked"]), row["rule"]) if row else None


def asked_of(caller: Caller, operation: Sensitive, at: datetime) -> Policy | None:
    """The policy by which this caller is asked for a code now, None where it is not."""
    policy = policy_of(caller, operation, at)
    if policy is None or (policy.asked is Asked.SWITCHED and not caller.codes_on):
        return None
    return policy


class VerificationPass(Record, kind="verification_pass"):
    """A right to carry out one sensitive command, got for a code. Known by a digest alone; the table forgets it after a day.

    `used_for` says which command used it up: the same command, repeated because it died half done, may go on with it.
    """

    PLACE = Place("verification/{user_id}", "pass/{digest}")
    SECRET = ("digest",)

    user_id = Text()
    digest = Text()
    tenant = Text()
    session = Text(null=True)
    operation = Choice(Sensitive)
    issued_at = Instant()
    expires_at = Instant()
    used_for = Text(null=True)
    used_at = Instant(null=True)

    def admits(self, caller: Caller, operation: Sensitive, use: str, now: datetime) -> bool:
        """Whether it lets this caller carry out this command now."""
        bound = (self.user_id, self.tenant, self.session, self.operation) == (caller.user_id, caller.scope, caller.session, operation)
        return bound and now < self.expires_at and self.used_for in (None, use)


def pass_key(user_id: str, token: str) -> Key[VerificationPass]:
    """The address of a pass by what its holder was given."""
    return VerificationPass.key(user_id=user_id, digest=ids.fingerprint(token))


def issue_pass(caller: Caller, operation: Sensitive, now: datetime) -> tuple[str, VerificationPass]:
    """A new pass for a caller: what it is given, once, and the record."""
    token = ids.secret_token()
    return token, VerificationPass(
        user_id=caller.user_id,
        digest=ids.fingerprint(token),
        tenant=caller.scope,
        session=caller.session,
        operation=operation,
        issued_at=now,
        expires_at=now + VALID_FOR,
        expires_at_epoch=int((datetime.now(UTC) + clock.DAY).timestamp()),
    )


@dataclass(frozen=True)
class CodeGuard:
    """Lets a command through that brings a pass for its operation. `use` names the command, its repetitions included."""

    operation: Sensitive
    policy: Policy
    token: str | None
    use: str

    def key(self, caller: Caller) -> Key[VerificationPass] | None:
        """The pass that was sent."""
        if self.token is None or not _PASS.fullmatch(self.token):
            return None
        return pass_key(caller.user_id, self.token)

    def check(self, found: Record | None, work: Work) -> None:
        """Use the pass up with the command. Raises NotAdmitted `verification_code_required`, alike for whatever is wrong with a pass."""
        if not isinstance(found, VerificationPass) or not found.admits(work.caller, self.operation, self.use, work.now):
            raise NotAdmitted(
                Refusal.because(
                    "verification_code_required",
                    self.policy.rule,
                    way_out="ask_for_a_code",
                    operation=self.operation,
                    channels=["sms", "email"],
                    ask_at="/identity/verification-codes",
                    sent="none" if self.token is None else "not_valid",
                )
            )
        if found.used_for is None:
            found.used_for, found.used_at = self.use, work.now
            work.change(found)


def guard_of(caller: Caller, operation: Sensitive, at: datetime, *, token: str | None, use: str) -> CodeGuard | None:
    """The guard of a command, None where this caller is not asked for a code."""
    policy = asked_of(caller, operation, at)
    return CodeGuard(operation, policy, token, use) if policy else None
