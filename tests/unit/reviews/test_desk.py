"""The review desk: worklists by duty, one reviewer at a time, a decision with its receipt."""

import itertools

import pytest

from partner_center.customers.reviews import REPORT_REVIEW
from partner_center.kernel import clock
from partner_center.kernel.errors import Broken
from partner_center.kernel.permissions import PERMISSIONS, Actor, Role
from partner_center.platform.caller import Caller
from partner_center.reviews.kind import all_kinds, kind_of
from tests.kit import faults
from tests.kit.audit import trail
from tests.kit.customers import OTHER, PARTNER, VENDOR, claim_on, open_reports, report_of
from tests.kit.reviews import decide, path_of, task_of

DUTY = REPORT_REVIEW.duty
LIN, MEI, OPS = (Caller(f"vendor-{name}", Actor.VENDOR, (Role.VENDOR_REVIEWER.value,), name) for name in ("lin", "mei", "ops"))
FINANCE = Caller("vendor-fin", Actor.VENDOR, (Role.VENDOR_FINANCE.value,), "fin")


def task(report_id):
    return task_of(REPORT_REVIEW, report_id, "P1")


ACTS = itertools.count()


def act(world, report_id, what, by=LIN, method="POST", **body):
    return world.call(by, method, f"{path_of(REPORT_REVIEW, report_id, 'P1')}/{what}", body, key=f"act-{next(ACTS)}")


def waiting_list(world, query="", by=LIN, duty=DUTY):
    return world.call(by, "GET", f"/reviews/duties/{duty}/tasks{query}")


def attached(world, by=LIN):
    """A file that somebody uploaded for a decision, checked and accepted."""
    from partner_center.files.stored_file import FileStatus, StoredFile

    file = StoredFile(
        file_id="F1", scope=by.scope, purpose="review_attachment", file_name="意见.pdf", content_type="application/pdf",
        status=FileStatus.ACCEPTED, declared_size=10, size=10, uploaded_by=by.user_id, created_at=clock.now(), extension="pdf",
    )  # fmt: skip
    file.settle()
    file.save()
    return file.file_id


@pytest.mark.rule("10.3.4.1/r18")
def test_what_waits_shows_by_duty_with_its_due_date_and_facts(world, waiting):
    (shown,) = waiting_list(world).ok()["items"]
    assert (shown["review_kind"], shown["subject_id"], shown["partner_id"], shown["status"]) == ("customers.report", waiting, "P1", "open")
    assert clock.business_date(clock.instant(shown["due_at"])).isoformat() == "2024-09-06"  # four working days
    detail = world.call(LIN, "GET", f"/reviews/duties/{DUTY}/tasks/{shown['task_id']}").ok()
    assert detail["facts"]["reasons"] == ["online_sales_team"]
    assert detail["facts"]["communication_process"] == "已拜访两次"


def test_a_decision_carries_the_areas_records_and_leaves_a_receipt(world, waiting, stopped_clock):
    act(world, waiting, "claim").ok()
    stopped_clock.pass_(hours=1)
    receipt = act(world, waiting, "decision", decision="approved", reason="符合条件").ok()["receipt"]
    assert report_of("P1", waiting).status == "reported"
    assert (receipt["who"], receipt["rule"], receipt["reason"]) == ("vendor-lin", "10.3.4.1/r18", "符合条件")
    assert clock.instant(receipt["when"]) == stopped_clock.now
    assert (receipt["facts"]["reasons"], receipt["facts"]["status"]) == (["online_sales_team"], "reported")
    assert waiting_list(world).ok()["items"] == []
    (done,) = world.call(MEI, "GET", f"/reviews/duties/{DUTY}/decisions?status=approved").ok()["items"]
    assert (done["decided_by"], done["reason"]) == ("vendor-lin", "符合条件")


def test_a_rejection_needs_its_reason(world, waiting):
    refused = act(world, waiting, "decision", decision="rejected")
    assert refused.refused_as == "reason_required"
    assert act(world, waiting, "decision", decision="rejected", reason="已由直销跟进").ok()["status"] == "rejected"
    assert (report_of("P1", waiting).review_comment, claim_on("account/C1"), open_reports()) == ("已由直销跟进", None, 0)


