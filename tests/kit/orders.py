"""Usage that is to be paid for: a resale or consultative customer with funds and vouchers, and what charging does with them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from partner_center.consumption import UsageCharged, UsageGroup, UsageRecorded
from partner_center.coupons import Coupon
from partner_center.customers import AssociationType
from partner_center.funds import load_customer_funds
from partner_center.kernel import clock
from partner_center.kernel.money import Money
from partner_center.kernel.permissions import PartnerType
from partner_center.orders import UsageMeter
from partner_center.partners import Partner
from partner_center.platform.caller import Caller
from partner_center.platform.work import Origin, Work, carry_out
from tests.kit.consumption import a_customer, every_record
from tests.kit.world import Context, World, functions, partner_user, sqs_event, vendor_user

__all__ = ["AssociationType", "Payer"]


def _work() -> Work:
    return Work(Caller.system("test"), clock.now(), Origin("test", "test"))


class Payer:
    """A customer of P1 whose usage is charged."""

    def __init__(self, world: World, kind: AssociationType = AssociationType.RESALE, partner_type: str = "solution_provider") -> None:
        self.world = world
        self.kind = kind
        self.partner = replace(partner_user("P1", partner_type=partner_type), distributor_id="D1" if partner_type == "reseller" else None)
        self.customer_id = a_customer("C1", kind=kind)
        self.events = 0
        partner = Partner(
            partner_id="P1", name="P1", partner_type=partner_type, mobile="13900000000",
            business_certified=True, contracting_entity="hcc", admitted_at=clock.now(),
        )  # fmt: skip
        carry_out(_work, lambda work: work.add(partner))

    def is_allocated(self, amount: str) -> None:
        """The vendor credits the partner, who allocates it to the customer. What a reseller has of the vendor is a change of the mode."""
        money = {"amount": amount, "currency": "CNY"}
        channel = "mode_change" if self.partner.partner_type == PartnerType.RESELLER else "vendor_finance"
        paid_in = {"amount": money, "external_flow_no": f"R{amount}", "channel": channel}
        self.world.call(vendor_user(), "POST", "/funds/partners/P1/top-ups", paid_in, key=f"t{amount}").ok()
        body = {"allocation_type": "normal", "amount": money}
        self.world.call(self.partner, "POST", f"/funds/customers/{self.customer_id}/allocations", body, key=f"a{amount}").ok()

    def is_given_vouchers(self, *amounts: str, **terms: Any) -> list[str]:
        """The vendor grants a quota and the partner issues vouchers from it; their ids in drawing order."""
        issued = []
        for amount in amounts:
            money = {"amount": amount, "currency": "CNY"}
            granted = {
                "amount": money, "effective_at": "2024-01-01T00:00:00+08:00", "expires_at": "2025-12-31T23:59:59+08:00",
            }  # fmt: skip
            key = f"{amount}-{len(issued)}-{terms}"
            quota = self.world.call(vendor_user(), "POST", "/coupons/partners/P1/quotas", granted, key=f"g{key}").ok()
            body = {
                "customer_ids": [self.customer_id],
                "face_value": money,
                "expires_at": f"2025-01-{len(issued) + 1:02d}T23:59:59+08:00",
                **terms,
            }
            answer = self.world.call(self.partner, "POST", f"/coupons/quotas/{quota['quota_id']}/vouchers", body, key=f"i{key}").ok()
            issued.append(answer["coupons"][0]["coupon_id"])
        return issued

    def uses(self, *groups: UsageGroup, times: int = 1) -> list[UsageCharged]:
        """Usage is recorded and charged (the event is delivered `times` times); what orders told about it."""
        self.events += 1
        event = UsageRecorded(
            partner_id="P1", customer_id=self.customer_id, association_type=self.kind, billing_period="2024-09", groups=groups
        )
        self.world.settle()
        before = len(self.world.bus)
        for _ in range(times):
            self.hears(event.NAME, event.model_dump(mode="json"), f"E{self.events}")
        self.world.settle()
        told = [entry for entry in self.world.bus[before:] if entry["DetailType"] == UsageCharged.NAME]
        return [UsageCharged.model_validate(json.loads(entry["Detail"])["data"]) for entry in told]

    def hears(self, name: str, data: dict[str, Any], event_id: str) -> None:
        """An event reaches the charging consumer."""
        envelope = {"event_id": event_id, "correlation_id": "test", "occurred_at": clock.iso(clock.now()), "data": data}
        body = {"detail-type": name, "source": "partner_center.consumption", "detail": envelope}
        assert not functions()["orders.charge_usage"](sqs_event(json.dumps(body)), Context())["batchItemFailures"]

    @property
    def meter(self) -> UsageMeter:
        """The customer's meter."""
        (meter,) = every_record(UsageMeter)
        return meter

    @property
    def balance(self) -> Money:
        """What is left of the allocated money."""
        return load_customer_funds(_work(), "P1", self.customer_id).balance

    @property
    def arrears(self) -> Money:
        """What the customer owes."""
        return load_customer_funds(_work(), "P1", self.customer_id).arrears.balance

    @property
    def vouchers(self) -> dict[str, Money]:
        """What is left on each voucher."""
        return {voucher.coupon_id: voucher.balance for voucher in every_record(Coupon)}
