"""Applications in tests: both sides file, check, answer and cancel; the vendor pre-reviews."""

from __future__ import annotations

from typing import Any

from partner_center.customers import CustomerAccount
from partner_center.customers.applications.application import AssociationApplication
from partner_center.customers.applications.filing import CustomerFilings, PartnerFiling
from partner_center.customers.applications.pre_review import PRE_REVIEW
from partner_center.kernel.permissions import PartnerType
from partner_center.platform.caller import Caller
from partner_center.platform.sensitive import Sensitive
from tests.kit import reviews
from tests.kit.codes import a_pass
from tests.kit.customers import CUSTOMER, a_linked_customer, account, found
from tests.kit.partners import a_partner
from tests.kit.world import Answer, World, partner_user

SOLUTION_PROVIDER, DISTRIBUTOR, RESELLER = (
    PartnerType.SOLUTION_PROVIDER.value,
    PartnerType.DISTRIBUTOR.value,
    PartnerType.RESELLER.value,
)
EVERY_TYPE = (SOLUTION_PROVIDER, DISTRIBUTOR, RESELLER)
REASON = "客户业务调整"


def a_pair(mode: str = "resale", partner_type: str = SOLUTION_PROVIDER, customer_id: str = "C1", **facts: Any) -> Caller:
    """An admitted partner P1 with a customer of that mode; its administrator. `facts` are the account's."""
    a_partner("P1", partner_type=partner_type)
    a_linked_customer(customer_id, mode=mode)
    tell(customer_id, **facts)
    return partner_user("P1", partner_type=partner_type)


def tell(customer_id: str = "C1", **facts: Any) -> CustomerAccount:
    """What the vendor's systems know of an account, put into the table without a command."""
    known = account(customer_id)
    for name, value in facts.items():
        setattr(known, name, value)
    known.settle()
    known.save()
    return known


def file(world: World, operation: str = "unlink", *, by: Caller | None = None, customer: str = "C1", **form: Any) -> Answer:
    """The partner applies."""
    body = {"notes_acknowledged": True, "reason": REASON, **form}
    path = f"/customers/customers/{customer}/{'unlink' if operation == 'unlink' else 'switch'}-applications"
    return world.call(by or partner_user("P1"), "POST", path, {name: value for name, value in body.items() if value is not None})


def filed(world: World, operation: str = "unlink", *, by: Caller | None = None) -> str:
    """A partner's application; its id."""
    return str(file(world, operation, by=by).ok()["application_id"])


def check(world: World, operation: str = "unlink", *, by: Caller | None = None, customer: str = "C1") -> Answer:
    """The partner checks the account."""
    return world.call(by or partner_user("P1"), "GET", f"/customers/customers/{customer}/account-check?operation={operation}")


def check_own(world: World, operation: str = "unlink", *, by: Caller = CUSTOMER) -> Answer:
    """The customer checks its account."""
    return world.call(by, "GET", f"/customers/own-association/account-check?operation={operation}")


def ask_out(world: World, *, by: Caller = CUSTOMER, code: bool = True, **form: Any) -> Answer:
    """The customer asks to be unlinked, with a code."""
    headers = a_pass(by, Sensitive.REQUEST_UNLINK) if code else None
    path = "/customers/own-association/unlink-applications"
    return world.call(by, "POST", path, {"notice_accepted": True, **form}, headers=headers)


def asked_out(world: World) -> str:
    """The customer's request; its id."""
    return str(ask_out(world).ok()["application_id"])


def answer(world: World, application_id: str, agreed: bool = True, *, by: Caller = CUSTOMER, code: bool = True, **ticks: Any) -> Answer:
    """The customer answers its partner's application."""
    headers = a_pass(by, Sensitive.HANDLE_PARTNER_REQUEST) if code else None
    ticked = {"switching_notice_accepted": True, "association_notice_accepted": True, **ticks}
    body = {"application_id": application_id, "agreed": agreed, **ticked}
    return world.call(by, "POST", "/customers/own-association/decision", body, headers=headers)


def decide(world: World, application_id: str, agreed: bool = True, *, by: Caller | None = None) -> Answer:
    """The partner answers its customer's request."""
    path = f"/customers/association-applications/{application_id}/{'approval' if agreed else 'rejection'}"
    return world.call(by or partner_user("P1"), "POST", path)


def cancel(world: World, application_id: str, *, by: Caller | None = None) -> Answer:
    """The partner takes its application back."""
    return world.call(by or partner_user("P1"), "POST", f"/customers/association-applications/{application_id}/cancellation")


def cancel_own(world: World, application_id: str, *, by: Caller = CUSTOMER) -> Answer:
    """The customer takes its request back."""
    return world.call(by, "POST", f"/customers/own-association/applications/{application_id}/cancellation")


def pre_review(world: World, application_id: str, *, passed: bool = True, **form: Any) -> Answer:
    """The vendor pre-reviews."""
    return reviews.decide(world, PRE_REVIEW, application_id, "P1", decision="approved" if passed else "rejected", **form)


def application(application_id: str, of: str = "P1") -> AssociationApplication:
    """An application as it is now."""
    known: AssociationApplication = found(AssociationApplication.key(partner_id=of, application_id=application_id))
    return known


def open_application(customer_id: str = "C1") -> str | None:
    """What is open about a customer."""
    filings: CustomerFilings | None = found(CustomerFilings.key(customer_id=customer_id))
    return filings.open_application_id if filings is not None else None


def filing_of_partner(of: str = "P1", customer_id: str = "C1") -> PartnerFiling | None:
    """When the partner filed, as far as it counts."""
    known: PartnerFiling | None = found(PartnerFiling.key(partner_id=of, customer_id=customer_id))
    return known


def failed(answered: Answer) -> list[str]:
    """The codes of a check's failing lines."""
    return [line["code"] for line in answered.ok()["checks"] if not line["passed"]]
