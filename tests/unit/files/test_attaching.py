"""Files become part of records, are downloaded through them alone, and are gone when no record takes them."""

from dataclasses import replace
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
import requests

from partner_center.customers import ListedCustomer, listed_key
from partner_center.files import FileStatus, attach, detach
from partner_center.files.stored_file import owner_of
from partner_center.kernel import clock
from partner_center.kernel.errors import NotFound, Refused
from partner_center.kernel.permissions import Role
from partner_center.platform.audit import AuditRecord
from partner_center.platform.table import every
from partner_center.platform.work import Origin, Work
from tests.kit import faults
from tests.kit.customers import a_linked_customer, found
from tests.kit.files import CSV, EXE, PDF, announce, find, give, put, stored, tell, upload, versions
from tests.kit.organisation import managed
from tests.kit.world import partner_user, vendor_user

PARTNER, STRANGER = partner_user("P1"), partner_user("P2")
PURPOSE = "review_attachment"


def work_of(caller) -> Work:
    return Work(caller, clock.now(), Origin("tests.attach", "test-0001"))


def attached(caller, *file_ids: str, to, purpose=PURPOSE) -> None:
    work = work_of(caller)
    attach(work, file_ids, purpose, to=to)
    work.commit()


@pytest.fixture
def customer(world) -> ListedCustomer:
    """The record of which the page of downloads shows a row."""
    a_linked_customer("C1")
    return found(listed_key("P1", "C1"))


@pytest.fixture
def file_id(world) -> str:
    return upload(world, PARTNER, "验收 报告.pdf", PDF)


def download(world, by, file_id, *, kind="customers.list_customers", **ids):
    return world.call(by, "POST", "/files/downloads", {"kind": kind, "record": ids or {"customer_id": "C1"}, "file_id": file_id})


def test_an_accepted_file_belongs_to_the_record_that_took_it(file_id, customer):
    attached(PARTNER, file_id, to=customer)
    file = stored(file_id)
    assert file.attached_to == owner_of(customer)
    assert (file.purge_at, file.due_pk) == (None, None)


def test_again_for_the_same_record_changes_nothing(file_id, customer):
    attached(PARTNER, file_id, to=customer)
    before = stored(file_id).version
    attached(PARTNER, file_id, file_id, to=customer)
    assert stored(file_id).version == before


def test_no_record_takes_what_is_not_its_to_take(world, file_id, customer):
    other = a_linked_customer("C2")
    unchecked = announce(world, PARTNER, "b.pdf", PDF).ok()["file_id"]
    disguised = upload(world, PARTNER, "c.pdf", EXE)
    attached(PARTNER, file_id, to=customer)
    for taken, purpose, to, code in (
        (unchecked, PURPOSE, customer, "file_not_ready"),
        (disguised, PURPOSE, customer, "file_not_ready"),
        (file_id, "employment_proof", customer, "file_for_other_purpose"),
        (file_id, PURPOSE, other, "file_attached_elsewhere"),
    ):
        with pytest.raises(Refused) as refused:
            attached(PARTNER, taken, to=to, purpose=purpose)
        assert refused.value.refusals[0].code == code


def test_a_strangers_file_is_not_there(file_id, customer):
    for caller in (STRANGER, vendor_user()):
        with pytest.raises(NotFound):
            attached(caller, file_id, to=customer)


@pytest.mark.rule("5.2.1.4/r4", "8.5.1.3/r5", "8.5.3.3/r12", "9.1.1.1.1/r9", "17.2.1.2/r3", "17.2.1.3/r3")
@pytest.mark.parametrize(
    "purpose", [PURPOSE, "specialist_cancellation", "headcount_proof", "presales_proof", "opportunity_attachment", "project_material"]
)
def test_a_record_takes_ten_attachments_at_most(world, customer, purpose):
    with pytest.raises(Refused) as refused:
        attached(PARTNER, *(f"FL{number}" for number in range(11)), to=customer, purpose=purpose)
    assert refused.value.refusals[0].facts["at_most"] == 10
    files = [upload(world, PARTNER, f"{number}.pdf", PDF, purpose=purpose) for number in range(10)]
    attached(PARTNER, *files, to=customer, purpose=purpose)


@pytest.mark.rule("6.3.1.6/r2")
def test_launch_material_is_five_files_at_most(customer):
    with pytest.raises(Refused):
        attached(PARTNER, *(f"FL{number}" for number in range(6)), to=customer, purpose="launch_material")


def test_a_file_is_downloaded_through_its_record(world, file_id, customer):
    attached(PARTNER, file_id, to=customer)
    answer = download(world, PARTNER, file_id).ok()
    asked = parse_qs(urlsplit(answer["url"]).query)
    assert (answer["expires_in_s"], asked["X-Amz-Expires"]) == (60, ["60"])
    assert asked["versionId"] == [stored(file_id).object_version]
    assert unquote(asked["response-content-disposition"][0].split("''")[1]) == "验收 报告.pdf"
    assert asked["response-content-type"] == ["application/pdf"]
    assert requests.get(answer["url"], timeout=5).content == PDF  # the mock stands in for S3


