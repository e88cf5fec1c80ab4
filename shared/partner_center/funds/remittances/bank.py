"""Where partners transfer to, and how long it takes: the vendor's banks by contracting entity, estimates by the payer's bank."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from partner_center.funds.reseller_funds.rules import refuses_reseller
from partner_center.kernel import clock
from partner_center.kernel.effective import in_force, rows
from partner_center.kernel.errors import Refusal
from partner_center.kernel.labels import Label

PACKAGE = "partner_center.funds"
SELF_SERVICE_ENTITIES = frozenset({"hcc", "hst"})  # 10.6.3.2/r2


@dataclass(frozen=True)
class VendorBank:
    """The bank at which a contracting entity takes transfers in (data/remittance_banks.json)."""

    account_holder: Label
    bank: Label
    branch: Label
    bank_code: str
    general_account_no: str


@dataclass(frozen=True)
class Arrival:
    """Between which Beijing days a transfer sent today arrives, with the working days behind it (10.6.3.2/r8)."""

    payer_bank: str
    label: Label
    earliest_days: int
    latest_days: int
    earliest: date
    latest: date


def vendor_bank(contracting_entity: str, at: datetime) -> VendorBank:
    """The bank of a contracting entity at an instant. Raises Broken where nobody configured one."""
    row = in_force(PACKAGE, "remittance_banks", at, contracting_entity=contracting_entity)
    return VendorBank(
        Label(**row["account_holder"]), Label(**row["bank"]), Label(**row["branch"]), row["bank_code"], row["general_account_no"]
    )


def arrivals(at: datetime) -> list[Arrival]:
    """What to expect of a transfer sent at an instant, by the payer's bank: an estimate, the actual time is the bank's (10.6.3.2/r8)."""
    today = clock.business_date(at)
    found = []
    for payer_bank in dict.fromkeys(row["payer_bank"] for row in rows(PACKAGE, "remittance_arrival")):
        row = in_force(PACKAGE, "remittance_arrival", at, payer_bank=payer_bank)
        earliest, latest = (clock.working_days_later(today, row[end]) for end in ("earliest", "latest"))
        found.append(Arrival(payer_bank, Label(row["zh"], row["en"]), row["earliest"], row["latest"], earliest, latest))
    return found


def refuses_paying_in(partner_type: str | None, contracting_entity: str | None) -> Refusal | None:
    """A reseller's account is filled by its distributor alone (12.1.3/r6); of the others the contracting entity decides."""
    return refuses_reseller(partner_type) or refuses_self_service(contracting_entity)


def refuses_self_service(contracting_entity: str | None) -> Refusal | None:
    """Only partners of HCC and HST top up themselves, online or by remittance (10.6.3.2/r1-r3)."""
    if contracting_entity in SELF_SERVICE_ENTITIES:
        return None
    return Refusal.because("no_self_service_top_up", "10.6.3.2/r3", way_out="ask_ecosystem_manager", contracting_entity=contracting_entity)
