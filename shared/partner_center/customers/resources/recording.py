"""The cloud platform tells of resources; the newest news of each holds, in whatever order and however often it arrives."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from partner_center.customers.account import CustomerAccount, customer_account_key
from partner_center.customers.association import Association, association_key
from partner_center.customers.resources.contracts import RecordedResources, RecordResources, ResourceFacts
from partner_center.customers.resources.inventory import Counted, Inventory, count_changes, inventory_key
from partner_center.customers.resources.resource import CustomerResource, resource_key
from partner_center.kernel.errors import Refusal
from partner_center.platform.work import Work


def record_customer_resources(request: RecordResources, work: Work) -> RecordedResources:
    """Take in up to 25 resources. Raises Refused `unknown_customers`; nothing is taken in then."""
    books = Books(work, request.resources)
    unknown = sorted({facts.customer_id for facts in request.resources if not books.knows(facts.customer_id)})
    work.require(Refusal.because("unknown_customers", "10.4.1.6", customer_ids=unknown) if unknown else None)
    recorded = sum(books.record(facts) for facts in request.resources)
    books.close()
    return RecordedResources(recorded=recorded, known=len(request.resources) - recorded)


class Books:
    """What some news is written into: resources, their customers' inventories, and what the customers' partners are told.

    Two rounds of reading, for whose partner's count it is follows from the customers' accounts.
    """

    def __init__(self, work: Work, news: Sequence[ResourceFacts]) -> None:
        self._work = work
        customers = sorted({facts.customer_id for facts in news})
        identities = sorted({facts.identity for facts in news})
        found = work.look(
            *(customer_account_key(customer_id) for customer_id in customers),
            *(inventory_key(customer_id) for customer_id in customers),
            *(resource_key(*identity) for identity in identities),
        )
        accounts, inventories, resources = found[: len(customers)], found[len(customers) : 2 * len(customers)], found[2 * len(customers) :]
        self._accounts: dict[str, CustomerAccount | None] = dict(zip(customers, accounts, strict=True))
        self._inventories: dict[str, Inventory | None] = dict(zip(customers, inventories, strict=True))
        self._resources: dict[tuple[str, str], CustomerResource | None] = dict(zip(identities, resources, strict=True))
        self._changes: dict[str, Counter[Counted]] = defaultdict(Counter)
        linked = [account for account in accounts if account is not None and account.associated_partner_id]
        keys = [association_key(account.associated_partner_id, account.customer_id) for account in linked]
        associations: list[Association | None] = work.look(*keys) if keys else []
        self._associations = {association.customer_id: association for association in associations if association is not None}

    def knows(self, customer_id: str) -> bool:
        """Whether there is such a customer."""
        return self._accounts[customer_id] is not None

    def record(self, facts: ResourceFacts) -> bool:
        """Write down what is news; False for what is not."""
        resource = self._resources[facts.identity]
        if resource is not None and facts.as_of <= resource.as_of:
            return False
        before = resource.counted_as if resource is not None else None
        if resource is None:
            resource = self._resources[facts.identity] = CustomerResource(customer_id=facts.customer_id, resource_id=facts.resource_id)
        for name, value in facts:
            setattr(resource, name, value)
        resource.instance_info = [fact.model_dump() for fact in facts.instance_info]
        resource.provisioning_info = [fact.model_dump() for fact in facts.provisioning_info]
        self._work.keep(resource)
        changes = self._changes[facts.customer_id]
        for counted, delta in ((before, -1), (resource.counted_as, 1)):
            if counted is not None:
                changes[counted] += delta
        return True

    def close(self) -> None:
        """Count and tell what was written."""
        for customer_id, changes in sorted(self._changes.items()):
            changed = Counter({counted: delta for counted, delta in changes.items() if delta})
            if changed:
                inventory = self._inventories[customer_id] or Inventory(customer_id=customer_id)
                count_changes(self._work, inventory, self._associations.get(customer_id), changed)
