"""One history of the quota tree: everything that may happen to it, in any order and with faults in between. Each method is a step.

What is heard waits in a queue and is delivered when a step says so: late, out of order, twice, or by a consumer that dies.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from partner_center.coupons import Coupon, CouponQuota, QuotaStatus, give_back, key_of, load_usable_coupons, pay_usage
from partner_center.customers import Association, AssociationStatus, CustomerUnlinked, association_key
from partner_center.kernel import clock
from partner_center.kernel.money import Money, total
from partner_center.platform.schedule import JobFailed
from partner_center.platform.work import Work
from tests.kit import faults
from tests.kit.funds import a_customer, amount, as_system, money_records
from tests.kit.history import FaultyHistory
from tests.kit.partners import a_partner
from tests.kit.quota_tree import DISTRIBUTOR, TreeDesk, a_tree, check_tree, join, reseller
from tests.kit.resellers import found, relation_now, stands
from tests.kit.world import World, partner_user

HOLDERS = {"D1": DISTRIBUTOR, "P1": partner_user("P1"), "R1": reseller("R1"), "R2": reseller("R2")}
CUSTOMERS = {"C1": "R1", "C2": "R2", "C3": "D1", "C4": "P1", "C5": "R1"}  # whose they are
JOBS = ("coupons.recall_expired_coupons", "coupons.expire_coupon_quotas", "coupons.warn_of_expiring_coupons")


class History(FaultyHistory):
    """A vendor, a distributor with two resellers, a solution provider, customers of all four."""

    CONCERNED = frozenset(  # who hears what moves the tree; the others only show it
        (
            "coupons.count_quota_use",
            "coupons.recall_coupons_of_unlinked",
            "coupons.recall_quotas_of_former_reseller",
            "resellers.follow_reseller",
        )
    )

    def __init__(self, time: Any) -> None:
        super().__init__(time)
        self.desk: TreeDesk = a_tree(World())
        a_partner("P1")
        a_customer("C4", of="P1")
        a_customer("C5", of="R1")
        self.told: dict[str, Money] = defaultdict(Money.zero)  # what callers were told succeeded
        self.charges: list[tuple[str, list[tuple[str, Money]]]] = []

    # --- quotas --------------------------------------------------------------------------------------------------------------

    def grant(self, partner: str, value: str, days: int, fault: str) -> None:
        """The vendor grants a quota."""
        until = clock.iso(clock.now() + days * clock.DAY)
        if done := self.ask(fault, lambda key: self.desk.grant(value, partner, key, until)):
            self.told["granted"] += amount(done["initial_amount"])

    def adjust(self, pick: int, adjusting: bool) -> None:
        """The vendor begins or ends adjusting any quota."""
        if quota := self._quota(pick):
            self.desk.adjust(quota.quota_id, adjusting, quota.partner_id).ok()

    def pass_on(self, pick: int, value: str, to: tuple[str, ...], fault: str) -> None:
        """The distributor passes quota on."""
        source = self._quota(pick, lambda quota: quota.partner_id == "D1")
        if source and (done := self.ask(fault, lambda key: self.desk.pass_on(source.quota_id, value, to, key=key))):
            self.told["passed_on"] += amount(done["amount"]) * len(done["quotas"])

    def take_back(self, pick: int, fault: str) -> None:
        """The distributor recalls a reseller's quota."""
        if child := self._quota(pick, _is_child):
            self.ask(fault, lambda key: self.desk.take_back(child.quota_id, child.partner_id, key=key))

    def take_back_all(self, fault: str) -> None:
        """The distributor recalls whatever its resellers have."""
        if children := [(child.partner_id, child.quota_id) for child in self._quotas(_is_child)]:
            self.ask(fault, lambda key: self.desk.take_back_all(children[:50], key=key))

    # --- coupons -------------------------------------------------------------------------------------------------------------

    def issue(self, pick: int, value: str, hours: int, several: bool, fault: str) -> None:
        """A node issues to its customers, one or all."""
        if asked := self._issue(pick, value, hours, several):
            quota, body = asked
            path = f"/coupons/quotas/{quota.quota_id}/vouchers"
            if done := self.ask(fault, lambda key: self.desk.call(HOLDERS[quota.partner_id], "POST", path, body, key)):
                self.told["issued"] += amount(done["face_value"]) * len(done["coupons"])

    def batch_issue(self, pick: int, value: str, hours: int, fault: str) -> None:
        """A node issues to all its customers, to each alone."""
        if asked := self._issue(pick, value, hours, several=True):
            quota, body = asked
            path = f"/coupons/quotas/{quota.quota_id}/voucher-batches"
            done = self.ask(fault, lambda key: self.desk.call(HOLDERS[quota.partner_id], "POST", path, body, key))
            for one in done["results"] if done else ():
                if one["result"]:
                    self.told["issued"] += amount(one["result"]["face_value"])

    def _issue(self, pick: int, value: str, hours: int, several: bool) -> tuple[CouponQuota, dict[str, Any]] | None:
        quota = self._quota(pick)
        if quota is None:
            return None
        own = [customer for customer, partner in CUSTOMERS.items() if partner == quota.partner_id]
        until = clock.iso(min(quota.expires_at, clock.now() + hours * clock.DAY / 24))
        return quota, {"customer_ids": own if several else own[:1], "face_value": value, "expires_at": until}

    def recall(self, pick: int, fault: str) -> None:
        """A node recalls a voucher."""
        if voucher := self._voucher(pick):
            path = f"/coupons/vouchers/{voucher.coupon_id}/recall"
            self.ask(fault, lambda key: self.desk.call(HOLDERS[voucher.partner_id], "POST", path, None, key))

    def batch_recall(self, partner: str, fault: str) -> None:
        """A node recalls all its vouchers."""
        own = [v.coupon_id for v in money_records() if isinstance(v, Coupon) and v.partner_id == partner and v.is_alive]
        if own:
            body = {"coupon_ids": sorted(own)[:50]}
            self.ask(fault, lambda key: self.desk.call(HOLDERS[partner], "POST", "/coupons/voucher-recalls", body, key))

    def use(self, customer: str, value: str, fault: str) -> None:
        """Usage draws on a customer's vouchers."""

        def pay(work: Work) -> list[tuple[str, Money]]:
            coupons = load_usable_coupons(work, customer)
            return pay_usage(work, coupons, Money.of(value), product_type="ecs", billing_mode="on_demand", reference="usage")

        if parts := self.heard(fault, pay):
            self.charges.append((customer, parts))
            self.told["paid"] += total(part for _, part in parts)

    def refund(self, pick: int, fault: str) -> None:
        """What vouchers paid goes back, whatever became of them."""
        if not self.charges:
            return
        _, parts = self.charges.pop(pick % len(self.charges))

        def give(work: Work) -> None:
            for ref, part in parts:
                give_back(work, key_of(ref), part, "refund")

        self.heard(fault, give)
        self.told["paid"] -= total(part for _, part in parts)

    # --- what happens around it ----------------------------------------------------------------------------------------------

    def job(self, which: int, fault: str, at: int) -> None:
        """A job runs, or dies in the middle; its next run goes on."""
        try:
            with faults.disturbed(fault, at):
                self.desk.world.run_job(JOBS[which], clock.iso(clock.now()))
        except (faults.Killed, JobFailed):
            pass

    def leave(self, partner: str) -> None:
        """The vendor delists a reseller; its relation ends once that is heard."""
        stands(self.desk.world, partner, "delisted")

    def come_back(self, partner: str) -> None:
        """The reseller works with the distributor again."""
        if relation_now(partner) is None:
            join(self.desk, partner, "D1")

    def unlink(self, customer: str) -> None:
        """A customer leaves its partner."""

        def end(work: Work) -> None:
            association = work.get(association_key(CUSTOMERS[customer], customer))
            if association.status is AssociationStatus.UNLINKED:
                return
            association.status = AssociationStatus.UNLINKED
            work.change(association)
            terms = association.fields()
            facts = {name: terms[name] for name in ("partner_id", "customer_id", "association_type", "associated_at")}
            work.emit(CustomerUnlinked(**facts, unlinked_at=work.now, application_id="A1"))

        as_system(CUSTOMERS[customer], end)

    def link(self, customer: str) -> None:
        """The customer comes back."""
        association: Association = found(association_key(CUSTOMERS[customer], customer))
        association.status, association.associated_at = AssociationStatus.ASSOCIATED, clock.now()
        association.settle()
        association.save()

    # --- what is always true -------------------------------------------------------------------------------------------------

    def holds(self) -> None:
        """The tree is conserved, and callers were told the truth about it."""
        check_tree()
        quotas = self._quotas()
        roots = [quota for quota in quotas if not _is_child(quota)]
        assert total(quota.initial_amount for quota in roots) == self.told["granted"]
        assert total(quota.passed_on for quota in quotas) == self.told["passed_on"]
        assert total(quota.issued for quota in quotas) == self.told["issued"]

    def ends_well(self) -> None:
        """Once everything was heard: what was used is counted, and who left has nothing of its former distributor's quota."""
        self.everything_is_heard()
        self.holds()
        check_tree(told=True)
        assert total(quota.used for quota in self._quotas()) == self.told["paid"]
        gone = {partner for partner in ("R1", "R2") if relation_now(partner) is None}
        kept = self._quotas(lambda quota: _is_child(quota) and quota.partner_id in gone)
        assert {quota.status_at(clock.now()) for quota in kept} <= {QuotaStatus.INVALID}

    def _quotas(self, which: Callable[[CouponQuota], bool] = lambda _: True) -> list[CouponQuota]:
        found = [record for record in money_records() if isinstance(record, CouponQuota) and which(record)]
        return sorted(found, key=lambda quota: quota.quota_id)

    def _quota(self, pick: int, which: Callable[[CouponQuota], bool] = lambda _: True) -> CouponQuota | None:
        found = self._quotas(which)
        return found[pick % len(found)] if found else None

    def _voucher(self, pick: int) -> Coupon | None:
        found = sorted((record for record in money_records() if isinstance(record, Coupon)), key=lambda record: record.address)
        return found[pick % len(found)] if found else None


def _is_child(quota: CouponQuota) -> bool:
    return quota.source_quota_id is not None
