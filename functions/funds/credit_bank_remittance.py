"""Credit a bank remittance to the partner's top-up account, once (guide 10.6.3.2)."""

from partner_center.funds import BankRemittanceReceived, credit_bank_remittance
from partner_center.platform.consumer import Consumer, Reach, Work


@Consumer.hears(BankRemittanceReceived, guide=["10.6.3.2/receive_bank_remittance"], reach=Reach.MONEY)
def app(event: BankRemittanceReceived, work: Work) -> None:
    credit_bank_remittance(event, work)
