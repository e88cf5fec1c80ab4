"""The dedicated remittance account of a partner, and the bank's word that money reached it (10.6.3.2)."""

from __future__ import annotations

from partner_center.funds.contracts import BankRemittance, RemittanceAccountOpened
from partner_center.funds.events import BankRemittanceReceived
from partner_center.funds.reseller_funds.rules import refuses_reseller
from partner_center.kernel import ids
from partner_center.kernel.errors import Broken, Refusal
from partner_center.partners import partner_key
from partner_center.platform.caller import Caller
from partner_center.platform.observe import logger
from partner_center.platform.table import Instant, Key, Place, Record, Text
from partner_center.platform.work import Work

SELF_SERVICE_ENTITIES = frozenset({"hcc", "hst"})  # 10.6.3.2/r2


class RemittanceAccount(Record, kind="remittance_account"):
    """The bank's account number that stands for one partner: what is transferred to it is that partner's."""

    PLACE = Place("remittance_account/{account_no}", "account")

    account_no = Text()
    partner_id = Text()
    opened_at = Instant()


def account_no_of(partner_id: str) -> str:
    """The number of a partner's dedicated account: the same for ever. OPEN in the guide: its form; here 8800 and 15 digits."""
    return f"8800{int(ids.fingerprint('remittance_account', partner_id), 16) % 10**15:015d}"


def remittance_account_key(account_no: str) -> Key[RemittanceAccount]:
    """The address of a dedicated account."""
    return RemittanceAccount.key(account_no=account_no)


def refuses_self_service(contracting_entity: str | None) -> Refusal | None:
    """Only partners of HCC and HST top up themselves (10.6.3.2/r2, r3)."""
    if contracting_entity in SELF_SERVICE_ENTITIES:
        return None
    return Refusal.because("no_self_service_top_up", "10.6.3.2/r3", way_out="ask_ecosystem_manager", contracting_entity=contracting_entity)


def open_dedicated_remittance_account(caller: Caller, work: Work) -> RemittanceAccountOpened:
    """Issue the partner's dedicated account; the one it has where it was issued before (10.6.3.2/r5)."""
    account, partner = work.look(remittance_account_key(account_no_of(caller.partner_id)), partner_key(caller.partner_id))
    work.require(refuses_reseller(caller.partner_type), refuses_self_service(partner.contracting_entity if partner else None))
    if account is None:
        account = RemittanceAccount(account_no=account_no_of(caller.partner_id), partner_id=caller.partner_id, opened_at=work.now)
        work.add(account)
    return _shown(account, caller)


def get_dedicated_remittance_account(caller: Caller, work: Work) -> RemittanceAccountOpened:
    """The partner's dedicated account; not found before it is opened."""
    return _shown(work.get(remittance_account_key(account_no_of(caller.partner_id))), caller)


def receive_bank_remittance(notice: BankRemittance, work: Work) -> str | None:
    """Tell of a transfer to a partner's dedicated account; it is credited by a consumer (10.6.3.2/r6).

    A transfer to an account that is nobody's is kept with this outcome and waits for vendor finance.
    """
    account = work.get(remittance_account_key(notice.account_no), or_none=True)
    if account is None:
        logger.error("a remittance to an unknown account", extra={"flow_no": notice.flow_no})
        return "unknown_account"
    work.emit(
        BankRemittanceReceived(
            partner_id=account.partner_id,
            amount=notice.amount,
            external_flow_no=notice.flow_no,
            payer_name=notice.payer_name,
            arrived_at=notice.arrived_at,
        )
    )
    return None


def _shown(account: RemittanceAccount, caller: Caller) -> RemittanceAccountOpened:
    if account.partner_id != caller.partner_id:
        raise Broken(f"two partners share the remittance account {account.account_no}")
    return RemittanceAccountOpened(account_no=account.account_no, opened_at=account.opened_at)
