"""No forged, replayed or altered notice is accepted: mutations of a genuine one, per provider, and the genuine one beside them.

Every mutation is answered so that a provider would send again, moves nothing, changes nothing and leaves no trace but the refusal.
"""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

import pytest
from cryptography.hazmat.primitives import hashes

from partner_center.kernel import clock
from tests.kit.funds import Desk, a_partner, everything
from tests.kit.mock import empty
from tests.kit.online import Counter, agreed
from tests.kit.providers import Sent, Street, keys
from tests.kit.providers.union_pay import MIDDLE, SIGNER, digest, middle, root, signer
from tests.kit.providers.wechat_pay import API_KEY
from tests.kit.world import World

Lie = Callable[[Any, str], Sent]  # of a till, about a paid payment


# --- forms: Alipay and UnionPay --------------------------------------------------------------------------------------------------------


def fields_of(sent: Sent) -> dict[str, str]:
    return dict(parse_qsl(sent.body, keep_blank_values=True))


def altered(**changed: str) -> Lie:
    """Fields changed after signing."""
    return lambda till, no: (sent := till.notice(no)).with_body(urlencode(fields_of(sent) | changed))


def without(name: str) -> Lie:
    """A field dropped after signing."""

    def lie(till: Any, no: str) -> Sent:
        sent = till.notice(no)
        return sent.with_body(urlencode({known: value for known, value in fields_of(sent).items() if known != name}))

    return lie


def body(change: Callable[[str], str]) -> Lie:
    """The body changed as text."""
    return lambda till, no: (sent := till.notice(no)).with_body(change(sent.body))


def signature_as(change: Callable[[str], str], name: str = "sign") -> Lie:
    """The signature written in another way."""

    def lie(till: Any, no: str) -> Sent:
        fields = fields_of(sent := till.notice(no))
        return sent.with_body(urlencode(fields | {name: change(fields[name])}))

    return lie


