"""The words of the API of remittances."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BeforeValidator, StringConstraints

from partner_center.funds.remittances.agreement import AgreementStatus, AgreementType, EntrustedPartyType, PayerNames, PaymentAgreement
from partner_center.identity import WithCaptcha
from partner_center.kernel.money import Money
from partner_center.platform.contracts import Amount, Id, Name, Request, Response, Time, field, masked
from partner_center.platform.webhook import Notice

AccountNo = Annotated[str, StringConstraints(strip_whitespace=True, min_length=4, max_length=64, pattern=r"^[0-9A-Za-z \-]+$")]


# --- the dedicated account -----------------------------------------------------------------------------------------------------------


class OpenRemittanceAccount(WithCaptcha):
    """Open the dedicated account; the captcha is asked at its first use (10.6.3.2/r5)."""


class PayerName(Response):
    """A name under which transfers are credited at once: the company's own, or one by an agreement."""

    name: str | None = field("汇款户名", "Payer name", masked=True)
    is_own: bool
    agreement_id: str | None
    entrusted_party_type: EntrustedPartyType | None


class ArrivalEstimate(Response):
    """When a transfer sent today is expected, by the payer's bank; the actual time is the bank's (10.6.3.2/r8)."""

    payer_bank: str
    label_zh: str
    label_en: str
    working_days_from: int
    working_days_to: int
    expected_from: date
    expected_until: date


class RemittanceAccountShown(Response):
    """The dedicated account to which the partner transfers, and whose transfers are credited at once.

    `may_add_payer_name` is False while as many agreements as possible are in effect (10.6.3.2/r11).
    """

    account_no: str
    account_holder: str
    bank: str
    branch: str
    bank_code: str
    opened_at: Time
    payer_names: list[PayerName]
    may_add_payer_name: bool
    general_account_no: str
    arrival: list[ArrivalEstimate]


class DetailsSent(Response):
    """To which mobile the account's details go."""

    sent_to: str


class RemittanceCertificate(Response):
    """A file, as base64."""

    file_name: str
    content_type: str
    content: str


class BankRemittance(Notice):
    """A transfer that reached a dedicated remittance account, as the bank tells it."""

    account_no: AccountNo
    amount: Amount
    flow_no: Id
    payer_name: Name
    payer_account: Annotated[AccountNo | None, BeforeValidator(lambda told: told or None)] = None  # banks leave it empty
    arrived_at: Time


# --- payment agreements --------------------------------------------------------------------------------------------------------------


class CreatePaymentAgreement(Request):
    """Make an agreement about another payer name."""

    entrusted_party: Name = field("被委托方", "Entrusted party: the payer name as the bank has it")
    entrusted_party_type: EntrustedPartyType = field("被委托方类型", "Type of entrusted party")


class AgreementRef(Request):
    """One agreement."""

    agreement_id: Id


class AgreementState(Response):
    """An agreement after a command, and how many are in effect."""

    agreement_id: str
    agreement_type: AgreementType
    entrusted_party: str | None = field("被委托方", "Entrusted party", masked=True)
    entrusted_party_type: EntrustedPartyType
    status: AgreementStatus
    effective_at: Time
    expired_at: Time | None
    in_effect: int

    @classmethod
    def of(cls, agreement: PaymentAgreement, names: PayerNames) -> AgreementState:
        """The state of an agreement."""
        return cls(
            agreement_id=agreement.agreement_id,
            agreement_type=agreement.agreement_type,
            entrusted_party=masked(agreement.entrusted_party),
            entrusted_party_type=agreement.entrusted_party_type,
            status=agreement.status,
            effective_at=agreement.effective_at,
            expired_at=agreement.expired_at,
            in_effect=len(names.names),
        )


# --- the general account -------------------------------------------------------------------------------------------------------------


class GeneralRemittance(Notice):
    """A transfer that reached the general account, as the bank tells it; whose it is nobody knows yet."""

    payer_name: Name
    payer_account: AccountNo
    amount: Amount
    flow_no: Id
    arrived_at: Time


class SearchRemittances(Request):
    """All three as they were in the transfer; nothing is found by a part of them (10.6.3.4/r3)."""

    payer_name: Name = field("汇款人", "Payer")
    payer_account: AccountNo = field("汇款银行账号", "Payer's bank account")
    amount: Amount = field("汇款金额(¥)", "Amount of the transfer")


class UnclaimedRemittance(Response):
    """A remittance that was found, and what is left of it to claim: by this id, which only who found it has."""

    remittance_id: str
    amount: Money
    unclaimed: Money
    arrived_at: Time


class RemittancesFound(Response):
    """What fits all three."""

    items: list[UnclaimedRemittance]


class ClaimRemittance(Request):
    """Claim a remittance or a part of it, with the voucher of the transfer (10.6.3.4/r4)."""

    remittance_id: Id
    claim_amount: Amount = field("认领金额(¥)", "Amount claimed")
    voucher_file_id: Id = field("线下转账汇款凭证", "Voucher of the transfer")


class RemittanceClaimed(Response):
    """A claim, and until when it is to be decided."""

    claim_id: str
    status: str
    claim_amount: Money
    submitted_at: Time
    review_due_at: Time
