"""Converting many partners: a trial, then the real run over what the trial found convertible (10.6.3.1/r12).

Behind the command partners are settled one after the other, one transaction each: its result, how far the run is, and in the real run the
partner's mode. A function that dies or runs out of time goes on behind the last one; a second delivery finds partners settled. The real
run looks through the books again: a trial only says what would be.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from partner_center.funds.accounts import AllocationMode, PartnerFunds, look_up_funds
from partner_center.funds.conversion.books import flaws_of
from partner_center.funds.conversion.contracts import ModeConversionBegun, OfTrial, TryModeConversion
from partner_center.funds.conversion.events import ModeConversionWaiting, ModeConverted
from partner_center.funds.conversion.run import (
    Block,
    Flaw,
    ModeConversion,
    ModeConversionResult,
    Outcome,
    RunStatus,
    result_key,
    run_key,
)
from partner_center.kernel import ids
from partner_center.kernel.errors import Refusal
from partner_center.kernel.money import Money
from partner_center.kernel.permissions import PartnerType
from partner_center.partners import Partner, partner_key, partners_of_type
from partner_center.platform.caller import Caller
from partner_center.platform.consumer import Told
from partner_center.platform.table import every
from partner_center.platform.work import Work

MARGIN_MS = 60_000  # with less time left the rest waits for another invocation; the books of the largest partner fit into it


def try_mode_conversion(request: TryModeConversion, caller: Caller, work: Work) -> ModeConversionBegun:
    """Begin a trial: per partner the balances before and after, whether its books are sound, and what would block it."""
    return _begin(work, caller, request.allocation_mode, partner_ids=sorted(request.partner_ids))


def execute_mode_conversion(request: OfTrial, caller: Caller, work: Work) -> ModeConversionBegun:
    """Begin to convert what a trial found convertible; a trial is followed once.

    Raises NotFound; Refused `not_a_trial`, `trial_still_running`, `trial_executed`, `nothing_convertible`.
    """
    trial = work.get(run_key(request.conversion_id))
    work.require(refuses_execution(trial))
    begun = _begin(work, caller, trial.allocation_mode, trial=trial)
    trial.executed_as = begun.conversion_id
    work.change(trial)
    return begun


def refuses_execution(trial: ModeConversion) -> Refusal | None:
    """Only a completed trial, once, and only where it found somebody."""
    for code, holds in (
        ("not_a_trial", not trial.is_trial),
        ("trial_still_running", trial.status is not RunStatus.COMPLETED),
        ("trial_executed", trial.executed_as is not None),
        ("nothing_convertible", not trial.convertible),
    ):
        if holds:
            return Refusal.because(code, way_out=None if code == "trial_still_running" else "try_again_with_a_new_trial")
    return None


def _begin(
    work: Work, caller: Caller, mode: AllocationMode, *, partner_ids: list[str] | None = None, trial: ModeConversion | None = None
) -> ModeConversionBegun:
    run = ModeConversion(
        conversion_id=ids.new_id("MC", work.now),
        is_trial=trial is None,
        allocation_mode=mode,
        partner_ids=partner_ids or [],
        trial_id=trial.conversion_id if trial else None,
        asked_by=caller.operator,
        asked_at=work.now,
    )
    work.add(run)
    work.emit(ModeConversionWaiting(partner_id="", conversion_id=run.conversion_id))
    return ModeConversionBegun(
        conversion_id=run.conversion_id, is_trial=run.is_trial, allocation_mode=run.allocation_mode, status=RunStatus.RUNNING
    )


def run_mode_conversion(told: Told) -> None:
    """Settle the partners of a run, or those that are left of it."""
    event = ModeConversionWaiting.model_validate(told.data)
    run = told.unit(lambda work: work.get(run_key(event.conversion_id)))
    if run.status is not RunStatus.RUNNING:
        return
    for position, partner_id in _left(run):
        if told.happened.remaining_ms() < MARGIN_MS:
            told.unit(lambda work: work.emit(event))
            return
        if _is_none_of_those(run, told.unit(partial(look_up_funds, partner_id=partner_id))):
            continue
        verdict = _looked_through(partner_id, told)
        told.unit(partial(_settle, run.conversion_id, position, partner_id, verdict))
    told.unit(partial(_complete, run.conversion_id))


def _left(run: ModeConversion) -> Iterator[tuple[str, str]]:
    """The partners that are not settled yet, in the order of their positions."""
    for position, partner_id in _all_of(run):
        if not run.is_past(position):
            yield position, partner_id


def _all_of(run: ModeConversion) -> Iterator[tuple[str, str]]:
    if run.trial_id is not None:
        found = ModeConversionResult.outcome == Outcome.CONVERTIBLE
        for result in every(ModeConversionResult, ModeConversionResult.partition(conversion_id=run.trial_id), where=found):
            yield result.partner_id, result.partner_id
    elif run.partner_ids:
        yield from ((partner_id, partner_id) for partner_id in run.partner_ids)
    else:
        for number, partner_type in enumerate(PartnerType):
            if _is_closed_to(partner_type, run):
                continue
            yield from ((f"{number}/{partner.partner_id}", partner.partner_id) for partner in partners_of_type(partner_type))


def _is_none_of_those(run: ModeConversion, funds: PartnerFunds) -> bool:
    """Whether all of the other mode were asked for and this partner has the mode already."""
    return run.is_trial and not run.partner_ids and funds.wallet.allocation_mode is run.allocation_mode


@dataclass(frozen=True)
class Verdict:
    """What was found in a partner's books, outside any transaction."""

    flaws: tuple[Flaw, ...]
    stood_still: bool