def test_what_lies_over_it_is_not_what_is_downloaded(world, file_id, customer):
    attached(PARTNER, file_id, to=customer)
    put(file_id, EXE)
    assert requests.get(download(world, PARTNER, file_id).ok()["url"], timeout=5).content == PDF


def test_only_whoever_sees_the_record_gets_its_file(world, file_id, customer):
    attached(PARTNER, file_id, to=customer)
    a_linked_customer("C2", of="P2")
    assert download(world, STRANGER, file_id).status == 404
    assert download(world, STRANGER, file_id, customer_id="C2").status == 404  # a record of its own, which does not own the file
    assert download(world, vendor_user(Role.VENDOR_REVIEWER), file_id).status == 403
    assert download(world, PARTNER, file_id, kind="customers.no_such_page").status == 404
    assert download(world, PARTNER, file_id, anything="C1").status == 404
    assert download(world, PARTNER, "FLNOTHING").status == 404


def test_an_account_manager_gets_the_files_of_his_own_customers_only(world, file_id, customer):
    attached(PARTNER, file_id, to=customer)
    manager = replace(partner_user("P1", Role.ACCOUNT_MANAGER, name="am"), limited_to=("P1-am",))
    assert download(world, manager, file_id).status == 404
    managed("C1", by="P1-am")
    assert download(world, manager, file_id).status == 200


def test_a_file_that_no_record_owns_cannot_be_downloaded(world, file_id, customer):
    assert download(world, PARTNER, file_id).status == 404


def test_a_download_is_in_the_audit_trail_without_its_address(world, file_id, customer):
    attached(PARTNER, file_id, to=customer)
    url = download(world, PARTNER, file_id).ok()["url"]
    trail = [deed for deed in every(AuditRecord, AuditRecord.partition(scope="partner/P1")) if deed.action == "files.download_file"]
    assert [(deed.user_id, deed.note["file_id"], deed.note["record"]) for deed in trail] == [("P1-admin", file_id, "C1")]
    assert urlsplit(url).query not in str(trail[0].serialize())


# --- purging -----------------------------------------------------------------------------------------------------------------

LATER = "2024-09-03T10:30:00+08:00"


def purge(world, stopped_clock, at=LATER):
    return world.run_job("files.purge_unattached_files", clock.iso(stopped_clock.at(at)))


def test_what_no_record_took_is_gone_after_a_day_with_its_content(world, stopped_clock, file_id, customer):
    kept, never_came = upload(world, PARTNER, "b.csv", CSV, purpose="import_sheet"), announce(world, PARTNER, "c.pdf", PDF).ok()["file_id"]
    give(kept, customer)
    keys = [stored(kept).object_key, stored(file_id).object_key]
    assert purge(world, stopped_clock, "2024-09-03T09:30:00+08:00")["done"] == 0
    assert purge(world, stopped_clock)["done"] == 2
    assert [find(one) is None for one in (kept, file_id, never_came)] == [False, True, True]
    assert [len(versions(key)) for key in keys] == [1, 0]
    assert purge(world, stopped_clock)["done"] == 0


def test_a_purge_that_dies_is_ended_by_the_next_run(world, stopped_clock, file_id):
    key = stored(file_id).object_key
    with pytest.raises(faults.Killed), faults.watching(after=faults.killed_after(1)):
        purge(world, stopped_clock)
    assert stored(file_id).status is FileStatus.PURGING
    assert world.call(PARTNER, "GET", f"/files/uploads/{file_id}").status == 404
    purge(world, stopped_clock)
    assert (find(file_id), versions(key)) == (None, [])


def test_no_record_takes_a_file_that_is_being_purged(world, stopped_clock, file_id, customer):
    with pytest.raises(faults.Killed), faults.watching(after=faults.killed_after(1)):
        purge(world, stopped_clock)
    with pytest.raises(Refused):
        attached(PARTNER, file_id, to=customer)


def test_a_file_that_a_record_takes_meanwhile_stays(world, stopped_clock, file_id, customer):
    with faults.watching(before=faults.before_first_commit(lambda: attached(PARTNER, file_id, to=customer))):
        purge(world, stopped_clock)
    assert stored(file_id).status is FileStatus.ACCEPTED


def test_what_arrives_after_the_purge_is_deleted(world, stopped_clock):
    file_id = announce(world, PARTNER, "a.pdf", PDF).ok()["file_id"]
    file = stored(file_id)
    version = put(file_id, PDF)
    purge(world, stopped_clock)
    tell(file_id, version, key=file.object_key)
    assert versions(file.object_key) == []


def test_a_file_let_go_by_its_record_is_purged_a_day_later(world, stopped_clock, file_id, customer):
    attached(PARTNER, file_id, to=customer)
    work = work_of(PARTNER)
    detach(work, file_id, of=customer)
    work.commit()
    assert purge(world, stopped_clock)["done"] == 1
    assert find(file_id) is None
