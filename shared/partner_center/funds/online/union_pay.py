"""UnionPay's gateway, version 5.1.0: card payments and online banking, form-encoded messages signed with certificates, statements.

No maintained Python library speaks it. A message is signed over its fields: `name=value` sorted by name and joined by `&`, without
`signature`; of that the SHA-256 in lower-case hex digits; of these the RSA signature (PKCS #1 v1.5, SHA-256), in base64. UnionPay's own
messages bring their certificate along: it counts when it belongs to UnionPay, is in force, and was issued below a root that we were given.
"""

from __future__ import annotations

import base64
import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from chalice import Response as HttpResponse

from partner_center.funds.online.payment import OnlineChannel, OnlinePayment, OnlineRefund, Provider
from partner_center.funds.online.port import (
    HowToPay,
    PaymentTold,
    RefundTold,
    StatementLine,
    TradeState,
    beijing,
    canonical_base64,
    day_of,
    fen,
    form_of,
    id_in,
    in_fen,
)
from partner_center.funds.online.settings import Agreement, agreed_with, agreement_with, kept_per_agreement
from partner_center.kernel import clock
from partner_center.kernel.errors import Unavailable
from partner_center.kernel.money import CNY
from partner_center.platform.observe import logger
from partner_center.platform.problems import CONTENT_TYPE, Problem
from partner_center.platform.webhook import Heard, NotBelieved

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
    from cryptography.x509 import Certificate

TIME = "%Y%m%d%H%M%S"
BY_CERTIFICATE = "01"
PAYMENT, REFUND, REVOCATION = "01", "04", "31"
DONE = frozenset({"00", "A6"})  # A6: done, though not all of the other side's books are
WAITING = frozenset({"03", "04", "05"})
NOT_NOW = frozenset({"02", "06", "37", "39"})  # closed, busy, asked too often, out of hours: says nothing of what was asked for
REPEATED, UNKNOWN, NO_FILE = "12", "34", "98"
PERSONAL, CORPORATE = "000201", "000202"  # bizType: B2C and B2B gateway
CURRENCIES = {"156": CNY}
ANSWERED = re.compile(r"(?:^|&)([^=&]+)=(\{[^{}]*\}|[^&]*)")  # an answer is not percent-encoded; braces hold fields of their own
LONGEST_CHAIN = 3
SMALLEST_KEY = 2048  # bits
LARGEST_FILE = 256 * 2**20  # bytes unzipped
# The statement file of trades (INN…ZM_…): fields of fixed width, a space between them; which ones we read.
WIDTHS = (3, 11, 11, 6, 10, 19, 12, 4, 2, 21, 2, 32, 2, 6, 10, 13, 13, 4, 15, 2)
AMOUNT, FLOW_NO, ORDER_NO, TYPE = 6, 9, 11, 19


class UnionPayAgreement(Agreement):
    """certificate and private_key: ours. roots, intermediates: below which UnionPay's certificates are issued; signer: whose they are."""

    file_gateway: str
    mer_id: str
    certificate: str
    private_key: str
    roots: list[str]
    intermediates: list[str] = []
    signer: str = "中国银联股份有限公司"
    front_url: str