def half(text: str) -> str:
    return text[: len(text) // 2]


def flipped(text: str) -> str:
    return ("A" if text[9] != "A" else "B").join((text[:9], text[10:]))


# --- Alipay ----------------------------------------------------------------------------------------------------------------------------

ALIPAY_FIELDS = (
    "notify_time", "notify_type", "notify_id", "charset", "version", "app_id", "seller_id", "trade_no", "out_trade_no", "trade_status",
    "total_amount", "receipt_amount", "buyer_id", "buyer_logon_id", "subject", "gmt_create", "gmt_payment", "fund_bill_list",
)  # fmt: skip


def alipay_signed_by(whose: str, **more: Any) -> Lie:
    return lambda till, no: till.signed(till.fields(no), whose, **more)


def alipay_with_digest(algorithm: hashes.HashAlgorithm, sign_type: str) -> Lie:
    def lie(till: Any, no: str) -> Sent:
        fields = till.fields(no)
        text = "&".join(f"{name}={value}" for name, value in sorted(fields.items()))
        signature = base64.b64encode(keys.sign("alipay", text.encode(), algorithm)).decode()
        return till.form({**fields, "sign_type": sign_type, "sign": signature})

    return lie


ALIPAY: dict[str, Lie] = {
    **{f"{name} changed": altered(**{name: "1"}) for name in ALIPAY_FIELDS},
    **{f"{name} dropped": without(name) for name in ALIPAY_FIELDS},
    "amount raised by a cent": altered(total_amount="100.01"),
    "amount written otherwise": altered(total_amount="100.0"),
    "amount with a space": altered(total_amount="100.00 "),
    "a refund made a payment": altered(refund_fee="0.00"),
    "a field added": altered(passback_params="x"),
    "an empty field added": altered(body=""),
    "sign dropped": without("sign"),
    "sign empty": altered(sign=""),
    "sign_type dropped": without("sign_type"),
    "sign_type RSA": altered(sign_type="RSA"),
    "sign_type none": altered(sign_type="none"),
    "signed with SHA-1, said so": alipay_with_digest(hashes.SHA1(), "RSA"),  # noqa: S303 - what a forger would try
    "signed with SHA-1, not said": alipay_with_digest(hashes.SHA1(), "RSA2"),  # noqa: S303
    "signed with SHA-512": alipay_with_digest(hashes.SHA512(), "RSA2"),
    "signed by a stranger": alipay_signed_by("a stranger"),
    "signed by ourselves": alipay_signed_by("our alipay app"),
    "signed by another provider": alipay_signed_by("wechat pay"),
    "signature flipped": signature_as(flipped),
    "signature halved": signature_as(half),
    "signature doubled": signature_as(lambda sign: sign + sign),
    "signature in pieces": signature_as(lambda sign: f"{sign[:76]}\n{sign[76:]}"),
    "signature with noise": signature_as(lambda sign: f"{sign[:20]}!{sign[20:]}"),
    "signature for a URL": signature_as(lambda sign: sign.replace("+", "-").replace("/", "_") + "-"),
    "signature without its end": signature_as(lambda sign: sign.rstrip("=")),
    "signature not of this world": signature_as(lambda _: "签名"),
    "signature of zeros": signature_as(lambda _: base64.b64encode(bytes(256)).decode()),
    "signature of another notice": lambda till, no: (sent := till.notice(no)).with_body(
        urlencode(fields_of(sent) | {"sign": fields_of(till.notice(no))["sign"]})
    ),
    "amount twice, the lower first": body(lambda text: f"total_amount=0.01&{text}"),
    "amount twice, the lower last": body(lambda text: f"{text}&total_amount=0.01"),
    "sign twice": body(lambda text: f"{text}&sign=x"),
    "halved": body(half),
    "empty": body(lambda _: ""),
    "JSON": lambda till, no: (sent := till.notice(no)).with_body(json.dumps(fields_of(sent))),
    "encoded twice": body(quote),
    "ended by a null": body(lambda text: text + "%00"),
    "in another charset": body(lambda text: text.replace(quote("账户充值"), quote("账户充值", encoding="gb18030"))),
}


# --- WeChat Pay ------------------------------------------------------------------------------------------------------------------------

MARKS = ("Wechatpay-Serial", "Wechatpay-Timestamp", "Wechatpay-Nonce", "Wechatpay-Signature", "Wechatpay-Signature-Type")


def header(name: str, change: Callable[[str], str | None]) -> Lie:
    return lambda till, no: (sent := till.notice(no)).with_header(name, change(sent.headers[name]))


def in_message(change: Callable[[dict[str, Any]], Any]) -> Lie:
    """The message changed after signing."""

    def lie(till: Any, no: str) -> Sent:
        message = json.loads((sent := till.notice(no)).body)
        change(message)
        return sent.with_body(json.dumps(message))

    return lie


def resealed(change: Callable[[dict[str, Any]], Any]) -> Lie:
    """A message changed before it was signed, as if WeChat's signature could be had for anything: the seal alone has to hold."""

    def lie(till: Any, no: str) -> Sent:
        message = till.message("TRANSACTION.SUCCESS", "transaction", till.trade_of(no))
        change(message)
        return till.signed(message)

    return lie


def wechat_signed_by(whose: str) -> Lie:
    return lambda till, no: till.signed(till.message("TRANSACTION.SUCCESS", "transaction", till.trade_of(no)), whose=whose)


def wechat_sealed_by(api_key: str) -> Lie:
    def lie(till: Any, no: str) -> Sent:
        message = till.message("TRANSACTION.SUCCESS", "transaction", till.trade_of(no))
        return till.signed(message | {"resource": till.sealed(till.trade_of(no), "transaction", api_key)})

    return lie


def in_resource(**changed: Any) -> Callable[[dict[str, Any]], None]:
    return lambda message: message["resource"].update(changed)


def tampered(message: dict[str, Any]) -> None:
    content = bytearray(base64.b64decode(message["resource"]["ciphertext"]))
    content[5] ^= 1
    message["resource"]["ciphertext"] = base64.b64encode(bytes(content)).decode()


def truncated(message: dict[str, Any]) -> None:
    content = base64.b64decode(message["resource"]["ciphertext"])[:-16]
    message["resource"]["ciphertext"] = base64.b64encode(content).decode()


WECHAT_PAY: dict[str, Lie] = {
    **{f"{name} dropped": header(name, lambda _: None) for name in MARKS},
    **{f"{name} empty": header(name, lambda _: "") for name in MARKS},
    **{f"{name} changed": header(name, flipped) for name in MARKS},
    **{f"{name} doubled": header(name, lambda value: f"{value},{value}") for name in MARKS},
    "too old": lambda till, no: till.notice(no, at=time.time() - 301),
    "of last year": lambda till, no: till.notice(no, at=time.time() - 365 * 86_400),
    "of the future": lambda till, no: till.notice(no, at=time.time() + 310),
    "time made fresh": lambda till, no: till.notice(no, at=time.time() - 3600).with_header("Wechatpay-Timestamp", str(int(time.time()))),
    "time with a fraction": header("Wechatpay-Timestamp", lambda stamp: f"{stamp}.0"),
    "time with a sign": header("Wechatpay-Timestamp", lambda stamp: f"+{stamp}"),
    "time of no number": header("Wechatpay-Timestamp", lambda _: "nan"),
    "nonce of another notice": lambda till, no: till.notice(no).with_header("Wechatpay-Nonce", till.notice(no).headers["Wechatpay-Nonce"]),
    "signature of another notice": lambda till, no: till.notice(no).with_header(
        "Wechatpay-Signature", till.notice(no).headers["Wechatpay-Signature"]
    ),
    "signature halved": header("Wechatpay-Signature", half),
    "signature with noise": header("Wechatpay-Signature", lambda sign: f"{sign[:20]}!{sign[20:]}"),
    "signature in pieces": header("Wechatpay-Signature", lambda sign: f"{sign[:76]} {sign[76:]}"),
    "signature of WeChat's own trial": header("Wechatpay-Signature", lambda sign: f"WECHATPAY/SIGNTEST/{sign}"),
    "signature without its end": header("Wechatpay-Signature", lambda sign: sign.rstrip("=")),
    "signed by a stranger": wechat_signed_by("a stranger"),
    "signed by ourselves": wechat_signed_by("our wechat merchant"),
    "signed by another provider": wechat_signed_by("alipay"),
    "another kind of signature": header("Wechatpay-Signature-Type", lambda _: "WECHATPAY2-SM2-WITH-SM3"),
    "the serial of a certificate": header("Wechatpay-Serial", lambda _: "5157F09EFDC096DE15EBE81A47057A72AAAAAAAA"),
    "a serial to trip over": header("Wechatpay-Serial", lambda _: "not hex"),
    "ciphertext changed": in_message(tampered),
    "nonce of the seal changed": in_message(in_resource(nonce="0" * 12)),
    "associated data changed": in_message(in_resource(associated_data="refund")),
    "event changed": in_message(lambda message: message.update(event_type="REFUND.SUCCESS")),
    "id changed": in_message(lambda message: message.update(id="EV-2")),
    "a field added": in_message(lambda message: message.update(extra="1")),
    "the resource in clear": lambda till, no: in_message(lambda message: message.update(resource=till.trade_of(no)))(till, no),
    "spaces changed": body(lambda text: text.replace(": ", ":")),
    "a line feed at the end": body(lambda text: text + "\n"),
    "halved": body(half),
    "empty": body(lambda _: ""),
    "no JSON": body(lambda _: "x=1"),
    "re-signed, ciphertext changed": resealed(tampered),
    "re-signed, seal cut off": resealed(truncated),
    "re-signed, nonce of the seal changed": resealed(in_resource(nonce="0" * 12)),
    "re-signed, nonce of the seal short": resealed(in_resource(nonce="0")),
    "re-signed, associated data changed": resealed(in_resource(associated_data="refund")),
    "re-signed, associated data dropped": resealed(lambda message: message["resource"].pop("associated_data")),
    "re-signed, another cipher": resealed(in_resource(algorithm="AEAD_AES_128_GCM")),
    "re-signed, no resource": resealed(lambda message: message.pop("resource")),
    "re-signed, resource of another kind": resealed(lambda message: message.update(resource_type="plain-resource")),
    "re-signed, no id": resealed(lambda message: message.pop("id")),
    "re-signed, an id to break out with": resealed(lambda message: message.update(id="../x/y")),
    "sealed with another key": wechat_sealed_by(API_KEY[::-1]),
}


# --- UnionPay --------------------------------------------------------------------------------------------------------------------------

UNION_PAY_FIELDS = (
    "version", "encoding", "signMethod", "txnType", "txnSubType", "bizType", "accessType", "merId", "orderId", "txnTime", "txnAmt",
    "currencyCode", "queryId", "respCode", "respMsg", "settleAmt", "settleCurrencyCode", "settleDate", "traceNo", "traceTime", "accNo",
    "payCardType", "signPubKeyCert",
)  # fmt: skip


def union_signed(whose: str = "unionpay", certificate: Callable[[], str] = signer, **changed: str) -> Lie:
    """Fields changed before signing, signed by somebody with a certificate."""
    return lambda till, no: till.form(till.signed(till.fields(no) | changed, whose=whose, certificate=certificate()))


def union_with_digest(algorithm: hashes.HashAlgorithm) -> Lie:
    def lie(till: Any, no: str) -> Sent:
        fields = till.fields(no) | {"signPubKeyCert": signer()}
        signature = base64.b64encode(keys.sign("unionpay", digest(fields), algorithm)).decode()
        return till.form({**fields, "signature": signature})

    return lie


def signed_over_text(till: Any, no: str) -> Sent:
    """The way of version 5.0.0: over the text itself."""
    fields = till.fields(no) | {"signPubKeyCert": signer()}
    text = "&".join(f"{name}={value}" for name, value in sorted(fields.items()))
    return till.form({**fields, "signature": base64.b64encode(keys.sign("unionpay", text.encode())).decode()})


def self_made(whose: str, name: str) -> Callable[[], str]:
    return lambda: keys.pem(keys.certificate(whose, name))


def below_a_false_root() -> str:
    return keys.pem(keys.certificate("a stranger", SIGNER, "a false root", MIDDLE))


def below_a_leaf() -> str:
    """Issued with UnionPay's own signing key, which is no authority."""
    return keys.pem(keys.certificate("a stranger", SIGNER, "unionpay", SIGNER))


UNION_PAY: dict[str, Lie] = {
    **{f"{name} changed": altered(**{name: "1"}) for name in UNION_PAY_FIELDS},
    **{f"{name} dropped": without(name) for name in UNION_PAY_FIELDS},
    "amount raised by a cent": altered(txnAmt="10001"),
    "amount with a zero": altered(txnAmt="010000"),
    "a field added": altered(reqReserved="x"),
    "an empty field added": altered(reserved=""),
    "signature dropped": without("signature"),
    "signature empty": altered(signature=""),
    "signature flipped": signature_as(flipped, "signature"),
    "signature halved": signature_as(half, "signature"),
    "signature with noise": signature_as(lambda sign: f"{sign[:20]}!{sign[20:]}", "signature"),
    "signature in pieces": signature_as(lambda sign: f"{sign[:76]}\n{sign[76:]}", "signature"),
    "signature without its end": signature_as(lambda sign: sign.rstrip("="), "signature"),
    "signature of another notice": lambda till, no: (sent := till.notice(no)).with_body(
        urlencode(fields_of(sent) | {"signature": fields_of(till.notice(no, traceNo="9"))["signature"]})
    ),
    "signed with SHA-1": union_with_digest(hashes.SHA1()),  # noqa: S303 - what a forger would try
    "signed with SHA-512": union_with_digest(hashes.SHA512()),
    "signed the old way": signed_over_text,
    "version 5.0.0": union_signed(version="5.0.0"),
    "signed by a hash": union_signed(signMethod="11"),
    "signed with SM3": union_signed(signMethod="12"),
    "a stranger's key, UnionPay's certificate": union_signed("a stranger"),
    "our own key, UnionPay's certificate": union_signed("our unionpay merchant"),
    "a certificate made by a stranger": union_signed("a stranger", self_made("a stranger", SIGNER)),
    "a certificate below a false root": union_signed("a stranger", below_a_false_root),
    "a certificate issued by a leaf": union_signed("a stranger", below_a_leaf),
    "a true certificate of somebody else": union_signed("a merchant", lambda: signer("a merchant", "041@Z2024@某商户有限公司@00000002")),
    "a true certificate with the name elsewhere": union_signed("a merchant", lambda: signer("a merchant", "中国银联股份有限公司")),
    "a true certificate of a test environment": union_signed(
        "a merchant", lambda: signer("a merchant", "041@Z2024@00040000:SIGN@00000003")
    ),
    "a certificate past its time": union_signed("unionpay", lambda: signer(days=(-60, -1))),
    "a certificate before its time": union_signed("unionpay", lambda: signer(days=(2, 60))),
    "the authority's own certificate": union_signed("unionpay middle", middle),
    "the root's own certificate": union_signed("unionpay root", root),
    "an authority of UnionPay's name": union_signed("a merchant", lambda: signer("a merchant", SIGNER, authority=True)),
    "two certificates": union_signed("a stranger", lambda: self_made("a stranger", SIGNER)() + signer()),
    "no certificate at all": union_signed(certificate=lambda: "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"),
    "amount twice, the lower first": body(lambda text: f"txnAmt=1&{text}"),
    "amount twice, the lower last": body(lambda text: f"{text}&txnAmt=1"),
    "halved": body(half),
    "empty": body(lambda _: ""),
    "JSON": lambda till, no: (sent := till.notice(no)).with_body(json.dumps(fields_of(sent))),
    "encoded twice": body(quote),
    "an id to break out with": union_signed(queryId="../x/y"),
}

LIES = {"alipay": ALIPAY, "wechat_pay": WECHAT_PAY, "union_pay": UNION_PAY}


@pytest.fixture(scope="module")
def quiet_counter(_account: Any, street_of_all: Street) -> Iterator[Counter]:
    """A counter that all lies share: what is refused leaves it as it was."""
    empty()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: clock.instant("2024-09-02T10:00:00+08:00"))
        street_of_all.clean()
        a_partner("P1")
        with agreed(street_of_all.agreements):
            yield Counter(Desk(World()), street_of_all)


