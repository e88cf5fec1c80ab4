"""One customer: its detail, its overview, its tags (guide 10.4.1.1)."""

from __future__ import annotations

from datetime import datetime

from partner_center.customers.account import CustomerAccount, EnterpriseRole, RealName, customer_account_key
from partner_center.customers.association import Association, AssociationStatus, association_key
from partner_center.customers.contracts import Words
from partner_center.customers.managers import data_from
from partner_center.customers.overview.consumption import trend_keys
from partner_center.customers.overview.contracts import (
    Counter,
    CurrentManager,
    CustomerDetail,
    CustomerOverview,
    GetCustomer,
    GetOverview,
    MonthOfConsumption,
    ProductConsumption,
    SetTags,
    Tags,
)
from partner_center.customers.overview.entrusted import opens_contacts
from partner_center.customers.overview.listed import LOWEST_LEVEL, ListedCustomer, keep_listed, listed_key, newly_listed
from partner_center.customers.overview.renewals import renewals_key
from partner_center.customers.overview.widgets import Known, widgets_for
from partner_center.kernel import clock
from partner_center.kernel.errors import NotFound
from partner_center.kernel.money import Money
from partner_center.platform.caller import Caller
from partner_center.platform.contracts import masked
from partner_center.platform.reach import acting_for_reseller
from partner_center.platform.work import Work
from partner_center.resellers import relation_key


def get_customer_detail(request: GetCustomer, caller: Caller, work: Work) -> CustomerDetail:
    """A customer; of a reseller's the basic information only (11.3.1.1, OPEN), without contacts unless it opened them (19.9/r1).

    NotFound for anybody who is not associated.
    """
    reseller_id = request.reseller_id
    partner_id = acting_for_reseller(caller, reseller_id).partner_id if reseller_id else caller.partner_id
    association, line, account, *relation = work.look(
        association_key(partner_id, request.customer_id),
        listed_key(partner_id, request.customer_id),
        customer_account_key(request.customer_id),
        *([relation_key(caller.partner_id, reseller_id)] if reseller_id else []),
    )
    if association is None or association.status is not AssociationStatus.ASSOCIATED:
        raise NotFound("customer")
    basic = _basic(association, account)
    if reseller_id is None:
        return basic.model_copy(update=_own(association, line or newly_listed(association), account, work.now))
    return basic if opens_contacts(relation[0]) else basic.model_copy(update={"mobile": None, "email": None})


def _basic(association: Association, account: CustomerAccount | None) -> CustomerDetail:
    real_name = account.real_name if account else RealName.NONE
    role = account.enterprise_role if account else EnterpriseRole.NONE
    return CustomerDetail(
        customer_id=association.customer_id,
        customer_name=masked(association.customer_name),
        account_name=masked(association.account_name),
        mobile=masked(association.mobile),
        email=masked(association.email),
        association_type=association.association_type,
        status=association.status,
        associated_at=association.associated_at,
        customer_level=account.customer_level if account else LOWEST_LEVEL,
        real_name=real_name,
        real_name_verified=real_name is not RealName.NONE,
        customer_kind=real_name if real_name is not RealName.NONE else None,
        enterprise_role=role,
        financially_managed=account.managed if account and role is EnterpriseRole.CHILD else None,
        custom_label=association.custom_label,
    )


def _own(association: Association, line: ListedCustomer, account: CustomerAccount | None, now: datetime) -> dict[str, object]:
    """What a partner sees of its own customer beside the basic information."""
    since, manager_id = association.managed_since, association.account_manager_id
    manager = CurrentManager(
        user_id=manager_id or "",
        name=masked(line.account_manager_name),
        since=since,
        data_from=data_from(since) if since else None,
    )
    return {
        "account_manager_id": manager_id,
        "account_manager": manager if manager_id else None,
        "tags": list(line.tags),
        "available_quota": line.shown_quota(now),
        "arrears": line.arrears,
        "owed_invoice_amount": account.owed_invoice_amount if account else None,
        "last_adjusted_at": line.adjusted_at,
    }


def get_customer_overview(request: GetOverview, caller: Caller, work: Work) -> CustomerOverview:
    """The counters of a customer, each with the list it opens (10.4.1.1/r7-r9, r20). NotFound for anybody who is not associated."""
    this_period = clock.billing_period(work.now)
    association, line, renewals, *months = work.look(
        association_key(caller.partner_id, request.customer_id),
        listed_key(caller.partner_id, request.customer_id),
        renewals_key(caller.partner_id, request.customer_id),
        *trend_keys(caller.partner_id, request.customer_id, this_period),
    )
    if association is None or association.status is not AssociationStatus.ASSOCIATED:
        raise NotFound("customer")
    line = line or newly_listed(association)
    line.begin(association.associated_at)
    if renewals is not None and renewals.associated_at < association.associated_at:
        renewals = None  # of an earlier association
    known = Known(line, renewals, work.now)
    amounts = [month.amount if month is not None else Money.zero() for month in months]
    trend = [MonthOfConsumption(billing_period=clock.shifted(this_period, -back), amount=amount) for back, amount in enumerate(amounts)]
    ranking = months[0].ranking() if months[0] is not None else []
    return CustomerOverview(
        customer_id=request.customer_id,
        counters=[
            Counter(
                name=widget.name,
                label=Words(zh=widget.label.zh, en=widget.label.en),
                count=widget.count(known),
                opens=widget.opens_for(request.customer_id),
            )
            for widget in widgets_for(caller.partner_type)
        ],
        month_consumption=amounts[0],
        last_month_consumption=amounts[1],
        trend=trend[::-1],
        product_ranking=[ProductConsumption(product_type=product, amount=amount) for product, amount in ranking],
        consumption_details=f"/consumption/details?billing_period={this_period}&customer_id={request.customer_id}",
        available_quota=line.shown_quota(work.now),
        in_arrears=bool(line.arrears),
        last_adjusted_at=line.adjusted_at,
    )


def set_customer_tags(request: SetTags, caller: Caller, work: Work) -> Tags:
    """Say which tags a customer has; the custom label of its invitation is one of them and may be taken away. NotFound."""
    line, association = work.look(
        listed_key(caller.partner_id, request.customer_id), association_key(caller.partner_id, request.customer_id)
    )
    if association is None or association.status is not AssociationStatus.ASSOCIATED:
        raise NotFound("customer")
    line = line or newly_listed(association)
    if list(line.tags) != request.tags:
        line.tags = request.tags
        keep_listed(work, line)
    return Tags(customer_id=request.customer_id, tags=request.tags)
