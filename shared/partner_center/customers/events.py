"""What the area tells others."""

from __future__ import annotations

from partner_center.customers.association import AssociationType
from partner_center.kernel.money import Money
from partner_center.kernel.permissions import PartnerType
from partner_center.partners import ContractingEntity
from partner_center.platform.contracts import Time
from partner_center.platform.events import DomainEvent


class CustomerReported(DomainEvent, name="customers.customer_reported"):
    """A partner holds a claim on a prospect (10.3.4.1)."""

    report_id: str
    expires_at: Time


class CustomerInvited(DomainEvent, name="customers.customer_invited"):
    """An e-mail invitation is to go out; the link itself stays in the table."""

    record_id: str
    link_id: str


class CustomerAssociated(DomainEvent, name="customers.customer_associated"):
    """A customer is associated with the partner."""

    customer_id: str
    association_type: AssociationType
    associated_at: Time


class CustomerUnlinked(DomainEvent, name="customers.customer_unlinked"):
    """An association has ended; whoever keeps something of the customer for this partner gives it back (10.4.1.2/r3, 10.4.6.1.3/r1)."""

    customer_id: str
    association_type: AssociationType
    associated_at: Time
    unlinked_at: Time
    application_id: str


class AssociationTypeSwitched(DomainEvent, name="customers.association_type_switched"):
    """A customer stays with its partner and trades in the other way from now on; what a resale customer was allocated goes back."""

    customer_id: str
    former_type: AssociationType
    association_type: AssociationType
    switched_at: Time
    application_id: str


class CustomerListed(DomainEvent, name="customers.customer_listed"):
    """What the list shows of a customer has changed in something by which it is found."""

    customer_id: str


class AccountManagerChanged(DomainEvent, name="customers.account_manager_changed"):
    """A customer has another account manager, or none; who has it now stands on the association (10.4.1.10)."""

    customer_id: str
    manager_id: str | None = None


class DirectCreditReclaimed(DomainEvent, name="customers.direct_credit_reclaimed"):
    """A customer has become a resale customer: the credit limit that it had as the vendor's direct customer is void (13.1.1/r23)."""

    customer_id: str
    amount: Money


class AssociationFailed(DomainEvent, name="customers.association_failed"):
    """A customer accepted an invitation but may not be associated; the reasons are those of 10.3.4.4."""

    customer_id: str
    association_type: AssociationType
    reasons: tuple[str, ...]


class ContractingEntityChanged(DomainEvent, name="customers.contracting_entity_changed"):
    """A customer has its contract with another of the vendor's companies. No partner's business: `partner_id` is empty (14.3.3/r2)."""

    customer_id: str
    former_entity: ContractingEntity
    contracting_entity: ContractingEntity
    changed_at: Time


class AccountClosed(DomainEvent, name="customers.account_closed"):
    """A customer's account is closed for good. `partner_id` is empty; `known_at` is when the vendor's systems told it."""

    customer_id: str
    closed_at: Time
    known_at: Time


class CustomerBecamePartner(DomainEvent, name="customers.customer_became_partner"):
    """A customer's account is a partner that resells from now on (经销商伙伴). `partner_id` is empty (16.2.1/r3)."""

    customer_id: str
    partner_type: PartnerType
    known_at: Time


class ManagerTransferDue(DomainEvent, name="customers.manager_transfer_due"):
    """All customers of a manager are to go to another one; the area hears it itself."""

    transfer_id: str


class BudgetThresholdPassed(DomainEvent, name="customers.budget_threshold_passed"):
    """A customer has used so many percent of its budget of a billing period. Told once per customer, period and threshold. CNY."""

    customer_id: str
    billing_period: str
    threshold: int
    budget: Money
    used: Money
