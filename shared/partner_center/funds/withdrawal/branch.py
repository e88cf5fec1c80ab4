"""The branches of the bank accounts that partners paid from: a bank needs one to pay back (10.6.3.5.1/r14)."""

from __future__ import annotations

from collections.abc import Sequence

from partner_center.funds.remittances.names import plain_account
from partner_center.funds.top_up import TopUp, top_up_key
from partner_center.funds.withdrawal.contracts import AddBankBranch, BankBranchKept
from partner_center.funds.withdrawal.routes import PaidBy, Route, RouteTable
from partner_center.kernel import ids
from partner_center.kernel.errors import NotFound, Refusal
from partner_center.platform.caller import Caller
from partner_center.platform.table import Instant, Key, Place, Record, Text
from partner_center.platform.work import Work


class BankBranch(Record, kind="bank_branch"):
    """The branch of an account that a partner paid from, given once for all flows from it.

    `account` is a digest of the account's number; of a flow whose bank told none, of the flow itself.
    """

    PLACE = Place("partner/{partner_id}/bank_branch", "{account}")

    partner_id = Text()
    account = Text()
    bank = Text()
    bank_location = Text()
    branch = Text()
    added_at = Instant()


def branch_key(flow: TopUp) -> Key[BankBranch]:
    """Where the branch of the account that a flow came from lies."""
    account = (
        ids.fingerprint(plain_account(flow.payer_account))
        if flow.payer_account
        else ids.fingerprint(flow.channel.value, flow.external_flow_no)
    )
    return BankBranch.key(partner_id=flow.partner_id, account=account)


def needs_branch(flow: TopUp, route: Route, table: RouteTable) -> bool:
    """Whether a bank pays it back to the account it came from."""
    return route is Route.ORIGINAL_ROUTE and table.terms(flow.channel).paid_by is PaidBy.BANK


def refuses_missing_branch(flows: Sequence[TopUp], branches: Sequence[BankBranch | None]) -> Refusal | None:
    """The first withdrawal to an account needs its branch."""
    missing = [
        {"channel": flow.channel.value, "external_flow_no": flow.external_flow_no}
        for flow, branch in zip(flows, branches, strict=True)
        if branch is None
    ]
    return Refusal.because("bank_branch_missing", "10.6.3.5.1/r14", way_out="add_bank_branch", flows=missing) if missing else None


def add_bank_branch_info(request: AddBankBranch, caller: Caller, work: Work) -> BankBranchKept:
    """Keep the branch of the account that a flow came from; given again, the new one holds. Raises NotFound for a foreign flow."""
    flow = work.get(top_up_key(request.channel, request.external_flow_no))
    if flow.partner_id != caller.partner_id:
        raise NotFound("top_up")
    key = branch_key(flow)
    branch = work.get(key, or_none=True) or BankBranch(partner_id=caller.partner_id, account=key.sort)
    branch.bank, branch.bank_location, branch.branch, branch.added_at = request.bank, request.bank_location, request.branch, work.now
    work.keep(branch)
    return BankBranchKept(
        channel=flow.channel,
        external_flow_no=flow.external_flow_no,
        bank=branch.bank,
        bank_location=branch.bank_location,
        branch=branch.branch,
    )
