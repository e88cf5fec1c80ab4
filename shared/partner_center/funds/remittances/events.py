"""What happens to transfers, told after the commit."""

from __future__ import annotations

from partner_center.kernel.money import Money
from partner_center.platform.contracts import Time
from partner_center.platform.events import DomainEvent


class BankRemittanceReceived(DomainEvent, name="funds.bank_remittance_received"):
    """A transfer reached a partner's dedicated account; `external_flow_no` is the bank's."""

    amount: Money
    external_flow_no: str
    payer_name: str
    payer_account: str | None = None
    arrived_at: Time


class RemittanceHeld(DomainEvent, name="funds.remittance_held"):
    """A transfer to a partner's dedicated account came from an unknown payer: the vendor checks it before it is credited or returned."""

    remittance_id: str
    amount: Money
    arrived_at: Time
    due_at: Time


class HeldRemittanceDecided(DomainEvent, name="funds.held_remittance_decided"):
    """The vendor checked a held transfer: `credited`, or `to_be_returned` to its payer with a reason."""

    remittance_id: str
    status: str
    amount: Money
    reason: str | None


class RemittanceClaimDecided(DomainEvent, name="funds.remittance_claim_decided"):
    """The vendor decided a claim: `succeeded` and credited, or `rejected` with a reason."""

    claim_id: str
    status: str
    claim_amount: Money
    reason: str | None


class RemittanceDetailsAsked(DomainEvent, name="funds.remittance_details_asked"):
    """A partner's user wants the details of the dedicated account by text message."""

    user_name: str
    mobile: str
    account_no: str
    account_holder: str
    bank: str
    branch: str
