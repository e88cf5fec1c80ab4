"""The dedicated remittance account of a partner (10.6.3.2): opened once, and what it shows of itself."""

from __future__ import annotations

from datetime import datetime, timedelta

from partner_center.funds.remittances.agreement import MOST_IN_EFFECT, PayerNames, payer_names_key
from partner_center.funds.remittances.bank import VendorBank, arrivals, refuses_paying_in, vendor_bank
from partner_center.funds.remittances.contracts import (
    ArrivalEstimate,
    DetailsSent,
    OpenRemittanceAccount,
    PayerName,
    RemittanceAccountShown,
)
from partner_center.funds.remittances.events import RemittanceDetailsAsked
from partner_center.funds.remittances.payer import verified_name
from partner_center.identity import account_key, captcha_key, count_guess, membership_key, refuses_captcha
from partner_center.kernel import ids
from partner_center.kernel.errors import Broken, NotFound, Refusal
from partner_center.partners import Partner, partner_key
from partner_center.platform.caller import Caller
from partner_center.platform.contracts import masked
from partner_center.platform.table import Instant, Key, Place, Record, Text
from partner_center.platform.work import Work

PAUSE = timedelta(seconds=60)  # between two text messages with an account's details: they cost money


class RemittanceAccount(Record, kind="remittance_account"):
    """The bank's account number that stands for one partner: what is transferred to it is that partner's."""

    PLACE = Place("remittance_account/{account_no}", "account")

    account_no = Text()
    partner_id = Text()
    contracting_entity = Text(null=True)  # with whose bank it was opened; None: opened before it was kept, the partner's own
    opened_at = Instant()
    details_sent_at = Instant(null=True)

    def refuses_another_text(self, now: datetime) -> Refusal | None:
        """A minute between two text messages."""
        if self.details_sent_at is None or now >= self.details_sent_at + PAUSE:
            return None
        return Refusal.because("details_sent_just_now", deadline=self.details_sent_at + PAUSE)


def account_no_of(partner_id: str) -> str:
    """The number of a partner's dedicated account: the same for ever. OPEN in the guide: its form; here 8800 and 15 digits."""
    return f"8800{int(ids.fingerprint('remittance_account', partner_id), 16) % 10**15:015d}"


def remittance_account_key(account_no: str) -> Key[RemittanceAccount]:
    """The address of a dedicated account."""
    return RemittanceAccount.key(account_no=account_no)


def keys_of(partner_id: str) -> tuple[Key[RemittanceAccount], Key[Partner], Key[PayerNames]]:
    """What a partner's account shows itself from."""
    return remittance_account_key(account_no_of(partner_id)), partner_key(partner_id), payer_names_key(partner_id)


def open_dedicated_remittance_account(request: OpenRemittanceAccount, caller: Caller, work: Work) -> RemittanceAccountShown:
    """Issue the partner's dedicated account for a captcha; the one it has where it was issued before (10.6.3.2/r5).

    Raises Refused `no_self_service_top_up`, `not_for_resellers`, `captcha_wrong`.
    """
    counted = count_guess(request.captcha_id, work.now)
    account, partner, names, captcha = work.look(*keys_of(caller.partner_id), captcha_key(request.captcha_id))
    work.require(refuses_paying_in(caller.partner_type, partner.contracting_entity if partner else None))
    if account is None:
        known = captcha if counted else None
        work.require(refuses_captcha(known, request.captcha_text, caller, work.now, "10.6.3.2/r5"))
        work.remove(captcha)
        account = RemittanceAccount(
            account_no=account_no_of(caller.partner_id),
            partner_id=caller.partner_id,
            contracting_entity=partner.contracting_entity.value,
            opened_at=work.now,
        )
        work.add(account)
    return _shown(account, partner, names, work)


def get_dedicated_remittance_account(caller: Caller, work: Work) -> RemittanceAccountShown:
    """The partner's dedicated account with the payer names in effect; not found before it is opened."""
    return _shown(*own_account(caller, work), work)


def own_account(caller: Caller, work: Work) -> tuple[RemittanceAccount, Partner, PayerNames | None]:
    """The caller's opened account with what it shows. Raises NotFound."""
    account, partner, names = work.look(*keys_of(caller.partner_id))
    if account is None or partner is None:
        raise NotFound("remittance account")
    return account, partner, names


def bank_of(account: RemittanceAccount, partner: Partner, work: Work) -> VendorBank:
    """The vendor's bank at which an account lies."""
    return vendor_bank(account.contracting_entity or partner.contracting_entity.value, work.now)


def send_remittance_account_sms(caller: Caller, work: Work) -> DetailsSent:
    """Send the account's details to the calling user's mobile, never to one in the request (10.6.3.2).

    Raises NotFound before the account is opened; Refused `no_mobile_for_details`, `details_sent_just_now`.
    """
    account, partner, member, person = work.look(
        remittance_account_key(account_no_of(caller.partner_id)),
        partner_key(caller.partner_id),
        membership_key(caller.user_id, caller.partner_id),
        account_key(caller.user_id),
    )
    if account is None or partner is None:
        raise NotFound("remittance account")
    mobile = next((known.mobile for known in (member, person) if known is not None and known.mobile), None)
    work.require(
        None if mobile else Refusal.because("no_mobile_for_details", way_out="add_own_mobile"),
        account.refuses_another_text(work.now),
    )
    assert mobile is not None  # required above
    bank, language = bank_of(account, partner, work), work.origin.language
    account.details_sent_at = work.now
    work.change(account)
    work.emit(
        RemittanceDetailsAsked(
            partner_id=caller.partner_id,
            user_name=caller.name or caller.user_id,
            mobile=mobile,
            account_no=account.account_no,
            account_holder=bank.account_holder.in_(language),
            bank=bank.bank.in_(language),
            branch=bank.branch.in_(language),
        )
    )
    return DetailsSent(sent_to=masked(mobile) or "")


def _shown(account: RemittanceAccount, partner: Partner, names: PayerNames | None, work: Work) -> RemittanceAccountShown:
    if account.partner_id != partner.partner_id:
        raise Broken(f"two partners share the remittance account {account.account_no}")
    bank, language = bank_of(account, partner, work), work.origin.language
    agreed = names.names if names else []
    own = verified_name(partner)
    return RemittanceAccountShown(
        account_no=account.account_no,
        account_holder=bank.account_holder.in_(language),
        bank=bank.bank.in_(language),
        branch=bank.branch.in_(language),
        bank_code=bank.bank_code,
        opened_at=account.opened_at,
        payer_names=[
            *([PayerName(name=own, is_own=True, agreement_id=None, entrusted_party_type=None)] if own else []),
            *(
                PayerName(name=masked(known["name"]), is_own=False, agreement_id=known["agreement_id"], entrusted_party_type=known["type"])
                for known in agreed
            ),
        ],
        may_add_payer_name=len(agreed) < MOST_IN_EFFECT,
        general_account_no=bank.general_account_no,
        arrival=[
            ArrivalEstimate(
                payer_bank=known.payer_bank,
                label_zh=known.label.zh,
                label_en=known.label.en,
                working_days_from=known.earliest_days,
                working_days_to=known.latest_days,
                expected_from=known.earliest,
                expected_until=known.latest,
            )
            for known in arrivals(work.now)
        ],
    )
