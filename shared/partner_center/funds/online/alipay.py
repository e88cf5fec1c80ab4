"""Alipay: page payments, RSA2-signed asynchronous notices, refunds, daily bills.

The library signs, verifies and asks. What it does not look at is looked at here: app, seller, amount, trade status, that a field comes
once, that base64 is written in the one right way, whose trade an answer is about; and that the time it signs is Beijing's.
"""

from __future__ import annotations

import csv
import io
import urllib.request
import zipfile
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from chalice import Response as HttpResponse

from partner_center.funds.online.payment import OnlinePayment, OnlineRefund, Provider
from partner_center.funds.online.port import (
    HowToPay,
    PaymentTold,
    RefundTold,
    StatementLine,
    TradeState,
    beijing,
    canonical_base64,
    day_of,
    form_of,
    id_in,
    in_yuan,
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

TIME = "%Y-%m-%d %H:%M:%S"
SIGN_TYPE = "RSA2"
LARGEST_BILL = 256 * 2**20  # bytes unzipped
_STATES = {
    "TRADE_SUCCESS": TradeState.DONE,
    "TRADE_FINISHED": TradeState.DONE,  # paid, and past the time in which it may be refunded
    "TRADE_CLOSED": TradeState.CLOSED,
    "WAIT_BUYER_PAY": TradeState.WAITING,
}
_NOT_THERE = "ACQ.TRADE_NOT_EXIST"
_NO_BILL = "bill_not_exist"  # with and without a prefix
_TRY_AGAIN = frozenset({"ACQ.SYSTEM_ERROR", "aop.ACQ.SYSTEM_ERROR"})
_REFUSED = "40004"  # any other code is about the call, and says nothing of what was asked for


class AlipayAgreement(Agreement):
    """app_private_key: ours. alipay_public_keys: theirs; while they change it, the old one and the new one."""

    app_id: str
    seller_id: str
    app_private_key: str
    alipay_public_keys: list[str]
    return_url: str | None = None


class Alipay:
    """The port to Alipay."""

    closes = True

    @property
    def is_configured(self) -> bool:
        """Whether there is an agreement."""
        return agreed_with(Provider.ALIPAY, AlipayAgreement) is not None

    # --- notices -----------------------------------------------------------------------------------------------------------------------

    def hear(self, body: bytes, headers: Mapping[str, str]) -> Heard:
        """Believe a notice that one of Alipay's keys signed with RSA2 over all its fields."""
        agreed = agreement_with(Provider.ALIPAY, AlipayAgreement)
        fields = form_of(body)
        signature, sign_type = fields.pop("sign", ""), fields.pop("sign_type", "")
        if sign_type != SIGN_TYPE:
            raise NotBelieved(f"signed as {sign_type[:16]!r}")
        canonical_base64(signature)
        if not _client(agreed).verify(dict(fields), signature):
            raise NotBelieved("the signature does not hold")
        return Heard(id_in(fields.get("notify_id")), _told(fields, agreed))

    def taken(self) -> HttpResponse:
        """Alipay waits for this one word."""
        return HttpResponse(body="success", status_code=200, headers={"Content-Type": "text/plain; charset=utf-8"})

    def refused(self, found: Problem) -> HttpResponse:
        """Anything else makes it come again."""
        return HttpResponse(body="fail", status_code=found.status, headers={"Content-Type": "text/plain; charset=utf-8"})

    # --- payments ----------------------------------------------------------------------------------------------------------------------

    def start(self, payment: OnlinePayment, description: str) -> HowToPay:
        """The address of Alipay's page for this payment; Alipay hears of it when the page is opened."""
        agreed = agreement_with(Provider.ALIPAY, AlipayAgreement)
        query = _client(agreed).api_alipay_trade_page_pay(
            subject=description,
            out_trade_no=payment.payment_no,
            total_amount=in_yuan(payment.amount),
            return_url=agreed.return_url,
            time_expire=payment.payable_until.astimezone(clock.BEIJING).strftime(TIME),
        )
        return HowToPay(page_url=f"{agreed.gateway}?{query}")

    def query(self, payment: OnlinePayment) -> PaymentTold | None:
        """What became of a payment."""
        agreed = agreement_with(Provider.ALIPAY, AlipayAgreement)
        answer = _asked(lambda: _client(agreed).api_alipay_trade_query(out_trade_no=payment.payment_no))
        if answer.get("sub_code") == _NOT_THERE:
            return None
        _same(answer, "out_trade_no", payment.payment_no)
        state = _STATES.get(str(answer.get("trade_status")), TradeState.WAITING)
        paid_at = beijing(text_in(answer, "send_pay_date"), TIME)
        return PaymentTold(
            payment_no=payment.payment_no,
            state=state,
            external_flow_no=text_in(answer, "trade_no"),
            amount=yuan(text_in(answer, "total_amount"), text_in(answer, "trans_currency") or CNY),
            paid_at=paid_at,
            statement_on=day_of(paid_at),
            payer_account=text_in(answer, "buyer_logon_id"),
        )

    def close(self, payment: OnlinePayment) -> bool:
        """Close the trade; one that nobody opened is none."""
        agreed = agreement_with(Provider.ALIPAY, AlipayAgreement)
        answer = _answer(lambda: _client(agreed).api_alipay_trade_close(out_trade_no=payment.payment_no))
        return answer.get("code") == "10000" or answer.get("sub_code") == _NOT_THERE

    # --- refunds -----------------------------------------------------------------------------------------------------------------------

    def refund(self, refund: OnlineRefund, payment: OnlinePayment) -> RefundTold:
        """Refund; only `fund_change` says that money moved, the rest is asked for later."""
        agreed = agreement_with(Provider.ALIPAY, AlipayAgreement)
        answer = _answer(
            lambda: _client(agreed).api_alipay_trade_refund(
                refund_amount=in_yuan(refund.amount), out_trade_no=payment.payment_no, out_request_no=refund.refund_no
            )
        )
        if answer.get("code") != "10000":
            if answer.get("sub_code") in _TRY_AGAIN or answer.get("code") != _REFUSED:
                raise Unavailable("alipay")
            return RefundTold(refund_no=refund.refund_no, state=TradeState.FAILED, reason=_reason(answer))
        if answer.get("fund_change") != "Y":
            return RefundTold(refund_no=refund.refund_no, state=TradeState.WAITING)
        _same(answer, "out_trade_no", payment.payment_no)
        moved_at = beijing(text_in(answer, "gmt_refund_pay"), TIME)
        return RefundTold(
            refund_no=refund.refund_no, state=TradeState.DONE, amount=refund.amount, settled_at=moved_at, statement_on=day_of(moved_at)
        )

    def query_refund(self, refund: OnlineRefund, payment: OnlinePayment) -> RefundTold | None:
        """What became of a refund; without a status there is none that was done."""
        agreed = agreement_with(Provider.ALIPAY, AlipayAgreement)
        answer = _asked(lambda: _client(agreed).api_alipay_trade_fastpay_refund_query(refund.refund_no, out_trade_no=payment.payment_no))
        if answer.get("refund_status") != "REFUND_SUCCESS":
            return None
        _same(answer, "out_request_no", refund.refund_no)
        moved_at = beijing(text_in(answer, "gmt_refund_pay"), TIME)
        return RefundTold(
            refund_no=refund.refund_no,
            state=TradeState.DONE,
            amount=yuan(text_in(answer, "refund_amount")),
            settled_at=moved_at,
            statement_on=day_of(moved_at),
        )

    # --- statements --------------------------------------------------------------------------------------------------------------------

    def statement(self, day: date) -> list[StatementLine] | None:
        """The trade bill of a day."""
        agreed = agreement_with(Provider.ALIPAY, AlipayAgreement)
        wanted = {"bill_type": "trade", "bill_date": day.isoformat()}
        answer = _answer(lambda: _client(agreed).server_api("alipay.data.dataservice.bill.downloadurl.query", wanted))
        if str(answer.get("sub_code")).lower().endswith(_NO_BILL):
            return None
        url = text_in(answer, "bill_download_url")
        if answer.get("code") != "10000" or url is None:
            raise Unavailable("alipay")
        try:
            with urllib.request.urlopen(url, timeout=30) as file:  # noqa: S310 - the address stands in an answer that Alipay signed
                return lines_of(file.read())
        except (OSError, ValueError, KeyError, zipfile.BadZipFile) as problem:
            raise Unavailable("alipay") from problem


def _told(fields: dict[str, str], agreed: AlipayAgreement) -> PaymentTold:
    paid_at = beijing(fields.get("gmt_payment"), TIME)
    refund = None
    if fields.get("gmt_refund") or fields.get("out_biz_no"):
        # Told under the trade's own status, with the sum of all its refunds: what became of this one is asked.
        refund = RefundTold(refund_no=fields.get("out_biz_no") or "", state=TradeState.WAITING)
    return PaymentTold(
        payment_no=fields.get("out_trade_no") or "",
        state=_STATES.get(fields.get("trade_status", ""), TradeState.WAITING),
        external_flow_no=fields.get("trade_no") or None,
        amount=yuan(fields.get("total_amount"), fields.get("trans_currency") or CNY),
        paid_at=paid_at,
        statement_on=day_of(paid_at),
        payer_account=fields.get("buyer_logon_id") or fields.get("buyer_id") or None,
        misdirected=_misdirected(fields, agreed),
        ignored=fields.get("notify_type") != "trade_status_sync",
        refund=refund,
    )


def _misdirected(fields: dict[str, str], agreed: AlipayAgreement) -> str | None:
    if fields.get("app_id") != agreed.app_id:
        return "wrong_app"
    return None if fields.get("seller_id") == agreed.seller_id else "wrong_seller"


def lines_of(zipped: bytes) -> list[StatementLine]:
    """The lines of a trade bill: a zip with CSV files, of which the one without `汇总` in its name lists the trades."""
    lines = []
    with zipfile.ZipFile(io.BytesIO(zipped)) as archive:
        for entry in archive.infolist():
            if "汇总" in _name_of(entry):
                continue
            if entry.file_size > LARGEST_BILL:
                raise ValueError("a bill too large to read")
            rows = csv.reader(row for row in archive.read(entry).decode("gb18030").splitlines() if not row.startswith("#"))
            header = [name.strip() for name in next(rows, [])]
            for row in rows:
                if len(row) >= len(header) > 1:
                    lines.append(_line(dict(zip(header, (value.strip() for value in row), strict=False))))
    return lines


def _name_of(entry: zipfile.ZipInfo) -> str:
    return entry.filename if entry.flag_bits & 0x800 else entry.filename.encode("cp437").decode("gb18030", "replace")


def _line(row: dict[str, str]) -> StatementLine:
    amount = yuan(row["订单金额（元）"].lstrip("-"))
    if amount is None:
        raise ValueError("an amount that is none")
    is_refund = row["业务类型"] == "退款"
    return StatementLine(
        external_flow_no=row["支付宝交易号"],
        amount=amount,
        payment_no=None if is_refund else row["商户订单号"],
        refund_no=row["退款批次号/请求号"] if is_refund else None,
    )


@kept_per_agreement
def _client(agreed: AlipayAgreement) -> Any:
    from alipay import AliPay

    class Client(AliPay):  # type: ignore[misc]  # the library is untyped
        def _load_key(self) -> None:
            """All of the agreed keys; the library knows one."""
            self._theirs: list[Any] = []
            for key in agreed.alipay_public_keys:
                self._alipay_public_key_string: str = key
                super()._load_key()
                self._theirs.append(self._alipay_public_key)

        def _verify(self, raw_content: str, signature: str) -> bool:
            """By any of the agreed keys."""
            for key in self._theirs:
                self._alipay_public_key = key
                if super()._verify(raw_content, signature):
                    return True
            return False

        def build_body(self, *arguments: Any, **more: Any) -> Any:
            """With the time in Beijing, where Alipay's clocks are; the library writes the machine's."""
            data = super().build_body(*arguments, **more)
            data["timestamp"] = _real_now().strftime(TIME)
            return data

    client = Client(
        appid=agreed.app_id,
        app_notify_url=agreed.notify_url,
        app_private_key_string=agreed.app_private_key,
        alipay_public_key_string=agreed.alipay_public_keys[0],
        sign_type=SIGN_TYPE,
    )
    client._gateway = agreed.gateway  # the library knows only Alipay's own two
    return client


def _real_now() -> datetime:
    return datetime.now(clock.BEIJING)  # a signature is as old as the machines say, whatever the business clock


def _answer(ask: Callable[[], Any]) -> dict[str, Any]:
    """An answer that Alipay signed, whatever it says. Raises Unavailable."""
    try:
        return dict(ask())
    except Exception as problem:  # the library raises errors of its own and its libraries', and stumbles over what is no answer
        logger.warning("alipay did not answer", extra={"because": str(problem)[:500]})
        raise Unavailable("alipay") from problem


def _asked(ask: Callable[[], Any]) -> dict[str, Any]:
    """An answer to a question: what was asked for, or that there is no such trade. Raises Unavailable."""
    answer = _answer(ask)
    if answer.get("code") != "10000" and answer.get("sub_code") != _NOT_THERE:
        logger.warning("alipay cannot say", extra={"because": _reason(answer)})
        raise Unavailable("alipay")
    return answer


def _same(answer: dict[str, Any], name: str, expected: str) -> None:
    if answer.get(name) != expected:
        logger.error("alipay answered about something else", extra={"asked": expected})
        raise Unavailable("alipay")


def _reason(answer: dict[str, Any]) -> str:
    return " ".join(str(answer[name]) for name in ("sub_code", "sub_msg") if answer.get(name))[:256]
