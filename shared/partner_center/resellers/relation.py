"""The relation of a distributor and a reseller (我的云经销商): one live one per reseller (guide 11.1.3, 3.6.2/r1).

Three records change together: the relation, which the pages show; `Organisation.distributor_id`, by which a reseller's own calls know its
distributor; `ResellerOf`, by which a distributor's people reach the reseller's records. The organisation, of which a reseller has one, is
what two distributors at once contend for.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from partner_center.identity import Membership
from partner_center.kernel.errors import Broken
from partner_center.kernel.labels import Labelled
from partner_center.kernel.money import Money
from partner_center.organisation import Organisation, join_distributor, leave_distributor, organisation_key
from partner_center.partners import Partner, partner_key
from partner_center.platform.reach import ResellerOf
from partner_center.platform.table import Choice, Instant, Key, Place, Record, Text
from partner_center.platform.work import Work
from partner_center.resellers.events import CooperationBegan, CooperationEnded


class RelationStatus(Labelled):
    """The states of a relation (glossary part 2)."""

    ACTIVE = "active", "正常", "Active"
    EXITING = "exiting", "退出中", "Exiting"
    ENDED = "ended", "已结束", "Ended"


class TaskAuthorization(Labelled):
    """Whether the reseller entrusted its distributor with its sales-expansion tasks (19.9; label 已授权 OPEN in 11.1.3)."""

    UNAUTHORIZED = "unauthorized", "未授权", "Not authorized"
    AUTHORIZED = "authorized", "已授权", "Authorized"


class ResellerRelation(Record, kind="reseller_relation"):
    """What a distributor has with a reseller while the two work together.

    `partner_id` is the distributor. Name, contacts and region are the reseller's as of the beginning; `reseller_account` is known where the
    distributor invited it by that name. `manager_name` is the account manager's name when he was assigned.
    """

    PLACE = Place("partner/{partner_id}/reseller", "{reseller_id}")
    OWNER = Place("distributor/{partner_id}/reseller", "{associated_at}/{reseller_id}")
    MANAGED_BY = "manager_id"
    SECRET = ("mobile", "email")

    partner_id = Text()
    reseller_id = Text()
    reseller_name = Text()
    reseller_account = Text(null=True)
    mobile = Text(null=True)
    email = Text(null=True)
    business_region = Text(null=True)
    status = Choice(RelationStatus, default=RelationStatus.ACTIVE)
    associated_at = Instant()
    task_authorization = Choice(TaskAuthorization, default=TaskAuthorization.UNAUTHORIZED)
    manager_id = Text(null=True)
    manager_name = Text(null=True)
    managed_since = Instant(null=True)
    assigned_by = Text(null=True)

    account_balance: Money | None = None  # not kept here: what the reseller's account holds when its row is shown

    def give_to(self, manager: Membership, work: Work) -> None:
        """An account manager has the reseller from now on."""
        self.manager_id, self.manager_name = manager.user_id, manager.name
        self.managed_since, self.assigned_by = work.now, work.caller.user_id

    def give_to_nobody(self) -> None:
        """No account manager has it."""
        self.manager_id = self.manager_name = self.managed_since = self.assigned_by = None


class FormerRelation(Record, kind="former_reseller_relation"):
    """A relation that is over: out of the list, there for what refers to its time (11.3.6.1.4/r7). It has the status `ended`."""

    PLACE = Place("partner/{partner_id}/former_reseller", "{ended_at}/{reseller_id}")
    MANAGED_BY = "manager_id"

    partner_id = Text()
    reseller_id = Text()
    reseller_name = Text()
    reseller_account = Text(null=True)
    business_region = Text(null=True)
    status = Choice(RelationStatus, default=RelationStatus.ENDED)
    associated_at = Instant()
    ended_at = Instant()
    manager_id = Text(null=True)
    manager_name = Text(null=True)


_KEPT = set(FormerRelation.get_attributes()) & set(ResellerRelation().fields()) - {"status", "version"}


def relation_key(distributor_id: str, reseller_id: str) -> Key[ResellerRelation]:
    """The address of what a distributor has with a reseller."""
    return ResellerRelation.key(partner_id=distributor_id, reseller_id=reseller_id)


@dataclass(frozen=True)
class Parties:
    """The two sides of a relation as they are now; None for what does not exist."""

    distributor: Partner | None
    reseller: Partner | None
    organisation: Organisation | None  # the reseller's


def load_parties(work: Work, distributor_id: str, reseller_id: str, *others: Key[Any]) -> tuple[Parties, list[Any]]:
    """Both sides and other records in one read round."""
    found = work.look(partner_key(distributor_id), partner_key(reseller_id), organisation_key(reseller_id), *others)
    return Parties(*found[:3]), found[3:]


def new_relation(parties: Parties, since: datetime, *, region: str | None = None, account: str | None = None) -> ResellerRelation:
    """The relation of two parties as it begins; whoever calls has settled that they may."""
    distributor, reseller = parties.distributor, parties.reseller
    if distributor is None or reseller is None:
        raise Broken("a relation needs two parties")
    return ResellerRelation(
        partner_id=distributor.partner_id,
        reseller_id=reseller.partner_id,
        reseller_name=reseller.name,
        reseller_account=account,
        mobile=reseller.mobile,
        email=reseller.email,
        business_region=region or reseller.business_region,
        associated_at=since,
    )


def tell_begin(work: Work, parties: Parties, relation: ResellerRelation) -> None:
    """Add a relation that begins, and say so."""
    work.add(relation)
    work.emit(
        CooperationBegan(
            partner_id=relation.reseller_id,
            reseller_name=relation.reseller_name,
            distributor_id=relation.partner_id,
            distributor_name=parties.distributor.name if parties.distributor else relation.partner_id,
            since=relation.associated_at,
        )
    )


def begin(
    work: Work, parties: Parties, *, region: str | None = None, account: str | None = None, manager: Membership | None = None
) -> ResellerRelation:
    """Let a distributor and a reseller work together. What is known of both partners must still hold at the commit."""
    relation = new_relation(parties, work.now, region=region, account=account)
    if parties.distributor is None or parties.reseller is None or parties.organisation is None:
        raise Broken("a relation needs two parties")
    if manager is not None:
        relation.give_to(manager, work)
    tell_begin(work, parties, relation)
    join_distributor(work, parties.organisation, relation.partner_id, relation.manager_id)
    work.rely_on(parties.distributor, parties.reseller)
    return relation


def end(work: Work, relation: ResellerRelation, organisation: Organisation, reach: ResellerOf | None) -> None:
    """The two work together no more: the reseller has no distributor, and the former one reaches none of its records."""
    kept = {name: value for name, value in relation.fields().items() if name in _KEPT}
    work.add(FormerRelation(**kept, ended_at=work.now))
    if relation.version is not None:  # otherwise it ended before anybody wrote it down
        work.remove(relation)
    leave_distributor(work, organisation, reach)
    work.emit(
        CooperationEnded(
            partner_id=relation.reseller_id,
            reseller_name=relation.reseller_name,
            distributor_id=relation.partner_id,
            ended_at=work.now,
        )
    )
