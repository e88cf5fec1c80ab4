"""Add the branch of the bank account that a top-up came from (guide 10.6.3.5.1)."""

from partner_center.funds import AddBankBranch, BankBranchKept, add_bank_branch_info
from partner_center.platform.action import Action, Caller, Work


@Action.put(
    "/bank-branches",
    allow="funds.withdraw",
    guide=["10.6.3.5.1/add_bank_branch_info", "11.5.3.4.1/add_bank_branch_info"],
)
def app(request: AddBankBranch, caller: Caller, work: Work) -> BankBranchKept:
    return add_bank_branch_info(request, caller, work)
