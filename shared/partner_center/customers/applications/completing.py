"""What an agreed application changes, in one transaction: the association, the account, who manages the customer, the application itself.

Money, coupons and authorisations follow by the event: whoever keeps something of the customer for this partner hears it (10.4.1.2/r3,
10.4.6.1.3/r1). Until they have, what is left lies where nobody can spend or add to it: their commands rely on the association.

What the account check looked at must still hold at the commit: of an agreement and a new debt at the same time one is decided anew.
OPEN in 10.4.1.5: whether a switch to resale has the consequence of 13.1.1/r23. It has: the customer now spends the partner's allocation
alone (10.1.3/r2), so that credit which it holds as a direct customer goes.
"""

from __future__ import annotations

from partner_center.customers.applications.application import AssociationApplication, Side
from partner_center.customers.applications.case import Case
from partner_center.customers.applications.events import ApplicationEnded
from partner_center.customers.applications.filing import Filings
from partner_center.customers.association import AssociationStatus
from partner_center.customers.consequences import reclaim_credit
from partner_center.customers.events import AssociationTypeSwitched, CustomerUnlinked
from partner_center.customers.managers import EndReason, Managing
from partner_center.platform.work import Work


def unlink(work: Work, application: AssociationApplication, case: Case, side: Side) -> None:
    """The association ends, and with it the manager's responsibility (10.4.2.1; OPEN in 10.4.1.5: settle_association_end)."""
    association, account = case.association, case.account
    association.status = AssociationStatus.UNLINKED
    account.associated_partner_id = account.association_type = None
    if case.managed is not None:
        Managing(association, case.managed, case.manager(work)).end(work, EndReason.UNLINKED)
        work.remove(case.managed)
    work.change(association, account)
    case.rely_on_facts(work)
    end(work, application, case.filings, "agree", side)
    work.emit(
        CustomerUnlinked(
            partner_id=association.partner_id,
            customer_id=association.customer_id,
            association_type=association.association_type,
            associated_at=association.associated_at,
            unlinked_at=work.now,
            application_id=application.application_id,
        )
    )


def switch(work: Work, application: AssociationApplication, case: Case, side: Side) -> None:
    """The customer stays with its partner and trades in the other way; its manager stays too."""
    association, account = case.association, case.account
    former, association.association_type = association.association_type, application.target_association_type
    account.association_type = association.association_type
    reclaim_credit(work, account, association.association_type, association.partner_id)
    work.change(association, account)
    case.rely_on_facts(work)
    end(work, application, case.filings, "agree", side)
    work.emit(
        AssociationTypeSwitched(
            partner_id=association.partner_id,
            customer_id=association.customer_id,
            former_type=former,
            association_type=association.association_type,
            switched_at=work.now,
            application_id=application.application_id,
        )
    )


def end(work: Work, application: AssociationApplication, filings: Filings, step: str, side: Side, *, counts: bool = True) -> None:
    """The application takes its last step; both sides are told, the next one may be filed."""
    application.end(step, side, work.caller.user_id, work.now)
    work.change(application)
    filings.close(work, application, counts=counts)
    work.emit(ApplicationEnded.of(application))