class UnionPay:
    """The port to UnionPay."""

    closes = False

    @property
    def is_configured(self) -> bool:
        """Whether there is an agreement."""
        return agreed_with(Provider.UNION_PAY, UnionPayAgreement) is not None

    # --- notices -----------------------------------------------------------------------------------------------------------------------

    def hear(self, body: bytes, headers: Mapping[str, str]) -> Heard:
        """Believe a notice that UnionPay's certificate signed. It has no id of its own: the transaction's, and what was signed, are one."""
        agreed = agreement_with(Provider.UNION_PAY, UnionPayAgreement)
        fields = form_of(body)
        check(fields, agreed)
        flow_no = id_in(fields.get("queryId"))
        return Heard(f"{flow_no}-{digest_of(fields)[:32].decode()}", _told(fields, agreed))

    def taken(self) -> HttpResponse:
        """UnionPay looks at the status alone."""
        return HttpResponse(body="ok", status_code=200, headers={"Content-Type": "text/plain; charset=utf-8"})

    def refused(self, found: Problem) -> HttpResponse:
        """Any other status makes it come again."""
        return HttpResponse(body=found.model_dump_json(exclude_none=True), status_code=found.status, headers={"Content-Type": CONTENT_TYPE})

    # --- payments ----------------------------------------------------------------------------------------------------------------------

    def start(self, payment: OnlinePayment, description: str) -> HowToPay:
        """The form that the payer's browser posts to UnionPay's page."""
        agreed = agreement_with(Provider.UNION_PAY, UnionPayAgreement)
        fields = {
            **_of_payment(payment, agreed),
            "txnType": PAYMENT,
            "txnSubType": "01",
            "bizType": CORPORATE if payment.channel is OnlineChannel.CORPORATE_BANKING else PERSONAL,
            "channelType": "07",
            "txnAmt": str(in_fen(payment.amount)),
            "currencyCode": "156",
            "frontUrl": agreed.front_url,
            "backUrl": agreed.notify_url,
            "payTimeout": payment.payable_until.astimezone(clock.BEIJING).strftime(TIME),
            "orderDesc": description[:32],
        }
        return HowToPay(page_url=f"{agreed.gateway}/frontTransReq.do", page_form=signed(fields, agreed))

    def query(self, payment: OnlinePayment) -> PaymentTold | None:
        """What became of a payment."""
        agreed = agreement_with(Provider.UNION_PAY, UnionPayAgreement)
        answer = _asked("queryTrans.do", _question(_of_payment(payment, agreed)), agreed)
        if answer.get("respCode") == UNKNOWN:
            return None
        if answer.get("respCode") != "00":
            raise Unavailable("union_pay")
        return _told(answer, agreed, code="origRespCode")

    def close(self, payment: OnlinePayment) -> bool:
        """UnionPay has no command for it; nothing begins after what was told as `payTimeout`."""
        return True

    # --- refunds -----------------------------------------------------------------------------------------------------------------------

    def refund(self, refund: OnlineRefund, payment: OnlinePayment) -> RefundTold:
        """Ask for a refund; its end is told by a notice or when asked. One that was asked for before is asked about."""
        agreed = agreement_with(Provider.UNION_PAY, UnionPayAgreement)
        fields = {
            **_of_refund(refund, agreed),
            "txnType": REFUND,
            "txnSubType": "00",
            "bizType": CORPORATE if payment.channel is OnlineChannel.CORPORATE_BANKING else PERSONAL,
            "channelType": "07",
            "origQryId": payment.external_flow_no or "",
            "txnAmt": str(in_fen(refund.amount)),
            "backUrl": agreed.notify_url,
        }
        code = _asked("backTransReq.do", fields, agreed).get("respCode", "")
        if code in DONE or code in WAITING or code == REPEATED:
            return RefundTold(refund_no=refund.refund_no, state=TradeState.WAITING)
        if code in NOT_NOW:
            raise Unavailable("union_pay")
        return RefundTold(refund_no=refund.refund_no, state=TradeState.FAILED, reason=f"respCode {code}")

    def query_refund(self, refund: OnlineRefund, payment: OnlinePayment) -> RefundTold | None:
        """What became of a refund."""
        agreed = agreement_with(Provider.UNION_PAY, UnionPayAgreement)
        answer = _asked("queryTrans.do", _question(_of_refund(refund, agreed)), agreed)
        if answer.get("respCode") == UNKNOWN:
            return None
        if answer.get("respCode") != "00":
            raise Unavailable("union_pay")
        return _refund_told(answer, code="origRespCode")

    # --- statements --------------------------------------------------------------------------------------------------------------------

    def statement(self, day: date) -> list[StatementLine] | None:
        """The file of a settlement day, which ends at 23:00."""
        agreed = agreement_with(Provider.UNION_PAY, UnionPayAgreement)
        fields = {
            **_common(agreed),
            "txnTime": _real_now().astimezone(clock.BEIJING).strftime(TIME),
            "txnType": "76",
            "txnSubType": "01",
            "bizType": "000000",
            "settleDate": f"{day:%m%d}",
            "fileType": "00",
        }
        answer = _post(agreed.file_gateway, fields, agreed)
        if answer.get("respCode") == NO_FILE:
            return None
        if answer.get("respCode") != "00" or answer.get("settleDate") != fields["settleDate"]:
            raise Unavailable("union_pay")
        try:
            return lines_of(zlib.decompress(base64.b64decode(answer.get("fileContent", ""), validate=True)))
        except (ValueError, zlib.error, zipfile.BadZipFile) as problem:
            raise Unavailable("union_pay") from problem


# --- signatures ------------------------------------------------------------------------------------------------------------------------


def digest_of(fields: Mapping[str, str]) -> bytes:
    """What is signed of a message."""
    text = "&".join(f"{name}={value}" for name, value in sorted(fields.items()) if name != "signature")
    return hashlib.sha256(text.encode()).hexdigest().encode()


def signed(fields: Mapping[str, str], agreed: UnionPayAgreement) -> dict[str, str]:
    """A message of ours, signed; empty fields are not sent."""
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.hashes import SHA256

    serial, key = _our_signature(agreed)
    sent = {name: value for name, value in fields.items() if value} | {"certId": str(serial), "signMethod": BY_CERTIFICATE}
    return sent | {"signature": base64.b64encode(key.sign(digest_of(sent), PKCS1v15(), SHA256())).decode()}


