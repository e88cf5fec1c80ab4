"""What the vendor's systems tell a partner beside the figures, and whether a user wants messages about customers (guide 10.4.1.1)."""

from __future__ import annotations

from partner_center.customers.account import customer_account_key
from partner_center.customers.overview.contracts import (
    FollowUpKept,
    InfoSubscription,
    MigrationKept,
    RecordFollowUp,
    RecordMigration,
    SubscribeCustomerInfo,
)
from partner_center.kernel.errors import Invalid, NotFound, Refusal, Refused
from partner_center.kernel.labels import Label
from partner_center.partners import partner_key
from partner_center.platform.caller import Caller
from partner_center.platform.table import Flag, Instant, Key, Place, Record, Text, Whole
from partner_center.platform.work import Work


class FollowUp(Record, kind="key_account_follow_up"):
    """What the vendor's key-account manager did about a customer, for the partner whose customer it was then (历史记录).

    OPEN: the guide gives no columns. A later partner does not see what was noted in an earlier one's time.
    """

    PLACE = Place("partner/{partner_id}/customer/{customer_id}/follow_up", "{follow_up_id}")
    OWNER = Place("partner/{partner_id}/customer/{customer_id}/follow_up", "{followed_at}/{follow_up_id}")

    partner_id = Text()
    customer_id = Text()
    follow_up_id = Text()
    followed_at = Instant()
    manager_name = Text()
    content = Text()


class BatchMigration(Record, kind="batch_migration"):
    """A batch of customers moved to the partner by the vendor (批量迁移客户记录). OPEN: the guide gives no columns."""

    PLACE = Place("partner/{partner_id}/batch_migration", "{migration_id}")
    OWNER = Place("partner/{partner_id}/batch_migration", "{migrated_at}/{migration_id}")

    partner_id = Text()
    migration_id = Text()
    migrated_at = Instant()
    from_partner_name = Text(null=True)
    customers = Whole()
    succeeded = Whole()
    remark = Text(null=True)


class CustomerInfoSubscription(Record, kind="customer_info_subscription"):
    """Whether a user wants messages about customers (OPEN: the button 客户信息订阅 is unexplained)."""

    PLACE = Place("partner/{partner_id}/customer_info_subscription", "{user_id}")

    partner_id = Text()
    user_id = Text()
    subscribed = Flag()


def follow_up_key(partner_id: str, customer_id: str, follow_up_id: str) -> Key[FollowUp]:
    """The address of a follow-up."""
    return FollowUp.key(partner_id=partner_id, customer_id=customer_id, follow_up_id=follow_up_id)


def migration_key(partner_id: str, migration_id: str) -> Key[BatchMigration]:
    """The address of a batch."""
    return BatchMigration.key(partner_id=partner_id, migration_id=migration_id)


def record_key_account_follow_up(request: RecordFollowUp, work: Work) -> FollowUpKept:
    """Keep a follow-up, or what its author made of it since. Raises Refused `customer_without_partner`; NotFound."""
    account = work.get(customer_account_key(request.customer_id))
    partner_id = account.associated_partner_id
    if partner_id is None:
        raise Refused(Refusal.because("customer_without_partner", "10.4.1.1/r1", customer_id=request.customer_id))
    kept = work.get(follow_up_key(partner_id, request.customer_id, request.follow_up_id), or_none=True)
    kept = kept or FollowUp(partner_id=partner_id, customer_id=request.customer_id, follow_up_id=request.follow_up_id)
    kept.followed_at, kept.manager_name, kept.content = request.followed_at, request.manager_name, request.content
    work.keep(kept)
    return FollowUpKept(follow_up_id=request.follow_up_id, partner_id=partner_id)


def record_batch_migration(request: RecordMigration, work: Work) -> MigrationKept:
    """Keep a batch as the vendor's systems tell of it. Raises Invalid where more succeeded than there were; NotFound."""
    if request.succeeded > request.customers:
        raise Invalid(("/succeeded", "value_error", Label("不能大于客户数", "not more than customers")))
    partner, kept = work.look(partner_key(request.partner_id), migration_key(request.partner_id, request.migration_id))
    if partner is None:
        raise NotFound("partner")
    kept = kept or BatchMigration(partner_id=request.partner_id, migration_id=request.migration_id)
    kept.migrated_at, kept.from_partner_name = request.migrated_at, request.from_partner_name
    kept.customers, kept.succeeded, kept.remark = request.customers, request.succeeded, request.remark
    work.keep(kept)
    return MigrationKept(migration_id=request.migration_id, partner_id=request.partner_id)


def subscribe_customer_info(request: SubscribeCustomerInfo, caller: Caller, work: Work) -> InfoSubscription:
    """Say whether the signed-in user wants messages about customers."""
    key = CustomerInfoSubscription.key(partner_id=caller.partner_id, user_id=caller.user_id)
    kept = work.get(key, or_none=True) or CustomerInfoSubscription(partner_id=caller.partner_id, user_id=caller.user_id)
    kept.subscribed = request.subscribed
    work.keep(kept)
    return InfoSubscription(subscribed=request.subscribed)


def get_customer_info_subscription(caller: Caller, work: Work) -> InfoSubscription:
    """The signed-in user's choice; not subscribed until he says so."""
    kept = work.get(CustomerInfoSubscription.key(partner_id=caller.partner_id, user_id=caller.user_id), or_none=True)
    return InfoSubscription(subscribed=kept is not None and kept.subscribed)
