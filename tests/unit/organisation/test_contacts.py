"""Customer contacts: at most five, and whom a customer is shown (5.1.1.6)."""

from __future__ import annotations

import pytest

from partner_center.kernel.permissions import Role
from tests.kit import faults
from tests.kit.customers import a_linked_customer
from tests.kit.organisation import ADMIN, a_member
from tests.kit.world import customer_user, partner_user

pytestmark = pytest.mark.usefixtures("partner")
FORM = {"name": "李四", "position": "客户成功经理", "mobile": "13800001212", "email": "li.si@yunfan.example"}


def create(world, **form):
    return world.call(ADMIN, "POST", "/organisation/contacts", {**FORM, **form})


def shown(world, customer_id="C1"):
    answer = world.call(customer_user(customer_id), "GET", "/customers/partner-contacts").ok()
    return [(contact["name"], contact["mobile"], contact["email"]) for contact in answer["contacts"]]


@pytest.mark.rule("5.1.1.6/r1", "5.1.1.6/r4")
def test_the_partners_customers_see_its_contacts_in_full(world):
    a_linked_customer("C1")
    create(world).ok()
    assert shown(world) == [("李四", "13800001212", "li.si@yunfan.example")]


@pytest.mark.rule("5.1.1.6/r2")
def test_without_a_contact_the_administrator_is_shown(world):
    a_linked_customer("C1")
    assert shown(world) == [("云帆科技", "13900000001", "sales@yunfan.example")]  # the administrator never signed in yet
    a_member("U1", Role.PARTNER_FINANCE, mobile="13800000001", email="u1@yunfan.example")
    a_member("SU", Role.SUPER_ADMIN, is_super_admin=True, name="赵总", mobile="13800000000", email="zhao@yunfan.example")
    assert shown(world) == [("赵总", "13800000000", "zhao@yunfan.example")]
    contact_id = create(world).ok()["contact_id"]
    assert shown(world)[0][0] == "李四"
    world.call(ADMIN, "DELETE", f"/organisation/contacts/{contact_id}").ok()
    assert shown(world)[0][0] == "赵总"


@pytest.mark.rule("5.1.1.6/r3")
def test_there_are_five_contacts_and_no_sixth_however_many_come_at_once(world):
    for number in range(4):
        create(world, name=f"联系人{number}").ok()
    with faults.watching(before=faults.before_first_commit(lambda: create(world, name="先到").ok())):
        late = create(world, name="后到")
    assert late.refusals["contact_limit_reached"]["facts"]["limit"] == 5
    assert len(world.call(ADMIN, "GET", "/organisation/contacts").ok()["items"]) == 5


def test_a_contact_is_changed(world):
    contact_id = create(world).ok()["contact_id"]
    world.call(ADMIN, "PUT", f"/organisation/contacts/{contact_id}", {**FORM, "name": "李五", "landline": "010-66668888"}).ok()
    (row,) = world.call(ADMIN, "GET", "/organisation/contacts").ok()["items"]
    assert (row["name"], row["landline"]) == ("李五", "010-66668888")
    assert world.call(partner_user("P2"), "PUT", f"/organisation/contacts/{contact_id}", FORM).status == 404


def test_a_customer_without_a_partner_is_shown_nobody(world):
    assert world.call(customer_user("C9"), "GET", "/customers/partner-contacts").status == 404
