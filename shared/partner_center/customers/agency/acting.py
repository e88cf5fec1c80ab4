"""Whether a sign-in session that names an agency session may act as the customer on this call: the authorizer's question.

The identity is the customer's until it is switched back (10.4.1.8/r4, 10.4.1.9/r2). Everything it stands on is looked at anew on every
call: session, authorization, letter, association, the person's own right and data scope. Whatever of it fails, the call is the person's
own again. Nothing of this is loaded for callers who act for nobody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from partner_center.kernel import clock
from partner_center.kernel.permissions import Actor, Role
from partner_center.platform.agency import AgencySession, agency_session_key
from partner_center.platform.caller import Agent, Caller
from partner_center.platform.reach import ManagedCustomer, managed_key
from partner_center.platform.table import Key, Record

if TYPE_CHECKING:
    from partner_center.identity import Session

PERMISSION = "customers.agency"


class AgencyOfCustomers:
    """The port of the authorizer (organisation/callers.py)."""

    def keys(self, session: Session) -> list[Key[Any]]:
        """Agency session, authorization, association, letter, and who manages the customer."""
        from partner_center.customers.agency.authorization import authorization_key
        from partner_center.customers.association import association_key
        from partner_center.identity import CUSTOMER_AUTHORIZATION_LETTER
        from partner_center.platform.agreement import Signatory, standing_key

        partner_id, customer_id = session.tenant, session.agency_customer_id
        if partner_id is None or customer_id is None or session.agency_session_id is None:
            return []
        return [
            agency_session_key(partner_id, session.agency_session_id),
            authorization_key(partner_id, customer_id),
            association_key(partner_id, customer_id),
            standing_key(Signatory.CUSTOMER, customer_id, CUSTOMER_AUTHORIZATION_LETTER.code),
            managed_key(partner_id, customer_id),
        ]

    def acting(self, own: Caller, session: Session, found: list[Record]) -> Caller:
        """The customer's identity in the caller's hands; the caller's own where anything says no."""
        agency = next((record for record in found if isinstance(record, AgencySession)), None)
        if agency is None or not may_act(own, agency, found):
            return own
        return Caller(
            user_id=own.user_id,
            actor=Actor.CUSTOMER,
            roles=(Role.CUSTOMER.value,),
            name=own.name,
            customer=agency.customer_id,
            session=own.session,
            throttled=own.throttled,
            agent=Agent(agency.partner_id, own.user_id, own.name, agency.agency_session_id, agency.purpose),
        )


def may_act(own: Caller, agency: AgencySession, found: list[Record]) -> bool:
    """Whether everything that acting for a customer stands on still holds. `found` may lack any of it."""
    from partner_center.customers.agency.authorization import AuthorizationStatus, CustomerAuthorization
    from partner_center.customers.association import Association, refuses_unless_linked
    from partner_center.platform.agreement import StandingAgreement

    kinds = (CustomerAuthorization, Association, StandingAgreement)
    known, association, letter = (next((record for record in found if isinstance(record, kind)), None) for kind in kinds)
    managed = next((record for record in found if isinstance(record, ManagedCustomer)), None)
    return (
        (agency.user_id, agency.sign_in) == (own.user_id, own.session)
        and agency.is_open_at(clock.now())
        and own.may(PERMISSION)
        and isinstance(known, CustomerAuthorization)
        and known.status is AuthorizationStatus.AUTHORIZED
        and known.authorization_id == agency.authorization_id
        and isinstance(association, Association)
        and refuses_unless_linked(association, resale=True) is None
        and isinstance(letter, StandingAgreement)
        and letter.withdrawn_at is None
        and (own.limited_to is None or (managed is not None and managed.manager_id in own.limited_to))
    )


AGENCY = AgencyOfCustomers()
