"""A resource of a customer as the cloud platform last told of it (guide 10.4.1.6, 11.3.1.6; entities of 10.4).

Resources belong to the customer and name no partner: whoever is associated with the customer sees them, from that moment and until it ends
(resources/views.py). OPEN in 10.4.1.6: the platform feeds them; lists are kept by customer and expiry.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from urllib.parse import quote

from partner_center.customers.resources.kinds import ResourceKind
from partner_center.kernel import clock
from partner_center.kernel.labels import Labelled
from partner_center.platform.table import Choice, Data, Exact, Instant, Key, Place, Record, Text, Texts, Whole


class ResourceStatus(Labelled):
    """What became of a resource. The guide shows 使用中 alone; the others are the platform's usual ones."""

    IN_USE = "in_use", "使用中", "In use"
    CLOSED = "closed", "已关闭", "Closed"
    FROZEN = "frozen", "已冻结", "Frozen"
    EXPIRED = "expired", "已过期", "Expired"
    REMOVED = "removed", "已删除", "Removed"  # no list shows it; the record stays, so that no older news brings it back


class ExpiryPolicy(Labelled):
    """What happens when it expires (到期处理). The guide shows the third alone."""

    AUTO_RENEW = "auto_renew", "自动续费", "Renewed automatically"
    TO_ON_DEMAND = "to_on_demand", "到期转按需", "Becomes on-demand"
    DELETE_AFTER_RETENTION = "delete_after_retention", "保留期后自动删除", "Deleted after the retention period"
    NOT_RENEWED = "not_renewed", "到期不续费", "Not renewed"


class PayerAccount(Labelled):
    """Who pays for an on-demand resource (支付账号)."""

    PARTNER = "partner", "合作伙伴账户", "Partner account"
    CUSTOMER = "customer", "客户账户", "Customer account"


class CustomerResource(Record, kind="customer_resource"):
    """One resource. `as_of`: the platform's instant of what it told; older news changes nothing.

    main_resource_id: the resource this one is attached to (a disk to its server). commitment: CNY an hour, of a savings plan.
    """

    PLACE = Place("customer/{customer_id}/resource", "{resource_id}")
    OWNER = Place("customer/{customer_id}/{resource_kind}", "{listed_by}/{resource_id}")
    LOOKUP = Place("customer/{customer_id}/attached_to/{attached_to}", "{resource_id}")
    # The platform's own words about its products are no business of the trail, and many of them would not fit into it.
    SECRET = ("instance_info", "provisioning_info", "tags")

    customer_id = Text()
    resource_id = Text()
    resource_kind = Choice(ResourceKind)
    as_of = Instant()
    name = Text()
    product_type = Text()
    product_spec = Text(null=True)
    region = Text(null=True)
    status = Choice(ResourceStatus)
    order_no = Text(null=True)
    tags = Texts()
    main_resource_id = Text(null=True)
    effective_at = Instant(null=True)
    expires_at = Instant(null=True)
    retained_until = Instant(null=True)
    expiry_policy = Choice(ExpiryPolicy, null=True)
    activated_at = Instant(null=True)
    payer_account = Choice(PayerAccount, null=True)
    commitment = Exact(null=True)
    term_months = Whole(null=True)
    instance_info = Data(default=list)  # [{"name", "value"}]
    provisioning_info = Data(default=list)

    @property
    def is_listed(self) -> bool:
        """Whether it is still there."""
        return self.status is not ResourceStatus.REMOVED

    @property
    def listed_by(self) -> datetime | None:
        """The instant that sorts it in the list of its kind: expiry, or activation where nothing expires."""
        if not self.is_listed:
            return None
        return self.activated_at if self.resource_kind is ResourceKind.ON_DEMAND else self.expires_at

    @property
    def attached_to(self) -> str | None:
        """The resource among whose associated resources it is shown."""
        return self.main_resource_id if self.is_listed else None

    @property
    def expires_on(self) -> date | None:
        """The Beijing day of its expiry; None where it never expires."""
        return clock.business_date(self.expires_at) if self.expires_at else None

    @property
    def counted_as(self) -> tuple[ResourceKind, date | None] | None:
        """Under which kind and day it is counted; None once it is gone."""
        return (self.resource_kind, self.expires_on) if self.is_listed else None

    def retention_days_left(self, now: datetime) -> int | None:
        """Days, begun ones counted, until an expired resource is deleted (到期提醒 of 12.3.1.5); None while it is not kept for that."""
        if self.expires_at is None or self.retained_until is None or not self.expires_at <= now < self.retained_until:
            return None
        return -((now - self.retained_until) // timedelta(days=1))


def resource_key(customer_id: str, resource_id: str) -> Key[CustomerResource]:
    """Where a resource lies."""
    return CustomerResource.key(customer_id=customer_id, resource_id=resource_id)


def attached_to(customer_id: str, resource_id: str) -> str:
    """The index partition of what is attached to a resource."""
    return f"customer/{quote(customer_id, safe='')}/attached_to/{quote(resource_id, safe='')}"
