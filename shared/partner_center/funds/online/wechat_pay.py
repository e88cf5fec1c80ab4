"""WeChat Pay, API v3: native payments by QR code, signed and encrypted notices, refunds, daily bills.

The library signs, verifies and decrypts. What it does not look at is looked at here: how old a message is, that its key is one that was
agreed (for any other it would ask WeChat for certificates, at a stranger's wish), merchant and app, event and amount, the digest of a bill.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any, cast

from chalice import Response as HttpResponse

from partner_center.funds.online.payment import OnlinePayment, OnlineRefund, Provider
from partner_center.funds.online.port import (
    HowToPay,
    PaymentTold,
    RefundTold,
    StatementLine,
    TradeState,
    canonical_base64,
    day_of,
    fen,
    id_in,
    in_fen,
    text_in,
    yuan,
)
from partner_center.funds.online.settings import Agreement, agreed_with, agreement_with, kept_per_agreement
from partner_center.kernel import clock
from partner_center.kernel.errors import Unavailable
from partner_center.kernel.money import CNY
from partner_center.platform.observe import logger
from partner_center.platform.problems import Problem
from partner_center.platform.webhook import Heard, NotBelieved

OLDEST_S = 300  # what WeChat says of the age of a message
ALGORITHM = "WECHATPAY2-SHA256-RSA2048"
MARKS = ("wechatpay-serial", "wechatpay-signature", "wechatpay-timestamp", "wechatpay-nonce", "wechatpay-signature-type")
_STATES = {
    "SUCCESS": TradeState.DONE,
    "REFUND": TradeState.DONE,  # paid, and refunded since
    "CLOSED": TradeState.CLOSED,
    "REVOKED": TradeState.CLOSED,
    "PAYERROR": TradeState.FAILED,
}
_NOT_NOW = (401, 429)  # our signature, their limit: says nothing of what was asked for
_REFUND_STATES = {"SUCCESS": TradeState.DONE, "CLOSED": TradeState.FAILED, "ABNORMAL": TradeState.FAILED}


class WeChatPayAgreement(Agreement):
    """public_keys: WeChat's by id (`PUB_KEY_ID_…`, or a platform certificate's serial number); while they change, the old and the new one.

    public_key_id: the one in force.
    """

    mchid: str
    appid: str
    cert_serial_no: str
    private_key: str
    apiv3_key: str
    public_keys: dict[str, str]
    public_key_id: str


class WeChatPay:
    """The port to WeChat Pay."""

    closes = True

    @property
    def is_configured(self) -> bool:
        """Whether there is an agreement."""
        return agreed_with(Provider.WECHAT_PAY, WeChatPayAgreement) is not None

    # --- notices -----------------------------------------------------------------------------------------------------------------------

    def hear(self, body: bytes, headers: Mapping[str, str]) -> Heard:
        """Believe a notice that an agreed key signed just now, and whose content only the holder of our key can have encrypted."""
        agreed = agreement_with(Provider.WECHAT_PAY, WeChatPayAgreement)
        marks = {name: headers.get(name, "") for name in MARKS}
        if marks["wechatpay-serial"] not in agreed.public_keys:
            raise NotBelieved("no key of that name")
        if marks["wechatpay-signature-type"] != ALGORITHM:
            raise NotBelieved("another algorithm")
        if not re.fullmatch(r"[1-9]\d{9}", marks["wechatpay-timestamp"]):
            raise NotBelieved("no time")
        if abs(_real_now().timestamp() - int(marks["wechatpay-timestamp"])) > OLDEST_S:
            raise NotBelieved("too old, or of the future")
        canonical_base64(marks["wechatpay-signature"])
        try:
            message = _client(agreed, marks["wechatpay-serial"]).callback(marks, body)
        except Exception as problem:  # the library has no error of its own: whatever it stumbles over is not a notice
            raise NotBelieved("not to be read") from problem
        if not message or not isinstance(message.get("resource"), dict):
            raise NotBelieved("signature or seal does not hold")
        return Heard(id_in(message.get("id")), _told(message["event_type"], message["resource"], agreed))

    def taken(self) -> HttpResponse:
        """WeChat looks at the status alone."""
        return HttpResponse(body="", status_code=204)

    def refused(self, found: Problem) -> HttpResponse:
        """Status and these two words make it come again."""
        return HttpResponse(
            body=json.dumps({"code": "FAIL", "message": found.code}), status_code=found.status, headers={"Content-Type": "application/json"}
        )

    # --- payments ----------------------------------------------------------------------------------------------------------------------

    def start(self, payment: OnlinePayment, description: str) -> HowToPay:
        """Place the order; what the QR code says comes back. The same order again says the same."""
        agreed = agreement_with(Provider.WECHAT_PAY, WeChatPayAgreement)
        answer = _asked(
            lambda: _client(agreed).pay(
                description=description,
                out_trade_no=payment.payment_no,
                amount={"total": in_fen(payment.amount), "currency": CNY},
                time_expire=payment.payable_until.astimezone(clock.BEIJING).isoformat(timespec="seconds"),
            )
        )
        return HowToPay(qr_text=str(answer["code_url"]))

    def query(self, payment: OnlinePayment) -> PaymentTold | None:
        """What became of a payment."""
        agreed = agreement_with(Provider.WECHAT_PAY, WeChatPayAgreement)
        status, answer = _answer(lambda: _client(agreed).query(out_trade_no=payment.payment_no))
        if status == 404:
            return None
        if status != 200 or answer.get("out_trade_no") != payment.payment_no:
            logger.warning("wechat pay cannot say", extra={"status": status, "because": answer.get("code")})
            raise Unavailable("wechat_pay")
        return _payment_told(answer, agreed)

    def close(self, payment: OnlinePayment) -> bool:
        """Close the order."""
        agreed = agreement_with(Provider.WECHAT_PAY, WeChatPayAgreement)
        status, _ = _answer(lambda: _client(agreed).close(payment.payment_no))
        return status in {200, 204, 404}

    # --- refunds -----------------------------------------------------------------------------------------------------------------------

    def refund(self, refund: OnlineRefund, payment: OnlinePayment) -> RefundTold:
        """Ask for a refund; its end is told by a notice or when asked."""
        agreed = agreement_with(Provider.WECHAT_PAY, WeChatPayAgreement)
        amount = {"refund": in_fen(refund.amount), "total": in_fen(payment.amount), "currency": CNY}
        status, answer = _answer(
            lambda: _client(agreed).refund(out_refund_no=refund.refund_no, amount=amount, out_trade_no=payment.payment_no)
        )
        if status >= 500 or status in _NOT_NOW:
            raise Unavailable("wechat_pay")
        if status != 200:
            return RefundTold(refund_no=refund.refund_no, state=TradeState.FAILED, reason=_reason(answer))
        return _refund_answered(answer, refund)

    def query_refund(self, refund: OnlineRefund, payment: OnlinePayment) -> RefundTold | None:
        """What became of a refund."""
        agreed = agreement_with(Provider.WECHAT_PAY, WeChatPayAgreement)
        status, answer = _answer(lambda: _client(agreed).query_refund(refund.refund_no))
        if status == 404:
            return None
        if status != 200:
            raise Unavailable("wechat_pay")
        return _refund_answered(answer, refund)

    # --- statements --------------------------------------------------------------------------------------------------------------------

    def statement(self, day: date) -> list[StatementLine] | None:
        """The trade bill of a day."""
        agreed = agreement_with(Provider.WECHAT_PAY, WeChatPayAgreement)
        status, answer = _answer(lambda: _client(agreed).trade_bill(day.isoformat()))
        if status == 400 and answer.get("code") == "NO_STATEMENT_EXIST":
            return None
        if status != 200:
            raise Unavailable("wechat_pay")
        _, content = _answer(lambda: _client(agreed).download_bill(str(answer["download_url"])), file=True)
        try:
            bill = gzip.decompress(cast(bytes, content))
            if answer.get("hash_type") != "SHA1" or hashlib.sha1(bill, usedforsecurity=False).hexdigest() != answer.get("hash_value"):
                raise ValueError("not the bill that was promised")
            return lines_of(bill.decode("utf-8-sig"))
        except (OSError, EOFError, ValueError, KeyError) as problem:
            raise Unavailable("wechat_pay") from problem


def _told(event_type: str, resource: dict[str, Any], agreed: WeChatPayAgreement) -> PaymentTold:
    if event_type.startswith("TRANSACTION."):
        return _payment_told(resource, agreed)
    payment_no = text_in(resource, "out_trade_no") or ""
    if not event_type.startswith("REFUND."):
        return PaymentTold(payment_no=payment_no, state=TradeState.WAITING, ignored=True)
    refund = _refund_told(resource | {"status": resource.get("refund_status")}, text_in(resource, "out_refund_no") or "")
    return PaymentTold(
        payment_no=payment_no,
        state=TradeState.DONE,
        external_flow_no=text_in(resource, "transaction_id"),
        misdirected=None if resource.get("mchid") == agreed.mchid else "wrong_merchant",
        refund=refund,
    )


def _payment_told(trade: dict[str, Any], agreed: WeChatPayAgreement) -> PaymentTold:
    amount = trade.get("amount") if isinstance(trade.get("amount"), dict) else {}
    assert isinstance(amount, dict)
    paid_at = _instant(text_in(trade, "success_time"))
    misdirected = None if trade.get("mchid") == agreed.mchid else "wrong_merchant"
    return PaymentTold(
        payment_no=text_in(trade, "out_trade_no") or "",
        state=_STATES.get(str(trade.get("trade_state")), TradeState.WAITING),
        external_flow_no=text_in(trade, "transaction_id"),
        amount=fen(amount.get("total"), text_in(amount, "currency") or CNY),
        paid_at=paid_at,
        statement_on=day_of(paid_at),
        payer_account=text_in(trade.get("payer") or {}, "openid"),
        misdirected=misdirected or (None if trade.get("appid") == agreed.appid else "wrong_app"),
    )


def _refund_answered(answer: dict[str, Any], refund: OnlineRefund) -> RefundTold:
    if answer.get("out_refund_no") != refund.refund_no:
        logger.error("wechat pay answered about something else", extra={"asked": refund.refund_no})
        raise Unavailable("wechat_pay")
    return _refund_told(answer, refund.refund_no)


def _refund_told(refund: dict[str, Any], refund_no: str) -> RefundTold:
    amount = refund.get("amount") if isinstance(refund.get("amount"), dict) else {}
    assert isinstance(amount, dict)
    settled_at = _instant(text_in(refund, "success_time"))
    state = _REFUND_STATES.get(str(refund.get("status")), TradeState.WAITING)
    return RefundTold(
        refund_no=refund_no,
        state=state,
        amount=fen(amount.get("refund"), text_in(amount, "currency") or CNY),
        settled_at=settled_at,
        statement_on=day_of(settled_at),
        reason=str(refund.get("status")) if state is TradeState.FAILED else None,
    )


def lines_of(bill: str) -> list[StatementLine]:
    """The lines of a trade bill: CSV whose values begin with a backtick, then a summary under a header of its own."""
    rows = csv.reader(bill.splitlines())
    header = [name.strip() for name in next(rows, [])]
    lines = []
    for row in rows:
        if not row or not row[0].startswith("`"):
            break
        line = dict(zip(header, (value.strip().removeprefix("`") for value in row), strict=False))
        is_refund = line["交易状态"] == "REFUND"
        if is_refund and line["退款状态"] == "FAIL":
            continue  # nothing moved
        amount = yuan(line["退款金额" if is_refund else "应结订单金额"])
        if amount is None:
            raise ValueError("an amount that is none")
        lines.append(
            StatementLine(
                external_flow_no=line["微信订单号"],
                amount=amount,
                payment_no=None if is_refund else line["商户订单号"],
                refund_no=line["商户退款单号"] if is_refund else None,
            )
        )
    return lines


@kept_per_agreement
def _client(agreed: WeChatPayAgreement, public_key_id: str | None = None) -> Any:
    from wechatpayv3 import WeChatPay as Client, WeChatPayType

    key_id = public_key_id or agreed.public_key_id
    client = Client(
        wechatpay_type=WeChatPayType.NATIVE,
        mchid=agreed.mchid,
        private_key=agreed.private_key,
        cert_serial_no=agreed.cert_serial_no,
        appid=agreed.appid,
        apiv3_key=agreed.apiv3_key,
        notify_url=agreed.notify_url,
        timeout=(3, 10),
        public_key=agreed.public_keys[key_id],
        public_key_id=key_id,
    )
    client._core._gate_way = agreed.gateway  # the library knows only WeChat's own
    return client


def _answer(ask: Callable[[], Any], *, file: bool = False) -> tuple[int, Any]:
    """Status and content of an answer that WeChat signed; what it says of a failed call (from 400 on) is not signed. Raises Unavailable."""
    try:
        status, content = ask()
        if file:
            return status, content
        text = content.decode() if isinstance(content, bytes) else content
        return status, dict(json.loads(text)) if text else {}
    except Exception as problem:  # the library raises what its own libraries raise, and bare exceptions for a false signature
        logger.warning("wechat pay did not answer", extra={"because": str(problem)[:500]})
        raise Unavailable("wechat_pay") from problem


def _asked(ask: Callable[[], Any]) -> dict[str, Any]:
    status, answer = _answer(ask)
    if status != 200:
        logger.warning("wechat pay refuses", extra={"status": status, "because": _reason(answer)})
        raise Unavailable("wechat_pay")
    return dict(answer)


def _instant(text: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else None


def _real_now() -> datetime:
    return datetime.now(UTC)  # a message is as old as the machines say, whatever the business clock


def _reason(answer: dict[str, Any]) -> str:
    return " ".join(str(answer[name]) for name in ("code", "message") if answer.get(name))[:256]
