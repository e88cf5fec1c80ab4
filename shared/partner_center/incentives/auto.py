"""Automatic payout: the partner's setting, and the run on the fifth day after the data of a month (10.7.4.2/r26-r29)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from partner_center.incentives.bill import AUTO_PAYOUT, IncentiveBill
from partner_center.incentives.contracts import AutoPayoutState, SetAutoPayout
from partner_center.incentives.method import METHODS, IncentiveGroup, PayoutMethod
from partner_center.incentives.payout import MOST_BILLS, open_bills, pay_out, payable_total, refuses_total, refuses_uncertified
from partner_center.incentives.policy import terms_at
from partner_center.kernel.errors import Refusal
from partner_center.kernel.money import Money
from partner_center.partners import partner_key
from partner_center.platform.caller import Caller
from partner_center.platform.schedule import Run
from partner_center.platform.table import Choice, Flag, Key, Place, Record, Text
from partner_center.platform.work import Work


class AutoPayoutSetting(Record, kind="auto_payout_setting"):
    """Whether and how a partner's incentives are applied for automatically.

    `method_a` is for consultative and former resale incentives, `method_b` for new resale ones.
    """

    PLACE = Place("partner/{partner_id}/auto_payout_setting", "setting")

    partner_id = Text()
    enabled = Flag()
    method_a = Choice(PayoutMethod, null=True)
    method_b = Choice(PayoutMethod, null=True)

    def method_for(self, group: IncentiveGroup) -> PayoutMethod | None:
        """The method of a group; None while automatic payout is off."""
        if not self.enabled:
            return None
        return self.method_b if group is IncentiveGroup.NEW_RESALE else self.method_a


def setting_key(partner_id: str) -> Key[AutoPayoutSetting]:
    """Where a partner's setting lies."""
    return AutoPayoutSetting.key(partner_id=partner_id)


def refuses_group_method(group: IncentiveGroup, method: PayoutMethod | None, *, enabled: bool) -> Refusal | None:
    """Each group has its own methods; whoever switches automatic payout on names one for each (OPEN)."""
    rule = "10.7.4.2/r29" if group is IncentiveGroup.NEW_RESALE else "10.7.4.2/r28"
    if method is None:
        return Refusal.because("auto_payout_method_missing", rule, group=group) if enabled else None
    if method not in METHODS[group]:
        return Refusal.because("method_not_allowed_for_incentive", rule, group=group, method=method, allowed=sorted(METHODS[group]))
    return None


def set_auto_payout(request: SetAutoPayout, caller: Caller, work: Work) -> AutoPayoutState:
    """Switch automatic payout on or off and choose its methods.

    Raises Refused: business_not_certified, auto_payout_method_missing, method_not_allowed_for_incentive.
    """
    setting, partner = work.look(setting_key(caller.partner_id), partner_key(caller.partner_id))
    work.require(
        refuses_uncertified(partner) if request.enabled else None,
        refuses_group_method(IncentiveGroup.CONSULTATIVE_AND_FORMER_RESALE, request.method_a, enabled=request.enabled),
        refuses_group_method(IncentiveGroup.NEW_RESALE, request.method_b, enabled=request.enabled),
    )
    if setting is None:
        setting = AutoPayoutSetting(partner_id=caller.partner_id)
        _apply(request, setting)
        work.add(setting)
    else:
        _apply(request, setting)
        work.change(setting)
    return AutoPayoutState.of(setting)


def _apply(request: SetAutoPayout, setting: AutoPayoutSetting) -> None:
    setting.enabled, setting.method_a, setting.method_b = request.enabled, request.method_a, request.method_b


def get_auto_payout_setting(caller: Caller, work: Work) -> AutoPayoutState:
    """The partner's setting; off where it never set one."""
    return AutoPayoutState.of(work.get(setting_key(caller.partner_id), or_none=True))


@dataclass(frozen=True)
class DueGroup:
    """A partner's incentives of one kind, some of which are due."""

    partner_id: str
    group: IncentiveGroup


def run_auto_payout(run: Run) -> None:
    """Apply for what is due, for every partner that switched it on, one payout a group (10.7.4.2/r26)."""
    run.each(_due_groups(run), pay_group_automatically)


def _due_groups(run: Run) -> Iterator[DueGroup]:
    seen: set[DueGroup] = set()
    for bill in run.due(IncentiveBill, AUTO_PAYOUT):
        if (found := DueGroup(bill.partner_id, bill.group)) not in seen:
            seen.add(found)
            yield found


def pay_group_automatically(item: DueGroup, work: Work) -> bool:
    """Pay all open incentives of a group by the partner's setting; what is not paid waits for the next period's or for the partner.

    Bills that are not confirmed and approved yet stay due. Answers False when it left everything as it was.
    """
    partner, setting = work.look(partner_key(item.partner_id), setting_key(item.partner_id))
    bills = [bill for bill in open_bills(work, item.partner_id) if bill.group is item.group]
    payable = [bill for bill in bills if bill.refuses_application(work.now) is None][:MOST_BILLS]
    method = setting.method_for(item.group) if setting is not None else None
    if method is not None and payable:
        work.require(refuses_uncertified(partner))
        if refuses_total(payable) is None and refuses_below_threshold(method, payable_total(payable), work) is None:
            pay_out(work, partner, method, payable)
            work.rely_on(setting)
    considered = [bill for bill in bills if bill.is_payable and bill.waits_for == AUTO_PAYOUT and bill.due_at <= work.now]
    for bill in considered:
        bill.wait_for_expiry()
    work.change(*considered)
    return work.has_effects


def refuses_below_threshold(method: PayoutMethod, amount: Money, work: Work) -> Refusal | None:
    """Bank transfer and account wait until the open incentives come to the threshold (10.7.4.2/r27)."""
    threshold = terms_at(work.now).auto_payout_threshold
    if method.needs_threshold and amount < threshold:
        return Refusal.because("below_auto_payout_threshold", "10.7.4.2/r27", total=amount, threshold=threshold)
    return None
