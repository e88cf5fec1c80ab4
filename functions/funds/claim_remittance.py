"""Claim a remittance, or a part of it, with the voucher of the transfer (guide 10.6.3.4, 11.5.3.3).

The voucher goes through the desk of files, with the purpose `transfer_voucher`.
"""

from partner_center.funds import ClaimRemittance, RemittanceClaimed, claim_remittance
from partner_center.platform.action import Action, Caller, Work


@Action.post(
    "/remittances/{remittance_id}/claims",
    allow="funds.remit",
    status=201,
    guide=["10.6.3.4/claim_remittance", "11.5.3.3/claim_remittance"],
)
def app(request: ClaimRemittance, caller: Caller, work: Work) -> RemittanceClaimed:
    return claim_remittance(request, caller, work)