def _looked_through(partner_id: str, told: Told) -> Verdict:
    flaws = flaws_of(lambda: told.unit(partial(look_up_funds, partner_id=partner_id)))
    return Verdict(tuple(flaws or ()), flaws is not None)


def _settle(conversion_id: str, position: str, partner_id: str, verdict: Verdict, work: Work) -> None:
    """One partner: its result and, in the real run, its new mode. Nothing where another delivery settled it meanwhile."""
    run, known, partner, *own = work.look(
        run_key(conversion_id), result_key(conversion_id, partner_id), partner_key(partner_id), *PartnerFunds.keys(partner_id)
    )
    if run.status is not RunStatus.RUNNING or run.is_past(position) or known is not None:
        return
    funds = PartnerFunds.of(partner_id, *own)
    if _is_none_of_those(run, funds):
        return
    blocks = _blocks(run, partner, funds, verdict)
    outcome = _outcome(run, funds, verdict, blocks)
    result = _result(run, partner, funds, outcome, verdict, blocks, work)
    if outcome is Outcome.CONVERTED:
        funds.wallet.allocation_mode = run.allocation_mode
        work.keep(funds.wallet)
        work.emit(ModeConverted(partner_id=partner_id, allocation_mode=run.allocation_mode.value))
    run.position = position
    run.include(outcome)
    work.change(run)
    work.add(result)


def _is_closed_to(partner_type: PartnerType, run: ModeConversion) -> bool:
    """Whether partners of a type have no such mode: what a reseller allocated is never in its account balance (chapter 12)."""
    return partner_type is PartnerType.RESELLER and run.allocation_mode is AllocationMode.WITH_ALLOCATABLE_ACCOUNT


def _blocks(run: ModeConversion, partner: Partner | None, funds: PartnerFunds, verdict: Verdict) -> list[Block]:
    """OPEN in 10.6.3.1/r12, what blocks: money that a withdrawal holds is shown by neither mode, so it is paid out or released first."""
    standing = {
        Block.UNKNOWN_PARTNER: partner is None,
        Block.RESELLER: partner is not None and _is_closed_to(partner.partner_type, run),
        Block.WITHDRAWAL_IN_PROCESS: bool(funds.top_up.frozen),
        Block.BOOKS_MOVING: not verdict.stood_still,
    }
    return [block for block, holds in standing.items() if holds]


def _outcome(run: ModeConversion, funds: PartnerFunds, verdict: Verdict, blocks: list[Block]) -> Outcome:
    if verdict.flaws:
        return Outcome.UNSOUND
    if funds.wallet.allocation_mode is run.allocation_mode:
        return Outcome.UNCHANGED
    if blocks:
        return Outcome.BLOCKED
    return Outcome.CONVERTIBLE if run.is_trial else Outcome.CONVERTED


def _result(
    run: ModeConversion, partner: Partner | None, funds: PartnerFunds, outcome: Outcome, verdict: Verdict, blocks: list[Block], work: Work
) -> ModeConversionResult:
    before, after = (_seen(funds, mode) for mode in (funds.wallet.allocation_mode, run.allocation_mode))
    return ModeConversionResult(
        conversion_id=run.conversion_id,
        partner_id=funds.wallet.partner_id,
        partner_name=partner.name if partner else None,
        outcome=outcome,
        flaws=[flaw.value for flaw in verdict.flaws],
        blocks=[block.value for block in blocks],
        mode_before=funds.wallet.allocation_mode,
        account_balance_before=before[0],
        account_balance_after=after[0],
        allocatable_balance_before=before[1],
        allocatable_balance_after=after[1],
        settled_at=work.now,
    )


def _seen(funds: PartnerFunds, mode: AllocationMode) -> tuple[Money, Money | None]:
    """Account balance and allocatable balance as the partner would see them in a mode (10.6.3.1/r4, r8, r9)."""
    present, funds.wallet.allocation_mode = funds.wallet.allocation_mode, mode
    seen = funds.account_balance, funds.allocatable_balance
    funds.wallet.allocation_mode = present
    return seen


def _complete(conversion_id: str, work: Work) -> None:
    run = work.get(run_key(conversion_id))
    if run.status is RunStatus.RUNNING:
        run.status, run.completed_at = RunStatus.COMPLETED, work.now
        work.change(run)
