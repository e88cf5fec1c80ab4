"""Requests and answers about resources."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import ConfigDict, Field, StringConstraints, model_validator

from partner_center.customers.resources.kinds import ResourceKind
from partner_center.customers.resources.resource import ExpiryPolicy, PayerAccount, ResourceStatus
from partner_center.kernel.errors import Wrong
from partner_center.platform.contracts import Id, Name, Request, Response, Time, field
from partner_center.platform.model import Model

AT_ONCE = 25  # resources in one call

ResourceId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.:\-]{1,96}$")]
Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=128)]

# What a kind cannot be listed without.
NEEDED: dict[ResourceKind, tuple[str, ...]] = {
    ResourceKind.SUBSCRIPTION: ("effective_at", "expires_at"),
    ResourceKind.ON_DEMAND: ("activated_at",),
    ResourceKind.SAVINGS_PLAN: ("effective_at", "expires_at"),
}


class ProductFact(Model):
    """A fact about an instance or its provisioning, in the platform's words."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Word
    value: Annotated[str, StringConstraints(max_length=512)]


class ResourceFacts(Model):
    """A resource as the platform tells of it; a line of the inventory file holds the same."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    customer_id: Id = field("客户ID", "Customer ID")
    resource_id: ResourceId = field("资源ID", "Resource ID")
    resource_kind: ResourceKind = field("资源类型", "Kind")
    as_of: Time = field("数据时间", "The platform's instant of this news")
    status: ResourceStatus = field("状态", "Status")
    name: Name = field("名称", "Name")
    product_type: Word = field("产品类型", "Product type")
    product_spec: Word | None = field("产品规格", "Specification", default=None)
    region: Word | None = field("云服务区", "Region", default=None)
    order_no: Word | None = field("订单号", "Order number", default=None)
    tags: list[Word] = field("标签", "Tags", default=[], max_length=20)
    main_resource_id: ResourceId | None = field("主资源ID", "Resource this one is attached to", default=None)
    effective_at: Time | None = field("生效时间", "Effective at", default=None)
    expires_at: Time | None = field("失效时间", "Expires at", default=None)
    retained_until: Time | None = field("保留期截止", "Kept after expiry until", default=None)
    expiry_policy: ExpiryPolicy | None = field("到期处理", "At expiry", default=None)
    activated_at: Time | None = field("开通时间", "Activated at", default=None)
    payer_account: PayerAccount | None = field("支付账号", "Paid from", default=None)
    commitment: Decimal | None = field("每小时承诺消费(¥)", "Commitment an hour (CNY)", default=None, ge=0, max_digits=15, decimal_places=6)
    term_months: int | None = field("购买时长(月)", "Term in months", default=None, ge=1, le=120)
    instance_info: list[ProductFact] = field("产品实例信息", "Instance", default=[], max_length=20)
    provisioning_info: list[ProductFact] = field("开通信息", "Provisioning", default=[], max_length=20)

    @model_validator(mode="after")
    def _complete(self) -> ResourceFacts:
        missing = [name for name in NEEDED[self.resource_kind] if getattr(self, name) is None]
        if missing:
            kind, names = self.resource_kind.value, ", ".join(missing)
            raise Wrong(f"{kind} 须填写 {names}", f"{kind} needs {names}")
        if self.resource_kind is ResourceKind.ON_DEMAND and self.expires_at is not None:
            raise Wrong("按需资源没有失效时间", "on_demand has no expires_at")
        if self.effective_at and self.expires_at and self.expires_at < self.effective_at:
            raise Wrong("失效时间早于生效时间", "expires_at is before effective_at")
        if self.main_resource_id == self.resource_id:
            raise Wrong("资源不能挂载到自身", "a resource is not attached to itself")
        return self

    @property
    def identity(self) -> tuple[str, str]:
        """Customer and resource: what names a resource."""
        return self.customer_id, self.resource_id


class RecordResources(Request):
    """Some resources of any customers, each once."""

    resources: list[ResourceFacts] = Field(min_length=1, max_length=AT_ONCE, description="资源 / Resources")

    @model_validator(mode="after")
    def _each_once(self) -> RecordResources:
        if len({facts.identity for facts in self.resources}) < len(self.resources):
            raise Wrong("resources：同一资源只能出现一次", "resources: no resource twice")
        return self


class RecordedResources(Response):
    """recorded: what was news. known: what was told before, or after something newer."""

    recorded: int
    known: int
