"""Announcing an upload: what each purpose takes, and the form for S3."""

import base64
import json

import pytest

from partner_center.files import purpose_of
from partner_center.files.content import MIME
from partner_center.files.purpose import MB
from partner_center.files.uploading import UPLOADS as LIMIT
from partner_center.kernel import clock, effective
from partner_center.kernel.permissions import PERMISSIONS
from tests.kit.files import PDF, announce, find, stored, upload
from tests.kit.world import customer_user, partner_user

PARTNER, COLLEAGUE, STRANGER = partner_user("P1"), partner_user("P1", name="other"), partner_user("P2")
OFFICE = "doc docx xls xlsx zip rar jpg bmp png gif pdf"
LIMITS = [
    pytest.param("business_licence", "jpg bmp png pdf", 20, marks=pytest.mark.rule("1.2/r4", "3.4.1/r27")),
    pytest.param("program_logo", "jpg jpeg png gif", 20, marks=pytest.mark.rule("3.4.1/r26", "3.5.1/r9", "3.6.1/r17")),
    pytest.param("specialist_cancellation", OFFICE, 50, marks=pytest.mark.rule("5.2.1.4/r7", "5.2.1.4/r8")),
    pytest.param("review_attachment", OFFICE, 50, marks=pytest.mark.rule("5.2.1.4/r8")),
    pytest.param("approval_deck", "doc docx xlsx zip jpg bmp png gif pdf ppt pptx", 50, marks=pytest.mark.rule("6.3.1.2/r5")),
    pytest.param("launch_material", f"{OFFICE} ppt pptx", 1024, marks=pytest.mark.rule("6.3.1.6/r3", "6.3.1.6/r11")),
    pytest.param("competency_assessment", "xls xlsx", 50, marks=pytest.mark.rule("7.1/r1", "7.1/r2")),
    pytest.param("competency_evidence", "rar zip", 1024, marks=pytest.mark.rule("7.1/r3", "7.1/r4")),
    pytest.param("benefit_solution", f"ppt pptx {OFFICE}", 50, marks=pytest.mark.rule("8.1/r11")),
    pytest.param(
        "mdf_material", "jpg png gif pdf doc docx ppt pptx xls xlsx zip rar", 50, marks=pytest.mark.rule("8.4.3/r10", "8.4.3/r11")
    ),
    pytest.param("headcount_proof", "doc docx xlsx zip jpg bmp png gif pdf", 50, marks=pytest.mark.rule("8.5.1.3/r6")),
    pytest.param("presales_proof", "doc docx xlsx zip rar jpg bmp png gif pdf", 50, marks=pytest.mark.rule("8.5.3.3/r13")),
    pytest.param("nre_material", OFFICE, 50, marks=pytest.mark.rule("8.7.1/r10")),
    pytest.param(
        "opportunity_attachment",
        "doc docx xlsx zip jpg bmp png gif pdf ppt pptx",
        50,
        marks=pytest.mark.rule("9.1.1.1.1/r7", "9.1.1.1.1/r8"),
    ),
    pytest.param("project_material", "zip rar ppt pptx doc docx pdf", 50, marks=pytest.mark.rule("17.2.1.2/r3", "17.2.1.3/r3")),
    pytest.param("indicator_feedback", "bmp jpg jpeg png gif zip rar", 5),
]


@pytest.mark.parametrize(("purpose", "types", "megabytes"), LIMITS)
def test_a_purpose_takes_its_types_and_sizes_and_nothing_else(world, purpose, types, megabytes):
    types = types.split()
    for extension in types:
        assert announce(world, PARTNER, f"材料.{extension.upper()}", megabytes * MB, purpose=purpose).status == 201
    if megabytes < 1024:  # beyond that the contract itself says no
        assert "file_too_large" in announce(world, PARTNER, f"a.{types[0]}", megabytes * MB + 1, purpose=purpose).refusals
    for extension in {*MIME, "exe", "js", "svg", ""} - {*types, "jpeg" if "jpg" in types else ""}:
        assert "file_type_not_allowed" in announce(world, PARTNER, f"a.{extension}", 10, purpose=purpose).refusals


def test_nothing_is_larger_than_a_gigabyte(world):
    assert announce(world, PARTNER, "a.zip", 1024 * MB + 1, purpose="launch_material").refused_as == "invalid_input"


