"""Text messages (SNS) and e-mails (SES) that leave at once.

They take effect outside any unit of work: a function sends only where sending twice does no harm. What is sent is never logged.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from partner_center.kernel.errors import Unavailable
from partner_center.platform import aws

COUNTRY_CODE = "+86"


def send_sms(mobile: str, text: str) -> None:
    """A text message to a mainland mobile, with or without its country code. Raises Unavailable."""
    number = mobile if mobile.startswith("+") else f"{COUNTRY_CODE}{mobile}"
    urgent = {"AWS.SNS.SMS.SMSType": {"DataType": "String", "StringValue": "Transactional"}}
    with _available("text messages"):
        aws.client("sns").publish(PhoneNumber=number, Message=text, MessageAttributes=urgent)


def send_mail(to: str, subject: str, text: str) -> None:
    """A plain-text e-mail. Raises Unavailable."""

    def utf8(data: str) -> dict[str, str]:
        return {"Data": data, "Charset": "UTF-8"}

    with _available("mail"):
        aws.client("sesv2").send_email(
            FromEmailAddress=os.environ.get("MAIL_SENDER", "no-reply@partner-center.example"),
            Destination={"ToAddresses": [to]},
            Content={"Simple": {"Subject": utf8(subject), "Body": {"Text": utf8(text)}}},
        )


@contextmanager
def _available(what: str) -> Iterator[None]:
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except (BotoCoreError, ClientError) as problem:
        raise Unavailable(what) from problem
