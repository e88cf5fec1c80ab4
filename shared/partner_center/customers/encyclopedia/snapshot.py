"""What the directory said of a linked customer's company, kept beside the customer and asked for again once a week (10.4.1.11).

OPEN there: a refreshed snapshot per customer. It is taken when the customer is associated and by the job as long as it is; where there is
none yet, because the account was verified later, the page asks the directory itself and the job keeps it from then on.
"""

from __future__ import annotations

from datetime import datetime

from partner_center.customers.account import CustomerAccount, RealName, customer_account_key
from partner_center.customers.encyclopedia.company import Company
from partner_center.customers.encyclopedia.directory import directory
from partner_center.kernel import clock
from partner_center.platform.schedule import Run
from partner_center.platform.table import Data, Instant, Key, Place, Record, Text
from partner_center.platform.work import Work

REFRESHED_AFTER = clock.DAY * 7


class EnterpriseSnapshot(Record, kind="enterprise_snapshot"):
    """The company of a customer, as it was when the directory was asked; `company` is empty where the directory knew none."""

    PLACE = Place("customer/{customer_id}", "enterprise_snapshot")
    DUE = Place("enterprise_snapshot_refresh", "{refresh_at}/{customer_id}")

    customer_id = Text()
    company = Data(null=True)
    taken_at = Instant()
    refresh_at = Instant(null=True)

    @property
    def told(self) -> Company | None:
        """The company; None where the directory knew none."""
        return Company.model_validate(self.company) if self.company else None


def snapshot_key(customer_id: str) -> Key[EnterpriseSnapshot]:
    """The address of a customer's snapshot."""
    return EnterpriseSnapshot.key(customer_id=customer_id)


def company_of(account: CustomerAccount) -> Company | None:
    """What the directory knows of an account's verified name."""
    return directory().by_name(account.name) if account.real_name is not RealName.NONE else None


def keep_enterprise_snapshot(customer_id: str, work: Work) -> bool:
    """Ask the directory about a linked customer and keep what it says; a customer that is linked no more is not asked for again.

    A snapshot that is not due yet stays as it is, however often this is called.
    """
    account, snapshot = work.look(customer_account_key(customer_id), snapshot_key(customer_id))
    if account is None or (snapshot is not None and snapshot.refresh_at is not None and work.now < snapshot.refresh_at):
        return False
    if account.associated_partner_id is None:
        if snapshot is not None and snapshot.refresh_at is not None:
            snapshot.refresh_at = None
            work.change(snapshot)
        return snapshot is not None
    snapshot = snapshot or EnterpriseSnapshot(customer_id=customer_id)
    take(snapshot, company_of(account), work.now)
    work.keep(snapshot)
    return True


def take(snapshot: EnterpriseSnapshot, company: Company | None, now: datetime) -> None:
    """What the directory says now."""
    snapshot.company = company.model_dump(mode="json") if company else None
    snapshot.taken_at, snapshot.refresh_at = now, now + REFRESHED_AFTER


def refresh_enterprise_snapshots(run: Run) -> None:
    """Ask again about every linked customer whose snapshot is a week old."""
    run.each(run.due(EnterpriseSnapshot), lambda due, work: keep_enterprise_snapshot(due.customer_id, work))
