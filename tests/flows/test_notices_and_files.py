"""Notices and files on a deployed cloud: told once however often, sent once; uploads straight to S3, checked by content."""

from __future__ import annotations

import secrets
from typing import Any

import pytest
import requests

from infra.client import Person
from infra.deployed_stage import Deployed
from infra.story import Story
from tests.kit.files import EXE, PDF

pytestmark = pytest.mark.flow


@pytest.fixture(scope="module")
def admin(story: Story, stage: Deployed) -> tuple[str, Person]:
    """The administrator of a partner of these flows' own: the story's balances are asserted elsewhere."""
    tag = secrets.token_hex(4)
    facts = {"name": "启明信息有限公司", "partner_type": "solution_provider", "mobile": "13900000009", "email": f"{tag}@partners.example"}
    partner_id = str(story.vendor.call("POST", "/partners/partners", {**facts, "contracting_entity": "hcc"}).ok()["partner_id"])
    stage.staff(f"admin-{tag}", actor="partner", roles="partner_admin", partner_id=partner_id, partner_type="solution_provider")
    return partner_id, stage.signed_in("启明信息 administrator", f"admin-{tag}")


def test_a_notice_is_told_once_for_an_event_delivered_five_times(story: Story, stage: Deployed, admin: tuple[str, Person]):
    partner_id, partner = admin
    tag = secrets.token_hex(4)
    address, flow_no = f"books-{tag}@qiming.example", f"BANK-{tag.upper()}"
    reader = {"name": "王会计", "email": address, "mobile": "13822223333"}
    partner.call("POST", "/notices/subscriptions/finance/recipients", reader).ok()
    top_up = {"amount": "1.00", "external_flow_no": flow_no}
    story.vendor.call("POST", f"/funds/partners/{partner_id}/top-ups", top_up).ok()

    def mails() -> list[str]:
        return [mail for mail in stage.mail_to(address) if flow_no in mail]

    def messages() -> list[dict[str, Any]]:
        page = partner.call("GET", "/notices/messages?category=finance&limit=100").ok()
        return [message for message in page["items"] if flow_no in message["text"]["en"]]

    stage.eventually(mails, lambda sent: len(sent) == 1)
    assert len(messages()) == 1
    for _ in range(4):
        assert stage.backstage.send_again("funds.top_up_credited")
    stage.backstage.queues_empty()
    assert (len(mails()), len(messages())) == (1, 1)
    (message,) = messages()
    assert message["read_state"] == "unread"
    partner.call("POST", f"/notices/messages/{message['message_id']}/read").ok()
    assert messages()[0]["read_state"] == "read"
    sent = partner.call("GET", "/notices/own-deliveries").ok()["items"]
    assert [(row["status"], row["sent_to"]) for row in sent] == [("sent", "b****@qiming.example")]


def upload(story: Story, stage: Deployed, name: str, content: bytes) -> dict[str, Any]:
    """A file uploaded as a browser does, and what its check said."""
    asked = {"purpose": "review_attachment", "file_name": name, "size": len(content)}
    form = story.partner.call("POST", "/files/uploads", asked).ok()
    assert post(form, content, stage) in {200, 201, 204}
    return stage.eventually(
        lambda: story.partner.call("GET", f"/files/uploads/{form['file_id']}").ok(),
        lambda seen: seen["status"] in {"accepted", "refused"},
    )


def post(form: dict[str, Any], content: bytes, stage: Deployed) -> int:
    """Send the form. The emulator may sign a name that only its own functions reach; then the object is put in its place."""
    try:
        return requests.post(form["url"], data=form["fields"], files={"file": content}, timeout=10).status_code
    except requests.ConnectionError:
        bucket = stage.backstage.outputs["FilesBucket"]
        stage.settings.client("s3").put_object(Bucket=bucket, Key=form["fields"]["key"], Body=content)
        return 200


def test_a_file_is_accepted_and_a_disguised_one_refused_and_deleted(story: Story, stage: Deployed):
    accepted = upload(story, stage, "验收报告.pdf", PDF)
    assert (accepted["status"], accepted["size"]) == ("accepted", len(PDF))
    refused = upload(story, stage, "invoice.pdf", EXE)
    assert (refused["status"], refused["flaw"], refused["looks_like"]) == ("refused", "disguised", "exe")
    store, bucket = stage.settings.client("s3"), stage.backstage.outputs["FilesBucket"]

    def there(file_id: str) -> list[str]:
        listed = store.list_object_versions(Bucket=bucket, Prefix=f"uploads/partner/{story.partner_id}/{file_id}")
        return [version["VersionId"] for version in listed.get("Versions", [])]

    assert len(there(accepted["file_id"])) == 1
    stage.eventually(lambda: there(refused["file_id"]), lambda versions: versions == [])


def test_a_larger_file_than_declared_does_not_get_in(story: Story, stage: Deployed):
    asked = {"purpose": "review_attachment", "file_name": "a.pdf", "size": 10}
    form = story.partner.call("POST", "/files/uploads", asked).ok()
    if post(form, PDF, stage) < 400:  # put past the form: the check refuses what S3 would have
        state = stage.eventually(
            lambda: story.partner.call("GET", f"/files/uploads/{form['file_id']}").ok(), lambda seen: seen["status"] == "refused"
        )
        assert state["flaw"] == "larger"


def test_nobody_sees_another_ones_upload_or_downloads_what_no_record_owns(story: Story, stage: Deployed):
    file_id = upload(story, stage, "a.pdf", PDF)["file_id"]
    assert story.other.call("GET", f"/files/uploads/{file_id}").status == 404
    asked = {"kind": "customers.list_customers", "record": {"customer_id": story.customers["qingshan"]}, "file_id": file_id}
    assert story.partner.call("POST", "/files/downloads", asked).status == 404