@kept_per_agreement
def _our_signature(agreed: UnionPayAgreement) -> Any:
    """The serial number of our certificate, and its key."""
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key
    from cryptography.x509 import load_pem_x509_certificate

    key = load_pem_private_key(agreed.private_key.encode(), None)
    assert isinstance(key, RSAPrivateKey)
    return load_pem_x509_certificate(agreed.certificate.encode()).serial_number, key


def check(fields: Mapping[str, str], agreed: UnionPayAgreement) -> None:
    """Raise NotBelieved unless UnionPay signed these fields with its certificate."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.hashes import SHA256

    if (fields.get("version"), fields.get("signMethod")) != ("5.1.0", BY_CERTIFICATE):
        raise NotBelieved("another version or way of signing")
    signature = canonical_base64(fields.get("signature", ""))
    try:
        _key_of(fields.get("signPubKeyCert", ""), agreed).verify(signature, digest_of(fields), PKCS1v15(), SHA256())
    except InvalidSignature:
        raise NotBelieved("the signature does not hold") from None


def _key_of(text: str, agreed: UnionPayAgreement) -> RSAPublicKey:
    """The key of a certificate that is UnionPay's and in force. Raises NotBelieved."""
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
    from cryptography.x509 import load_pem_x509_certificate
    from cryptography.x509.oid import NameOID

    try:
        certificate = load_pem_x509_certificate(text.encode())
        names = [str(name.value) for name in certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)]
        key = certificate.public_key()
    except Exception as problem:  # what is no certificate breaks in many ways
        raise NotBelieved("no certificate") from problem
    if len(names) != 1 or names[0].split("@")[2:3] != [agreed.signer]:
        raise NotBelieved("somebody else's certificate")
    if not isinstance(key, RSAPublicKey) or key.key_size < SMALLEST_KEY:
        raise NotBelieved("another kind of key")
    _check_chain(certificate, agreed)
    return key


def _check_chain(certificate: Certificate, agreed: UnionPayAgreement) -> None:
    """Raise NotBelieved unless a chain of certificates in force leads from one of the agreed roots to this one."""
    from cryptography.x509 import load_pem_x509_certificate

    now = _real_now()
    roots = [load_pem_x509_certificate(pem.encode()) for pem in agreed.roots]
    intermediates = [load_pem_x509_certificate(pem.encode()) for pem in agreed.intermediates]
    if _is_authority(certificate):
        raise NotBelieved("an authority signs no messages")
    for _ in range(LONGEST_CHAIN):
        if not certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc:
            raise NotBelieved("a certificate out of force")
        if any(_issued(root, certificate) and root.not_valid_before_utc <= now <= root.not_valid_after_utc for root in roots):
            return
        above = next((issuer for issuer in intermediates if _issued(issuer, certificate) and _is_authority(issuer)), None)
        if above is None:
            break
        certificate = above
    raise NotBelieved("below no root of ours")


def _issued(issuer: Certificate, certificate: Certificate) -> bool:
    from cryptography.exceptions import InvalidSignature

    algorithm = certificate.signature_hash_algorithm
    if algorithm is None or algorithm.digest_size < 32:  # SHA-1 and MD5 prove nothing any more
        return False
    try:
        certificate.verify_directly_issued_by(issuer)
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True


def _is_authority(certificate: Certificate) -> bool:
    from cryptography.x509 import BasicConstraints, ExtensionNotFound

    try:
        return certificate.extensions.get_extension_for_class(BasicConstraints).value.ca
    except ExtensionNotFound:
        return False


# --- messages --------------------------------------------------------------------------------------------------------------------------


def _common(agreed: UnionPayAgreement) -> dict[str, str]:
    return {"version": "5.1.0", "encoding": "UTF-8", "accessType": "0", "merId": agreed.mer_id}


def _of_payment(payment: OnlinePayment, agreed: UnionPayAgreement) -> dict[str, str]:
    """What names a payment; the time in which it began belongs to its name."""
    return {**_common(agreed), "orderId": payment.payment_no, "txnTime": payment.started_at.astimezone(clock.BEIJING).strftime(TIME)}


def _of_refund(refund: OnlineRefund, agreed: UnionPayAgreement) -> dict[str, str]:
    return {**_common(agreed), "orderId": refund.refund_no, "txnTime": refund.asked_at.astimezone(clock.BEIJING).strftime(TIME)}


def _question(subject: dict[str, str]) -> dict[str, str]:
    return {**subject, "txnType": "00", "txnSubType": "00", "bizType": "000000"}


def _asked(call: str, fields: dict[str, str], agreed: UnionPayAgreement) -> dict[str, str]:
    """The answer to a question about one order. Raises Unavailable, also where it is about another one."""
    answer = _post(f"{agreed.gateway}/{call}", fields, agreed)
    if any(answer.get(name) != fields[name] for name in ("merId", "orderId", "txnTime")):
        logger.error("unionpay answered about something else", extra={"asked": fields["orderId"]})
        raise Unavailable("union_pay")
    return answer