@pytest.mark.parametrize(
    ("purpose", "ending", "unwanted"),
    [
        pytest.param("program_logo", "png", "\\/?<>|:*@#%^&", marks=pytest.mark.rule("3.4.1/r19")),
        pytest.param("competency_evidence", "zip", '!;"@#%&^*~<>|', marks=pytest.mark.rule("7.1/r5")),
        pytest.param("benefit_solution", "pdf", ":;?!\"@#%&*'~|", marks=pytest.mark.rule("8.1/r12")),
        pytest.param("nre_material", "pdf", "!,:;?'\"@#%&^*~<>|", marks=pytest.mark.rule("8.7.1/r10")),
        pytest.param("opportunity_attachment", "pdf", "!:@#%*^&~<>|", marks=pytest.mark.rule("9.1.1.1.1/r10")),
        ("review_attachment", "pdf", "/\\\n\0"),
    ],
)
def test_names_hold_nothing_that_the_form_excludes(world, purpose, ending, unwanted):
    for character in unwanted:
        answer = announce(world, PARTNER, f"a{character}b.{ending}", 10, purpose=purpose)
        assert answer.refusals["file_name_not_allowed"]["facts"]["characters"] == character
    assert announce(world, PARTNER, f"报告(终稿)_1.{ending}", 10, purpose=purpose).status == 201


def test_a_name_does_not_hide_itself(world):
    assert announce(world, PARTNER, ".pdf", 10).refused_as == "file_name_not_allowed"


def test_an_unknown_purpose_is_refused(world):
    assert announce(world, PARTNER, "a.pdf", 10, purpose="anything").refused_as == "upload_purpose_unknown"


def test_the_browsers_content_type_must_fit_the_name(world):
    for said in ("application/pdf", "application/octet-stream", "", "application/pdf; charset=binary"):
        assert announce(world, PARTNER, "a.pdf", 10, content_type=said).status == 201
    assert announce(world, PARTNER, "a.pdf", 10, content_type="text/html").refused_as == "content_type_mismatch"


def test_a_purpose_may_ask_for_a_permission(world, monkeypatch):
    rows = [{**row, "allow": "funds.adjust"} for row in effective.rows("partner_center.files", "purposes")]
    monkeypatch.setattr(effective, "rows", lambda package, name: rows)
    assert announce(world, customer_user(), "a.pdf", 10).status == 403
    assert announce(world, PARTNER, "a.pdf", 10).status == 201


def test_the_form_holds_for_one_key_one_type_and_the_declared_size(world):
    form = announce(world, PARTNER, "执照.pdf", 1234, purpose="business_licence").ok()
    policy = json.loads(base64.b64decode(form["fields"]["policy"]))
    key = f"uploads/partner/P1/{form['file_id']}"
    assert form["fields"]["key"] == key == stored(form["file_id"]).object_key
    assert ["content-length-range", 1, 1234] in policy["conditions"]
    assert {"Content-Type": "application/pdf"} in policy["conditions"]
    assert {"key": key} in policy["conditions"]
    assert "执照" not in json.dumps(form["fields"], ensure_ascii=False)


def test_whoever_uploaded_sees_what_became_of_it_and_nobody_else(world):
    file_id = announce(world, PARTNER, "a.pdf", PDF).ok()["file_id"]
    assert world.call(PARTNER, "GET", f"/files/uploads/{file_id}").ok()["status"] == "awaiting"
    for other in (COLLEAGUE, STRANGER, customer_user("P1")):
        assert world.call(other, "GET", f"/files/uploads/{file_id}").status == 404
    assert world.call(PARTNER, "GET", f"/files/uploads/{upload(world, PARTNER, 'a.pdf', PDF)}").ok()["status"] == "accepted"


def test_a_foreseen_upload_is_not_announced(world):
    file_id = world.call(PARTNER, "POST", "/files/uploads?dry_run=true", {"purpose": "review_attachment", "file_name": "a.pdf", "size": 9})
    assert find(file_id.ok()["result"]["file_id"]) is None


def test_a_flood_of_uploads_is_stopped(world, monkeypatch):
    monkeypatch.setattr("partner_center.files.uploading.UPLOADS", type(LIMIT)("upload", 2, 3600))
    for _ in range(2):
        announce(world, PARTNER, "a.pdf", 10).ok()
    assert announce(world, PARTNER, "a.pdf", 10).status == 429
    assert announce(world, COLLEAGUE, "a.pdf", 10).status == 201


def test_every_purpose_of_the_data_holds():
    for row in effective.rows("partner_center.files", "purposes"):
        purpose = purpose_of(row["code"], clock.now())
        assert purpose is not None
        assert purpose.at_most >= 1
        assert purpose.allow is None or purpose.allow in PERMISSIONS
        assert purpose.label.zh
        assert purpose.label.en
