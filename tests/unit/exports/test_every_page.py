"""Every page of the product can be exported: generated from the pages, a new one is tested here without a line of its own."""

import pytest

from infra.examples import example_of
from partner_center.coupons import PickupHolding
from partner_center.kernel.permissions import PERMISSIONS, Actor, Role
from partner_center.platform import catalogue
from partner_center.platform.caller import Caller
from partner_center.resellers import TaskAuthorization
from tests.kit.coupon_orders import a_coupon
from tests.kit.customers import a_linked_customer
from tests.kit.exports import csv_rows, export, fetched, task_of, xlsx_rows
from tests.kit.organisation import a_member, kept, managed
from tests.kit.resellers import a_distributor, a_related_reseller
from tests.kit.world import functions, partner_user

PAGES = [name for name, app in functions().items() if app.declaration.kind == "view"]

# what a list must know and nobody can guess
GIVEN = {"billing_period": "2024-08", "duty": "customers.review_reports", "customer_id": "C1", "reseller_id": "R1"}
GIVEN |= {"coupon_kind": "pickup_coupon", "coupon_id": "QF1"}


def who_may(page):
    """Somebody whom the page lets in, and who may export it."""
    asked = [permission for permission in (page.allow, page.view.export_allow) if permission]
    for actor in (Actor.PARTNER, Actor.VENDOR, Actor.CUSTOMER):
        roles = tuple(role.value for role in Role if role.side is actor)
        caller = Caller(
            f"U-{actor.value}", actor, roles,
            partner="P1" if actor is Actor.PARTNER else None, partner_type="solution_provider",
            customer="C1" if actor is Actor.CUSTOMER else None,
        )  # fmt: skip
        if all(PERMISSIONS[permission].roles & set(roles) for permission in asked):
            return caller
    raise AssertionError(f"nobody may export {page.kind}")


@pytest.mark.parametrize("kind", PAGES)
def test_every_page_can_be_exported(world, kind):
    a_linked_customer("C1")  # whose resources some pages show
    a_distributor("P1")
    relation = a_related_reseller("R1", of="P1")
    relation.task_authorization = TaskAuthorization.AUTHORIZED  # which opens the contacts that one page shows
    kept(relation)
    a_coupon("voucher", of="R1", to="C1", coupon_id="QF1", source_partner_id="P1")  # of a quota that was passed on
    a_coupon("pickup_coupon", of="GOV", to="C1", coupon_id="QF1")  # whose uses some pages show
    kept(PickupHolding(partner_id="P1", customer_id="C1", coupon_id="QF1", issuer_id="GOV"))
    page = catalogue.page(kind)
    caller = who_may(page)
    needed = {name for name, info in page.asked.model_fields.items() if info.is_required()}
    asked = example_of(page.asked, {name: value for name, value in GIVEN.items() if name in needed})
    if page.view.export_span_months is not None:
        asked |= {"since": "2024-08-01T00:00:00+08:00", "until": "2024-09-01T00:00:00+08:00"}
    task_id = export(world, kind, by=caller, filters=asked, language="en")
    task = task_of(task_id, by=caller)
    assert task.status == "completed", task.failure
    header = xlsx_rows(fetched(world, task_id, by=caller))[0]
    assert len(header) >= len(page.view.chosen())
    assert len(set(header)) == len(header), "two columns of one name"


@pytest.mark.rule("5.1.1.5/r2")
def test_members_are_exported_with_the_columns_chosen(world):
    a_member("U1")
    task_id = export(world, "organisation.list_org_members", by=partner_user("P1"), format="csv", columns=["user_id", "mobile", "status"])
    header, *rows = csv_rows(fetched(world, task_id, by=partner_user("P1")))
    assert header == ["人员编号", "手机号码", "状态"]
    assert ["U1", "正常"] in [[row[0], row[2]] for row in rows]


@pytest.mark.rule("5.1.1.3/r8", "10.4.2.1/r2")
def test_an_account_manager_exports_what_he_manages_alone(world):
    a_linked_customer("C1")
    a_linked_customer("C2")
    managed("C2", by="AM1")
    boss = partner_user("P1", Role.SUPER_ADMIN, Role.ACCOUNT_MANAGER, name="boss")
    limited = Caller(**{**boss.__dict__, "limited_to": ("AM1",)})
    task_id = export(world, "customers.list_customers", by=limited)
    assert [row[0] for row in xlsx_rows(fetched(world, task_id, by=limited))[1:]] == ["C2"]