def _post(url: str, fields: dict[str, str], agreed: UnionPayAgreement) -> dict[str, str]:
    import requests

    try:
        reply = requests.post(url, data=signed(fields, agreed), timeout=(3, 20))
        reply.raise_for_status()
        answer = dict(ANSWERED.findall(reply.content.decode().strip()))
        check(answer, agreed)
    except (requests.RequestException, ValueError, NotBelieved) as problem:
        logger.warning("unionpay did not answer", extra={"because": str(problem)[:500]})
        raise Unavailable("union_pay") from problem
    return answer


def _told(fields: Mapping[str, str], agreed: UnionPayAgreement, *, code: str = "respCode") -> PaymentTold:
    told = fields.get(code, "")
    is_refund = fields.get("txnType") == REFUND
    return PaymentTold(
        payment_no="" if is_refund else fields.get("orderId", ""),
        state=_state(told),
        external_flow_no=(fields.get("origQryId") if is_refund else fields.get("queryId")) or None,
        amount=fen(fields.get("txnAmt"), CURRENCIES.get(fields.get("currencyCode", ""), "XXX")),
        paid_at=_traced_at(fields),
        statement_on=_settled_on(fields),
        payer_account=fields.get("accNo") or None,
        misdirected=None if fields.get("merId") == agreed.mer_id else "wrong_merchant",
        ignored=code == "respCode" and fields.get("txnType") not in {PAYMENT, REFUND},
        refund=_refund_told(fields, code=code) if is_refund else None,
    )


def _refund_told(fields: Mapping[str, str], *, code: str = "respCode") -> RefundTold:
    state = _state(fields.get(code, ""))
    return RefundTold(
        refund_no=fields.get("orderId", ""),
        state=state,
        amount=fen(fields.get("txnAmt"), CURRENCIES.get(fields.get("currencyCode", "156"), "XXX")),
        settled_at=_traced_at(fields),
        statement_on=_settled_on(fields),
        reason=f"respCode {fields.get(code, '')}" if state is TradeState.FAILED else None,
    )


def _state(code: str) -> TradeState:
    if code in DONE:
        return TradeState.DONE
    return TradeState.WAITING if code in WAITING else TradeState.FAILED


def _traced_at(fields: Mapping[str, str]) -> datetime | None:
    """When UnionPay took it up: month to second, of the year in which it was sent or the next one."""
    sent = fields.get("txnTime", "")
    traced = fields.get("traceTime", "")
    if not re.fullmatch(r"\d{14}", sent) or not re.fullmatch(r"\d{10}", traced):
        return beijing(sent, TIME)
    year = int(sent[:4]) + (traced[:2] < sent[4:6])
    return beijing(f"{year}{traced}", TIME)


def _settled_on(fields: Mapping[str, str]) -> str | None:
    """The day in whose statement it stands: month and day, of the year in which it was sent or the next one."""
    sent, settled = fields.get("txnTime", ""), fields.get("settleDate", "")
    if not re.fullmatch(r"\d{14}", sent) or not re.fullmatch(r"\d{4}", settled):
        return None
    return day_of(beijing(f"{int(sent[:4]) + (settled[:2] < sent[4:6])}{settled}", "%Y%m%d"))


def lines_of(zipped: bytes) -> list[StatementLine]:
    """The lines of a statement: a zip of which the file `INN…ZM_…` lists the trades."""
    lines = []
    with zipfile.ZipFile(io.BytesIO(zipped)) as archive:
        for entry in archive.infolist():
            if not re.search(r"(^|/)INN\d+ZM_", entry.filename):
                continue
            if entry.file_size > LARGEST_FILE:
                raise ValueError("a file too large to read")
            lines += list(_lines(archive.read(entry)))
    return lines


def _lines(content: bytes) -> Iterator[StatementLine]:
    for row in content.splitlines():
        if not row.strip():
            continue
        values, at = [], 0
        for width in WIDTHS:
            values.append(row[at : at + width].decode("gb18030").strip())
            at += width + 1
        amount = fen(values[AMOUNT])
        if amount is None:
            raise ValueError("an amount that is none")
        if values[TYPE] in {PAYMENT, REFUND, REVOCATION}:
            is_refund = values[TYPE] != PAYMENT
            yield StatementLine(
                external_flow_no=values[FLOW_NO],
                amount=amount,
                payment_no=None if is_refund else values[ORDER_NO],
                refund_no=values[ORDER_NO] if is_refund else None,
            )


def _real_now() -> datetime:
    return datetime.now(UTC)  # a certificate is as old as the machines say, whatever the business clock