def test_a_decision_that_the_kind_does_not_know_is_refused(world, waiting):
    refused = act(world, waiting, "decision", decision="changes_requested", reason="请补充")
    assert refused.refusals["decision_not_offered"]["facts"]["offered"] == ["approved", "rejected"]
    assert task(waiting).waits


def test_of_two_reviewers_one_has_it_and_the_other_is_told_who(world, waiting):
    act(world, waiting, "claim").ok()
    assert act(world, waiting, "claim").ok()["claimed_by"] == "vendor-lin"  # again changes nothing
    for what, body in (("claim", {}), ("decision", {"decision": "approved"})):
        refused = act(world, waiting, what, by=MEI, **body)
        assert refused.refusals["review_claimed_by_other"]["facts"]["claimed_name"] == "lin"
    assert act(world, waiting, "claim", by=MEI, method="DELETE").refused_as == "review_claimed_by_other"


def test_of_two_who_decide_at_the_same_time_one_wins(world, waiting):
    with faults.watching(before=faults.before_first_commit(lambda: act(world, waiting, "decision", decision="approved").ok())):
        late = act(world, waiting, "decision", by=MEI, decision="rejected", reason="不符")
    assert late.refusals["review_is_over"]["facts"]["decided_by"] == "vendor-lin"
    assert report_of("P1", waiting).status == "reported"


def test_of_two_who_claim_at_the_same_time_one_wins(world, waiting):
    with faults.watching(before=faults.before_first_commit(lambda: act(world, waiting, "claim").ok())):
        late = act(world, waiting, "claim", by=MEI)
    assert late.refused_as == "review_claimed_by_other"
    assert task(waiting).claimed_by == "vendor-lin"


def test_what_was_given_back_anybody_may_take(world, waiting):
    assert act(world, waiting, "claim", method="DELETE").refused_as == "illegal_transition"  # nobody has it
    act(world, waiting, "claim").ok()
    assert act(world, waiting, "claim", method="DELETE").ok()["status"] == "open"
    assert act(world, waiting, "claim", by=MEI).ok()["claimed_by"] == "vendor-mei"


def test_a_task_is_handed_over_also_an_absent_colleagues(world, waiting):
    act(world, waiting, "claim").ok()
    act(world, waiting, "hand-over", by=OPS, user_id="vendor-mei").ok()
    (shown,) = waiting_list(world, "?meant_for=vendor-mei", by=MEI).ok()["items"]
    assert (shown["status"], shown["claimed_by"]) == ("open", None)
    assert act(world, waiting, "claim", by=MEI).ok()["meant_for"] is None
    assert "vendor-ops" in {record.user_id for record in trail("vendor") if record.action == "reviews.hand_over_review"}


def test_without_the_duty_nothing_is_found(world, waiting):
    key = task(waiting)
    assert waiting_list(world, by=FINANCE).status == 404
    assert waiting_list(world, duty="nothing.here").status == 404
    assert world.call(FINANCE, "GET", f"/reviews/duties/{DUTY}/tasks/{key.task_id}").status == 404
    for what, body in (("claim", {}), ("hand-over", {"user_id": "X"}), ("decision", {"decision": "approved"})):
        assert act(world, waiting, what, by=FINANCE, **body).status == 404
        assert act(world, waiting, what, by=PARTNER, **body).status == 403
    assert world.call(LIN, "GET", f"/reviews/duties/incentives.review/tasks/{key.task_id}").status == 404
    assert task(waiting).version == key.version


def test_the_duties_show_what_waits(world, waiting, stopped_clock):
    (duty,) = [duty for duty in world.call(LIN, "GET", "/reviews/duties").ok()["items"] if duty["duty"] == DUTY]
    assert (duty["waiting"], duty["overdue"], duty["mine"]) == (1, 0, 0)
    act(world, waiting, "claim").ok()
    stopped_clock.pass_(days=10)
    (duty,) = [duty for duty in world.call(LIN, "GET", "/reviews/duties").ok()["items"] if duty["duty"] == DUTY]
    assert (duty["waiting"], duty["overdue"], duty["mine"]) == (1, 1, 1)
    assert DUTY not in {duty["duty"] for duty in world.call(FINANCE, "GET", "/reviews/duties").ok()["items"]}


