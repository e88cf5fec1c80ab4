"""Deploys template.yaml to the local cloud. Nothing is done when nothing changed."""

from __future__ import annotations

import json
import time
from typing import Any

from botocore.exceptions import ClientError

from infra.local_cloud.package import Package, fingerprint
from infra.local_cloud.settings import ARTIFACTS, CLOCK_PARAMETER, DOMAIN, PREFIX, STACK, Settings

WAIT_SECONDS = 300


class DeploymentFailed(Exception):
    """The stack did not come up; the message lists each resource that failed and why."""


SENDER = "no-reply@partner-center.example"


def deploy(settings: Settings) -> bool:
    """Bring the local cloud to what the project's files say. Returns False when it was there already."""
    release = fingerprint()
    if settings.deployed().get("release") == release and stack_of(settings):
        return False
    package = Package(settings, release)
    upload(settings, package)
    cloudformation = settings.client("cloudformation")
    before = stack_of(settings)
    if before and before["StackStatus"].endswith("_FAILED"):
        raise DeploymentFailed(f"{STACK} is {before['StackStatus']} and takes no update; start anew with `make reset`")
    call = cloudformation.update_stack if before else cloudformation.create_stack
    values = {
        "Prefix": PREFIX,
        "ReleaseId": release,
        "DomainName": DOMAIN,
        "CertificateArn": "arn:aws:acm:ap-southeast-1:000000000000:certificate/local",
        "PortalOrigin": settings.address,
        "ClockParameter": CLOCK_PARAMETER,
        "JwksOrigin": settings.endpoint,
        "MailSender": SENDER,
        "LogRetentionDays": "7",
        "ScheduleState": "ENABLED" if settings.schedules else "DISABLED",
    }
    call(
        StackName=STACK,
        TemplateURL=package.root_url,
        Parameters=[{"ParameterKey": name, "ParameterValue": value} for name, value in values.items()],
        Capabilities=["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
        **({} if before else {"OnFailure": "DELETE"}),
    )
    stack = wait(settings)
    outputs = {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}
    package.forget_older()
    verify_sender(settings)
    settings.state_file.write_text(json.dumps({"release": release, "outputs": outputs}, indent=2))
    return True


def verify_sender(settings: Settings) -> None:
    """What an operator does once on AWS: prove that mails may come from this address."""
    mail = settings.client("sesv2")
    try:
        mail.create_email_identity(EmailIdentity=SENDER)
    except mail.exceptions.AlreadyExistsException:
        return


def stack_of(settings: Settings) -> dict[str, Any] | None:
    """The deployed root stack, or None."""
    try:
        stacks = settings.client("cloudformation").describe_stacks(StackName=STACK)["Stacks"]
    except ClientError:
        return None
    return stacks[0] if stacks and not stacks[0]["StackStatus"].startswith("DELETE") else None


def upload(settings: Settings, package: Package) -> None:
    """Put what is not there yet; keys are digests of the content."""
    s3 = settings.client("s3")
    try:
        s3.head_bucket(Bucket=ARTIFACTS)
    except ClientError:
        s3.create_bucket(Bucket=ARTIFACTS, CreateBucketConfiguration={"LocationConstraint": s3.meta.region_name})
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=ARTIFACTS)
    there = {item["Key"] for page in pages for item in page.get("Contents", [])}
    for key, content in package.objects.items():
        if key not in there:
            s3.put_object(Bucket=ARTIFACTS, Key=key, Body=content)


def wait(settings: Settings) -> dict[str, Any]:
    """The stack once it is complete. Raises DeploymentFailed."""
    deadline = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < deadline:
        stack = stack_of(settings)
        status = stack["StackStatus"] if stack else "gone"
        if stack and status in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
            return stack
        if not status.endswith("_IN_PROGRESS"):
            raise DeploymentFailed(f"{STACK} is {status}:\n" + "\n".join(failures(settings)))
        time.sleep(0.2)
    raise DeploymentFailed(f"{STACK} is not complete after {WAIT_SECONDS} s")


def failures(settings: Settings) -> list[str]:
    """Each resource that failed and why, in all stacks."""
    cloudformation = settings.client("cloudformation")
    found = []
    for summary in cloudformation.list_stacks()["StackSummaries"]:
        events = cloudformation.describe_stack_events(StackName=summary["StackId"])["StackEvents"]
        found += [
            f"  {summary['StackName']} {event['LogicalResourceId']}: {event.get('ResourceStatusReason', '')}"
            for event in events
            if event["ResourceStatus"].endswith("_FAILED")
        ]
    return found or ["  no reason was given; see the emulator's log"]