@pytest.fixture(scope="module")
def paid(quiet_counter: Counter) -> dict[str, str]:
    """A payment of each provider that was paid, of which we have not heard."""
    return {channel: quiet_counter.paid(channel) for channel in LIES}


def test_there_are_enough_of_them():
    assert {channel: len(lies) >= 30 for channel, lies in LIES.items()} == dict.fromkeys(LIES, True)


@pytest.mark.parametrize(
    ("channel", "lie"), [pytest.param(c, lie, id=f"{c}: {name}") for c, lies in LIES.items() for name, lie in lies.items()]
)
def test_it_is_not_accepted(quiet_counter: Counter, paid: dict[str, str], channel: str, lie: Lie):
    counter = quiet_counter
    sent = lie(counter.till(channel), paid[channel])
    before = everything()
    told = counter.tell(sent)
    assert told.status == 401
    assert told.body != "success"
    counter.desk.world.settle()
    assert everything() == before


@pytest.mark.parametrize("channel", list(LIES))
def test_the_genuine_one_is(quiet_counter: Counter, paid: dict[str, str], channel: str):
    counter = quiet_counter
    told = counter.tell(counter.till(channel).notice(paid[channel]))
    assert (told.status, told.body) == {"alipay": (200, "success"), "wechat_pay": (204, ""), "union_pay": (200, "ok")}[channel]
    before = counter.topped_up()
    counter.desk.world.settle()
    assert (counter.status(paid[channel]), counter.topped_up() != before) == ("succeeded", True)
