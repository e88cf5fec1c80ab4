"""What arrives is checked before anybody may use it, whatever the order in which it is told."""

import pytest

from partner_center.files import FileStatus, Flaw
from partner_center.files.stored_file import StoredFile
from partner_center.platform import files as s3
from tests.kit import faults
from tests.kit.files import BUCKET, EXE, HTML, PDF, PNG, announce, put, store, stored, tell, upload, versions
from tests.kit.world import partner_user

PARTNER = partner_user("P1")


def an_announced(world, name="a.pdf", content=PDF) -> str:
    file_id: str = announce(world, PARTNER, name, content).ok()["file_id"]
    return file_id


def test_a_good_file_is_accepted_with_what_really_arrived(world):
    file_id = upload(world, PARTNER, "a.pdf", PDF)
    file = stored(file_id)
    assert (file.status, file.size, file.flaw) == (FileStatus.ACCEPTED, len(PDF), None)
    assert versions(file.object_key) == [file.object_version]


@pytest.mark.parametrize(("name", "content", "looks_like"), [("bill.pdf", EXE, "exe"), ("photo.png", HTML, "html")])
def test_a_disguised_file_is_refused_deleted_for_good_and_its_uploader_told(world, name, content, looks_like):
    file_id = upload(world, PARTNER, name, content)
    seen = world.call(PARTNER, "GET", f"/files/uploads/{file_id}", headers={"Accept-Language": "en"}).ok()
    assert (seen["status"], seen["flaw"], seen["looks_like"]) == ("refused", "disguised", looks_like)
    assert seen["reason"] == "The content is not what the name says"
    assert versions(stored(file_id).object_key) == []


def test_more_than_was_declared_or_nothing_is_refused(world):
    larger = an_announced(world)
    tell(larger, put(larger, PDF + b"%%EOF\n"))
    empty = an_announced(world)
    tell(empty, put(empty, b""))
    assert [stored(file_id).flaw for file_id in (larger, empty)] == [Flaw.LARGER, Flaw.EMPTY]


def test_an_arrival_told_five_times_is_checked_once(world):
    file_id = an_announced(world)
    version = put(file_id, PDF)
    tell(file_id, version)
    decided = stored(file_id)
    with faults.watching() as calls:
        for _ in range(4):
            tell(file_id, version)
    assert calls["TransactWriteItems"] == 0
    assert stored(file_id).version == decided.version
    assert versions(decided.object_key) == [version]


def test_what_is_stored_over_an_accepted_file_is_deleted_and_never_handed_out(world):
    file_id = upload(world, PARTNER, "a.pdf", PDF)
    accepted = stored(file_id).object_version
    tell(file_id, put(file_id, EXE))
    assert stored(file_id).status is FileStatus.ACCEPTED
    assert versions(stored(file_id).object_key) == [accepted]


def test_versions_told_in_the_wrong_order_leave_one(world):
    file_id = an_announced(world)
    first, second = put(file_id, PDF), put(file_id, PDF)
    tell(file_id, second)
    tell(file_id, first)
    assert stored(file_id).object_version == second
    assert versions(stored(file_id).object_key) == [second]


def test_a_good_file_does_not_follow_a_refused_one(world):
    """One announcement is one attempt: a refused file is uploaded again under a new one."""
    file_id = upload(world, PARTNER, "a.pdf", EXE)
    tell(file_id, put(file_id, PDF))
    assert stored(file_id).status is FileStatus.REFUSED
    assert versions(stored(file_id).object_key) == []


@pytest.mark.parametrize("content", [PDF, EXE])
@pytest.mark.parametrize("writes", [1, 2])
def test_a_check_that_dies_anywhere_is_repeated_to_its_end(world, content, writes):
    file_id = an_announced(world, content=content)
    version = put(file_id, content)
    with pytest.raises(faults.Killed), faults.watching(after=faults.killed_after(writes)):
        tell(file_id, version)
    tell(file_id, version)
    file = stored(file_id)
    assert file.status is (FileStatus.ACCEPTED if content is PDF else FileStatus.REFUSED)
    assert versions(file.object_key) == ([version] if content is PDF else [])


def test_what_nobody_announced_is_deleted(world):
    for key in ("uploads/partner/P1/FLNOBODY", "uploads/x"):
        version = store().put_object(Bucket=BUCKET, Key=key, Body=PNG)["VersionId"]
        tell("FLNOBODY", version, key=key)
        assert versions(key) == []


def test_a_file_lies_under_its_own_key_only(world):
    file_id = an_announced(world)
    elsewhere = f"uploads/partner/P2/{file_id}"
    tell(file_id, store().put_object(Bucket=BUCKET, Key=elsewhere, Body=PDF)["VersionId"], key=elsewhere)
    assert stored(file_id).status is FileStatus.AWAITING
    assert versions(elsewhere) == []


def test_an_object_that_is_gone_already_is_no_failure(world):
    file_id = an_announced(world)
    version = put(file_id, PDF)
    s3.remove(BUCKET, stored(file_id).object_key, version=version)
    tell(file_id, version)
    assert stored(file_id).status is FileStatus.CHECKING


def test_two_checks_at_once_decide_once(world):
    file_id = an_announced(world)
    version = put(file_id, PDF)
    with faults.watching(before=faults.before_first_commit(lambda: tell(file_id, version))):
        tell(file_id, version)
    assert stored(file_id).status is FileStatus.ACCEPTED
    assert versions(stored(file_id).object_key) == [version]


def test_nothing_of_a_file_is_in_its_record_but_facts(world):
    kept = stored(upload(world, PARTNER, "a.pdf", PDF)).serialize()
    assert set(kept) <= set(StoredFile.get_attributes())
    assert "endobj" not in str(kept)