@pytest.mark.parametrize(
    ("query", "count"),
    [("?status=claimed", 1), ("?status=open", 0), ("?claimed_by=vendor-lin", 1), ("?claimed_by=vendor-mei", 0), ("?lateness=overdue", 0),
     ("?partner_id=P2", 0), ("?review_kind=customers.report", 1)],
)  # fmt: skip
def test_the_worklist_is_filtered(world, waiting, query, count):
    act(world, waiting, "claim").ok()
    assert len(waiting_list(world, query).ok()["items"]) == count


def test_a_late_task_is_told_once_and_stays_to_be_decided(world, waiting, stopped_clock):
    assert world.run_job("reviews.mark_overdue_reviews", "2024-09-06T18:00:00+08:00")["done"] == 0
    stopped_clock.at("2024-09-07T09:00:00+08:00")
    for _ in range(2):
        world.run_job("reviews.mark_overdue_reviews", "2024-09-07T09:05:00+08:00")
    world.settle(twice=True)
    told = [event for event in world.bus if event["DetailType"] == "reviews.review_overdue"]
    assert len(told) == 1
    assert [item["subject_id"] for item in waiting_list(world, "?lateness=overdue").ok()["items"]] == [waiting]
    act(world, waiting, "decision", decision="approved").ok()


def test_the_decision_is_told_with_its_partner(world, waiting):
    act(world, waiting, "decision", decision="approved").ok()
    world.settle()
    (told,) = [event for event in world.bus if event["DetailType"] == "reviews.review_decided"]
    assert all(part in told["Detail"] for part in ('"partner_id": "P1"', '"decision": "approved"', waiting))


def test_the_partner_finds_the_decision_in_its_trail(world, waiting):
    from tests.kit.audit import Stream

    act(world, waiting, "decision", decision="approved").ok()
    Stream(world).settle()
    (record,) = [record for record in trail("partner/P1") if record.action == "reviews.decide_review"]
    assert record.actor == "vendor"
    assert not [record for record in trail("partner/P2") if record.action == "reviews.decide_review"]
    assert world.call(OTHER, "GET", "/audit/records").ok()["items"] == []


def test_a_report_that_lapses_in_review_leaves_nothing_to_decide(world, waiting):
    world.call(VENDOR, "PUT", "/customers/accounts/C1/facts", {"real_name": "enterprise"}).ok()
    assert report_of("P1", waiting).status == "expired"
    assert task(waiting).status == "withdrawn"
    assert decide(world, REPORT_REVIEW, waiting, "P1").refused_as == "review_is_over"
    assert waiting_list(world).ok()["items"] == []


def test_what_the_area_refuses_leaves_the_task_waiting(world, waiting):
    world.call(VENDOR, "PUT", "/customers/accounts/C1/facts", {"consumer_cloud": True}).ok()
    assert act(world, waiting, "decision", decision="approved").refused_as == "consumer_cloud"
    assert task(waiting).waits


def test_attachments_become_part_of_the_task(world, waiting):
    file_id = attached(world)
    assert act(world, waiting, "decision", decision="approved", attachments=["F-OTHER"]).status == 404
    assert task(waiting).waits
    receipt = act(world, waiting, "decision", decision="approved", attachments=[file_id]).ok()["receipt"]
    assert receipt["attachments"] == [file_id]
    from partner_center.files import file_key

    key = file_key(file_id)
    assert task(waiting).task_id in str(key.record.get(key.partition, key.sort).attached_to)


def test_killed_at_the_commit_nothing_is_decided_by_halves(world, waiting):
    def die(operation, writes):
        if operation == "TransactWriteItems":
            raise faults.Killed

    with pytest.raises(faults.Killed), faults.watching(before=die):
        act(world, waiting, "decision", decision="approved")
    assert task(waiting).waits
    assert report_of("P1", waiting).status == "in_review"
    act(world, waiting, "decision", decision="approved").ok()


def test_every_kind_is_found_by_its_code_and_asks_for_a_known_duty():
    kinds = list(all_kinds())
    assert {"customers.report", "incentives.bill"} <= {kind.code for kind in kinds}
    for kind in kinds:
        assert kind_of(kind.code) is kind
        assert kind.duty in PERMISSIONS
        assert kind.decisions
    with pytest.raises(Broken):
        kind_of("customers.nothing")
