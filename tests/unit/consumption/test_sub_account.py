"""Whose usage a sub-account is, as vendor operations say it."""

import pytest

from partner_center.consumption.sub_account import SubAccount
from partner_center.kernel.permissions import Role
from tests.kit.consumption import a_customer, every_record
from tests.kit.world import partner_user, vendor_user

OPERATIONS = vendor_user(Role.VENDOR_OPERATIONS)
ONE = {"provider": "Microsoft", "sub_account_id": "/subscriptions/a b/中", "customer_id": "C1"}


@pytest.fixture
def vendor(world):
    a_customer("C1")
    a_customer("C2")
    return lambda body, path="", **more: world.call(OPERATIONS, "PUT", f"/consumption/sub-accounts{path}", body, **more)


def mapped():
    return {one.sub_account_id: one.customer_id for one in every_record(SubAccount)}


def test_a_sub_account_belongs_to_the_customer_it_was_mapped_to_last(vendor):
    vendor(ONE).ok()
    assert vendor({**ONE, "customer_id": "C2"}).ok()["customer_id_before"] == "C1"
    assert mapped() == {"/subscriptions/a b/中": "C2"}


def test_an_id_with_slashes_reaches_no_other_sub_account(vendor):
    vendor(ONE).ok()
    vendor({"provider": "Microsoft/", "sub_account_id": "subscriptions/a b/中", "customer_id": "C2"}).ok()
    assert mapped() == {"/subscriptions/a b/中": "C1", "subscriptions/a b/中": "C2"}


def test_an_unknown_customer_is_not_found(vendor):
    assert vendor({**ONE, "customer_id": "nobody"}).status == 404
    assert mapped() == {}


def test_up_to_fifty_are_mapped_at_once_all_or_none(vendor):
    many = [{**ONE, "sub_account_id": f"s{n}"} for n in range(50)]
    assert len(vendor({"mappings": many}, "/batch").ok()["items"]) == 50
    assert vendor({"mappings": [*many, {**ONE, "sub_account_id": "s50"}]}, "/batch").status == 400
    assert vendor({"mappings": [{**ONE, "sub_account_id": "x"}, {**ONE, "customer_id": "nobody"}]}, "/batch").status == 404
    assert len(mapped()) == 50


def test_no_sub_account_stands_twice_in_a_batch(vendor):
    assert vendor({"mappings": [ONE, {**ONE, "customer_id": "C2"}]}, "/batch").status == 400


def test_the_same_request_with_the_same_key_is_answered_alike_and_does_nothing_more(vendor):
    first = vendor(ONE, key="k1").ok()
    vendor({**ONE, "customer_id": "C2"}).ok()
    assert vendor(ONE, key="k1").ok() == first
    assert mapped() == {"/subscriptions/a b/中": "C2"}


def test_a_dry_run_says_what_it_would_do_and_does_nothing(vendor):
    foreseen = vendor(ONE, "?dry_run=true").ok()
    assert [one["kind"] for one in foreseen["effects"]["added"]] == ["sub_account"]
    assert mapped() == {}


def test_a_stale_if_match_is_refused(vendor):
    vendor(ONE).ok()
    vendor({**ONE, "customer_id": "C2"}).ok()
    assert vendor(ONE, headers={"If-Match": '"1"'}).status == 412


def test_a_partner_maps_nothing(world):
    assert world.call(partner_user(), "PUT", "/consumption/sub-accounts", ONE).status == 403
