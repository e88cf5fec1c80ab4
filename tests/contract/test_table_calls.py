"""Speed, guarded by counting: how often each function of the month called the table. Timed tests lie; counts do not.

A command is one read round and one transaction, a list page one query. What needs more stands here with its reason.
"""

from __future__ import annotations

from collections import Counter

import pytest

from infra.story import Story
from tests.kit.world import World, functions

READS = ("TransactGetItems", "GetItem", "BatchGetItem", "Query")

# function → read rounds that one call may need, and why it is more than one
MORE_READS: dict[str, tuple[int, str]] = {
    "coupons.recall_voucher": (2, "the quota is known from the voucher"),
    "coupons.create_whitelist_entry": (2, "whose account it is follows from its name"),
    "coupons.issue_cash_coupons": (2, "the master of an enterprise child is known from the child"),
    "coupons.recall_cash_coupon": (2, "the quota is known from the coupon"),
    "coupons.recall_pickup_coupon": (2, "the quota is known from the coupon"),
    "coupons.search_whitelist_customers": (2, "which version counts is asked first"),
    "customers.enroll_gov_cloud_partner": (4, "the company is known from the account; and whether the person is a partner's member"),
    "customers.enroll_gov_subsidy_partner": (2, "the name by which members sign in is known from the account"),
    "customers.associate": (4, "account, link by token, what stands between them, the partner's own report where there is one"),
    "customers.confirm_registration": (
        5,
        "link by token, registration, the user in the pool, then account and mobile; once in an account's life",
    ),
    "customers.open_invite_link": (2, "link by token, then its partner and record"),
    "customers.record_account_facts": (2, "the mobile's accounts are known from the account"),
    "customers.register_by_invitation": (4, "link by token, its partner and record, the account name; once in an account's life"),
    "customers.list_on_demand_resources": (2, "resources name no partner: whose customer it is now is asked first"),
    "customers.list_subscription_resources": (2, "resources name no partner: whose customer it is now is asked first"),
    "customers.record_customer_resources": (2, "whose partner is told of a resource follows from the customer's account"),
    "customers.report_customer": (2, "whose claim it is follows from the accounts of the mobile"),
    "customers.approve_customer_unlink": (3, "the customer is known from the application, its manager from who has the customer"),
    "customers.cancel_association_application": (2, "the customer is known from the application"),
    "customers.cancel_unbind_request": (2, "the partner is known from the account"),
    "customers.check_unbind_account": (2, "the partner is known from the account"),
    "customers.get_open_request": (2, "the application is known from what is filed"),
    "customers.get_prereviewer_contact": (2, "the reviewer is known from the application"),
    "customers.handle_partner_request": (3, "the partner is known from the account, the manager from who has the customer"),
    "customers.reject_customer_unlink": (2, "the customer is known from the application"),
    "customers.request_switch_type": (2, "the account manager is known from who has the customer"),
    "customers.request_unbind": (3, "the partner is known from the account, the manager from who has the customer"),
    "customers.request_unlink": (2, "the account manager is known from who has the customer"),
    "reviews.decide_review": (2, "which area's records a decision is about stands in the task"),
    "funds.get_adjustable_balances": (2, "the customer's funds are a query beside association and wallet"),
    "funds.get_withdrawable_amounts": (3, "usage that is not charged and the top-up flows are queries beside accounts and totals"),
    "funds.preview_withdrawal_flows": (3, "the flows are known from their list, the branches of their accounts from the flows"),
    "funds.submit_bank_card_withdrawal": (4, "usage that is not charged; the flows are chosen from their list, then read"),
    "funds.submit_incentive_withdrawal": (4, "usage that is not charged; the flows are chosen from their list, then read"),
    "funds.submit_original_route_withdrawal": (5, "as to a card, and the branches of the accounts that the flows came from"),
    "funds.list_ledger_entries": (2, "the customers' account names stand with their associations"),
    "funds.list_adjustments": (2, "the partner's name stands with the partner"),
    "funds.get_withdrawal": (2, "the payments are known from the application"),
    "customers.list_agreements_to_sign": (2, "whose customer it is stands in the account"),
    "resellers.accept_distributor_invitation": (2, "the invitation by token, then the two sides"),
    "resellers.invite_reseller": (2, "whose account it is follows from its name"),
    "resellers.open_distributor_invitation": (2, "the invitation by token, then who invites"),
    "resellers.resend_reseller_invitation": (2, "the reseller is known from the invitation"),
    "resellers.review_cooperation_application": (2, "the reseller is known from the application"),
    "identity.sign_in": (2, "who it is follows from the name; once a session"),
}


@pytest.fixture(scope="module")
def counted(told: Story) -> dict[str, list[Counter[str]]]:
    """The table calls of every invocation in the story."""
    world = told.stage.world  # type: ignore[attr-defined]  # this stage has one
    assert isinstance(world, World)
    return world.calls


def test_every_page_and_action_stays_within_its_reads(counted: dict[str, list[Counter[str]]]):
    too_many = {}
    for name, calls in counted.items():
        if functions()[name].declaration.kind in {"action", "view"}:
            most = max(sum(call[read] for read in READS) for call in calls)
            if most > MORE_READS.get(name, (1, ""))[0]:
                too_many[name] = most
    assert not too_many, str(too_many)


def test_every_command_commits_at_most_one_transaction(counted: dict[str, list[Counter[str]]]):
    more = {
        name: max(call["TransactWriteItems"] for call in calls)
        for name, calls in counted.items()
        if functions()[name].declaration.kind == "action" and max(call["TransactWriteItems"] for call in calls) > 1
    }
    assert not more


def test_nothing_scans(counted: dict[str, list[Counter[str]]]):
    assert not [name for name, calls in counted.items() if any(call["Scan"] for call in calls)]


def test_the_allowances_are_needed(counted: dict[str, list[Counter[str]]]):
    unneeded = [
        name
        for name, (allowed, _) in MORE_READS.items()
        if name in counted and max(sum(call[read] for read in READS) for call in counted[name]) < allowed
    ]
    assert not unneeded
