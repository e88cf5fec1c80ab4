"""Verbs for stories about the chain of money: a distributor, its resellers, customers of both."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from partner_center.customers import (
    Association,
    AssociationStatus,
    AssociationType,
    AssociationTypeSwitched,
    CustomerUnlinked,
    association_key,
)
from partner_center.funds import AdjustmentType, FundAdjustment
from partner_center.kernel import clock
from partner_center.kernel.money import Money
from partner_center.platform.caller import Caller
from partner_center.platform.work import Work
from partner_center.resellers.relation import begin, load_parties
from tests.kit.funds import VENDOR, Desk, a_customer, amount, as_system
from tests.kit.organisation import found
from tests.kit.resellers import DISTRIBUTOR, OTHER, a_distributor, a_related_reseller, reseller_user, stands
from tests.kit.world import Answer, World

CUSTOMERS_OF = {"C1": "R1", "C2": "R2", "C3": "D1"}


@dataclass
class ChainDesk(Desk):
    """The desk with the chain on it: D1 with the resellers R1 and R2, C1 of R1, C2 of R2, C3 of D1 itself; D2 beside them."""

    def who(self, partner: str) -> Caller:
        """The administrator of a partner as the authorizer hands him over now."""
        return {"D1": DISTRIBUTOR, "D2": OTHER}.get(partner) or reseller_user(partner)

    def pass_on(self, value: str | None, to: str = "R1", query: str = "", **more: Any) -> Answer:
        """A distributor allocates money to a reseller."""
        return self._adjust(f"/funds/resellers/{to}/allocations{query}", value, **more)

    def take_back(self, value: str | None, of: str = "R1", query: str = "", **more: Any) -> Answer:
        """A distributor takes balance of a reseller back."""
        return self._adjust(f"/funds/resellers/{of}/recalls{query}", value, **more)

    def _adjust(
        self,
        path: str,
        value: str | None,
        by: Caller = DISTRIBUTOR,
        key: str | None = None,
        headers: dict[str, str] | None = None,
        **more: Any,
    ) -> Answer:
        return self.call(by, "POST", path, {"amount": value, "confirmed": True, **more}, key, headers=headers)

    def form(self, of: str = "R1", by: Caller = DISTRIBUTOR) -> Answer:
        """What the forms 拨款 and 回收 of a reseller show."""
        return self.world.call(by, "GET", f"/funds/resellers/{of}/balances")

    def give(self, value: str, customer: str = "C1", by: Caller | None = None, key: str | None = None, **more: Any) -> Answer:
        """A partner of the chain allocates money to its customer."""
        body = {"amount": value, "allocation_type": "normal", **more}
        by = by or self.who(CUSTOMERS_OF[customer])
        return self.call(by, "POST", f"/funds/customers/{customer}/allocations", body, key)

    def take(self, value: str, customer: str = "C1", by: Caller | None = None, key: str | None = None) -> Answer:
        """A partner of the chain recalls money from its customer."""
        body = {"buckets": [{"bucket_id": "normal", "amount": value}]}
        by = by or self.who(CUSTOMERS_OF[customer])
        return self.call(by, "POST", f"/funds/customers/{customer}/recalls", body, key)

    def balance(self, partner: str) -> Money:
        """A partner's account balance as it sees it."""
        return amount(self.world.call(self.who(partner), "GET", "/funds/balances").ok()["account_balance"])

    def log(self, by: Caller = DISTRIBUTOR, query: str = "") -> list[dict[str, Any]]:
        """The adjustment records as a partner sees them, newest first."""
        items: list[dict[str, Any]] = self.world.call(by, "GET", f"/funds/adjustments{query}").ok()["items"]
        return items

    def moved_in(self, by: Caller = DISTRIBUTOR, query: str = "") -> list[tuple[str, str | None, str | None, str]]:
        """The same, shortly and the oldest first: (type, reseller, customer, amount)."""
        rows = self.log(by, query)
        return [(row["adjustment_type"], row["reseller_id"], row["customer_id"], row["amount"]["amount"]) for row in reversed(rows)]

    def mode_change(self, value: str, partner: str = "R1") -> Answer:
        """A customer's balance becomes its reseller's."""
        key = next(self.keys)
        body = {"amount": value, "channel": "mode_change", "external_flow_no": f"flow-{key}"}
        return self.call(VENDOR, "POST", f"/funds/partners/{partner}/top-ups", body, key)


def a_chain(world: World) -> ChainDesk:
    """The partners and customers of the stories."""
    a_distributor("D1")
    a_distributor("D2")
    for reseller in ("R1", "R2"):
        a_related_reseller(reseller, of="D1")
    for customer, partner in CUSTOMERS_OF.items():
        a_customer(customer, of=partner)
    return ChainDesk(world)


def part(desk: Desk, reseller: str = "R1") -> None:
    """A reseller leaves its distributor; nobody has heard of it yet but the two."""
    stands(desk.world, reseller, "delisted")
    event = next(event for event in desk.world._new_events() if event["DetailType"] == "partners.partner_standing_changed")
    desk.world.deliver(event)


def work_together(desk: Desk, reseller: str, distributor: str) -> None:
    """A reseller that left works with a distributor again."""
    stands(desk.world, reseller, "active")
    as_system(distributor, lambda work: begin(work, load_parties(work, distributor, reseller)[0]))


def adjustments_with(reseller: str = "R1", of: str = "D1") -> list[FundAdjustment]:
    """What a distributor adjusted for a reseller, the oldest first."""
    found = FundAdjustment.query(FundAdjustment.partition(partner_id=of))
    return [adjustment for adjustment in found if adjustment.reseller_id == reseller]


def system_recalls_from(reseller: str = "R1", of: str = "D1") -> list[FundAdjustment]:
    """What came back by itself when the two parted."""
    return [one for one in adjustments_with(reseller, of) if one.adjustment_type is AdjustmentType.COOPERATION_RECALL]


def lose(customer: str, *, by_switch: bool = False) -> None:
    """A customer leaves its partner, or is no resale customer of it any more; what follows is heard when the world settles."""
    partner = CUSTOMERS_OF[customer]

    def end(work: Work) -> None:
        association: Association = work.get(association_key(partner, customer))
        known: dict[str, Any] = {"partner_id": partner, "customer_id": customer, "application_id": "A1"}
        if by_switch:
            association.association_type = AssociationType.CONSULTATIVE
            types = {"former_type": AssociationType.RESALE, "association_type": AssociationType.CONSULTATIVE}
            work.emit(AssociationTypeSwitched(**known, **types, switched_at=work.now))
        else:
            association.status = AssociationStatus.UNLINKED
            since = association.associated_at
            work.emit(CustomerUnlinked(**known, association_type=AssociationType.RESALE, associated_at=since, unlinked_at=work.now))
        work.change(association)

    as_system(partner, end)


def win_back(customer: str) -> None:
    """The customer is its partner's resale customer again."""
    association: Association = found(association_key(CUSTOMERS_OF[customer], customer))
    association.status, association.association_type = AssociationStatus.ASSOCIATED, AssociationType.RESALE
    association.associated_at = clock.now()
    association.settle()
    association.save()


def again(event: dict[str, Any]) -> dict[str, Any]:
    """An event as if it were another one that says the same."""
    detail = json.loads(event["Detail"])
    return {**event, "Detail": json.dumps({**detail, "event_id": f"{detail['event_id']}-again"})}
