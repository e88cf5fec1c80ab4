"""The certificate of the partner's dedicated remittance account, as a PDF (guide 10.6.3.2, 11.5.3.1)."""

from partner_center.funds import RemittanceCertificate, download_remittance_account_certificate
from partner_center.platform.action import Action, Caller, Work


@Action.get(
    "/remittance-account/certificate",
    allow="funds.read",
    guide=["10.6.3.2/download_remittance_account_certificate", "11.5.3.1/download_remittance_account_certificate"],
)
def app(caller: Caller, work: Work) -> RemittanceCertificate:
    return download_remittance_account_certificate(caller, work)
