"""UnionPay's till, gateway 5.1.0: forms signed with a certificate that comes along, plain signed answers, the packed statement."""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
import zlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode

from partner_center.kernel import clock
from tests.kit.providers import keys
from tests.kit.providers.till import Refund, Sent, Till, Trade, beijing

MER_ID = "777290058110048"
ROOT, MIDDLE, SIGNER = "CFCA TEST ROOT", "CFCA TEST OCA1", "041@Z2024@中国银联股份有限公司@00000001"
TIME = "%Y%m%d%H%M%S"
WIDTHS = (3, 11, 11, 6, 10, 19, 12, 4, 2, 21, 2, 32, 2, 6, 10, 13, 13, 4, 15, 2, 2, 6)


def root() -> str:
    """The root that UnionPay's certificates stand below."""
    return keys.pem(keys.certificate("unionpay root", ROOT, authority=True))


def middle() -> str:
    """The authority that issues them."""
    return keys.pem(keys.certificate("unionpay middle", MIDDLE, "unionpay root", ROOT, authority=True))


def signer(whose: str = "unionpay", name: str = SIGNER, **more: Any) -> str:
    """A certificate issued by that authority."""
    return keys.pem(keys.certificate(whose, name, "unionpay middle", MIDDLE, **more))


def digest(fields: Mapping[str, str]) -> bytes:
    """What is signed."""
    text = "&".join(f"{name}={value}" for name, value in sorted(fields.items()) if name != "signature")
    return hashlib.sha256(text.encode()).hexdigest().encode()


class UnionPayTill(Till):
    """UnionPay."""

    def agreement(self) -> dict[str, Any]:
        """What is agreed with us, as it stands in the secret."""
        return {
            "gateway": f"{self.address}/unionpay/gateway/api",
            "file_gateway": f"{self.address}/unionpay/files",
            "notify_url": "https://api.partner-center.example/funds/webhooks/union-pay",
            "front_url": "https://portal.partner-center.example/funds",
            "mer_id": MER_ID,
            "certificate": keys.pem(keys.certificate("our unionpay merchant", "merchant")),
            "private_key": keys.private_pem("our unionpay merchant"),
            "roots": [root()],
            "intermediates": [middle()],
        }

    def open(self, form: Mapping[str, str]) -> Trade:
        """Somebody's browser posts the form that we gave it."""
        self._check(form)
        return self.trades.setdefault(form["orderId"], Trade(form["orderId"], int(form["txnAmt"]), form["txnTime"]))

    # --- notices -----------------------------------------------------------------------------------------------------------------------

    def fields(self, payment_no: str, **changed: str | None) -> dict[str, str]:
        """The fields of the notice of a paid trade, changed where asked; None leaves one out."""
        trade = self.trades[payment_no]
        assert trade.paid_at is not None
        fields: dict[str, str | None] = {
            **self._common("01", "01", "000201"),
            "orderId": payment_no,
            "txnTime": trade.began_at,
            "txnAmt": str(trade.fen),
            "currencyCode": "156",
            "queryId": trade.flow_no,
            "respCode": "00",
            "respMsg": "成功[0000000]",
            "settleAmt": str(trade.fen),
            "settleCurrencyCode": "156",
            "settleDate": self.settles_on(trade.paid_at),
            "traceNo": "123456",
            "traceTime": beijing(trade.paid_at, "%m%d%H%M%S"),
            "accNo": "6216***********0018",
            "payCardType": "01",
            **changed,
        }
        return {name: value for name, value in fields.items() if value is not None}

    def notice(self, payment_no: str, **changed: str | None) -> Sent:
        """The signed notice of a trade; what is changed is changed before it is signed."""
        return self.form(self.signed(self.fields(payment_no, **changed)))

    def refund_notice(self, refund_no: str, **changed: str) -> Sent:
        """The notice of a refund that came to its end."""
        refund = self.refunds[refund_no]
        assert refund.settled_at is not None
        fields = {
            **self._common("04", "00", "000201"),
            "orderId": refund.refund_no,
            "origQryId": str(self.trades[refund.payment_no].flow_no),
            "txnTime": refund.began_at,
            "txnAmt": str(refund.fen),
            "currencyCode": "156",
            "queryId": self.flow_no(),
            "respCode": "00" if refund.state == "done" else "01",
            "respMsg": "",
            "settleDate": self.settles_on(refund.settled_at),
            "traceTime": beijing(refund.settled_at, "%m%d%H%M%S"),
            **changed,
        }
        return self.form(self.signed(fields))

    @staticmethod
    def settles_on(moment: datetime) -> str:
        """The settlement day ends at 23:00."""
        local = moment.astimezone(clock.BEIJING)
        return f"{(local + clock.DAY / 24):%m%d}"

    @staticmethod
    def signed(fields: Mapping[str, str], *, whose: str = "unionpay", certificate: str | None = None) -> dict[str, str]:
        """These fields with the certificate and the signature."""
        sent = {**fields, "signPubKeyCert": certificate or signer()}
        return {**sent, "signature": base64.b64encode(keys.sign(whose, digest(sent))).decode()}

    @staticmethod
    def form(fields: Mapping[str, str]) -> Sent:
        """Fields as a posted form."""
        return Sent("/webhooks/union-pay", {"Content-Type": "application/x-www-form-urlencoded"}, urlencode(fields))

    @staticmethod
    def _common(txn_type: str, sub_type: str, biz_type: str) -> dict[str, str]:
        return {
            "version": "5.1.0",
            "encoding": "UTF-8",
            "signMethod": "01",
            "txnType": txn_type,
            "txnSubType": sub_type,
            "bizType": biz_type,
            "accessType": "0",
            "merId": MER_ID,
        }

    # --- the gateway -------------------------------------------------------------------------------------------------------------------

    def serve(self, _method: str, path: str, _query: str, _headers: Mapping[str, str], body: bytes) -> tuple[int, dict[str, str], bytes]:
        """Answer a call of ours."""
        asked = dict(parse_qsl(body.decode(), keep_blank_values=True))
        self._check(asked)
        self.calls.append(f"{path.rsplit('/', 1)[-1]} {asked['txnType']}")
        if path == "/files":
            answer = self._file(asked)
        elif path.endswith("/queryTrans.do"):
            answer = self._query(asked)
        else:
            answer = self._take_refund(asked)
        echoed = {name: asked[name] for name in ("merId", "orderId", "txnTime", "settleDate") if name in asked}
        told = self._common(asked["txnType"], asked["txnSubType"], asked["bizType"]) | echoed | answer
        text = "&".join(f"{name}={value}" for name, value in self.signed(told).items())
        return 200, {"Content-Type": "text/html"}, text.encode()

    @staticmethod
    def _check(asked: Mapping[str, str]) -> None:
        assert (asked["merId"], asked["version"], asked["signMethod"]) == (MER_ID, "5.1.0", "01")
        assert asked["certId"] == str(keys.certificate("our unionpay merchant", "merchant").serial_number)
        assert keys.holds("our unionpay merchant", base64.b64decode(asked["signature"]), digest(asked)), "we signed it wrong"

    def _query(self, asked: Mapping[str, str]) -> dict[str, str]:
        refund = self.refunds.get(asked["orderId"])
        if refund is not None and refund.began_at == asked["txnTime"]:
            return self._refund(refund)
        trade = None if self.forgetful else self.trades.get(asked["orderId"])
        if trade is None or trade.began_at != asked["txnTime"]:
            return {"respCode": "34", "respMsg": "查无此交易"}
        if trade.paid_at is None:
            return {"respCode": "00", "origRespCode": "05", "txnAmt": str(trade.fen), "currencyCode": "156"}
        paid = self.fields(trade.payment_no, reserved="{checkFlag=11100&trId=1}")
        kept = ("txnAmt", "currencyCode", "queryId", "settleDate", "traceTime", "accNo", "reserved")
        return {"respCode": "00", "origRespCode": "00", **{name: paid[name] for name in kept}}

    @staticmethod
    def _refund(refund: Refund) -> dict[str, str]:
        told = {"respCode": "00", "txnAmt": str(refund.fen), "currencyCode": "156"}
        if refund.settled_at is None:
            return told | {"origRespCode": "05"}
        settled = {"settleDate": UnionPayTill.settles_on(refund.settled_at), "traceTime": beijing(refund.settled_at, "%m%d%H%M%S")}
        return told | settled | {"origRespCode": "00" if refund.state == "done" else "01"}

    def _take_refund(self, asked: Mapping[str, str]) -> dict[str, str]:
        if self.busy:
            return {"respCode": "06", "respMsg": "系统忙，请稍后再试"}
        if self.refuses_refunds:
            return {"respCode": "61", "respMsg": "余额不足"}
        if asked["orderId"] in self.refunds:
            self.refunds[asked["orderId"]].asked += 1
            return {"respCode": "12", "respMsg": "重复交易"}
        payment_no = next(trade.payment_no for trade in self.trades.values() if trade.flow_no == asked["origQryId"])
        self.take_refund(asked["orderId"], payment_no, int(asked["txnAmt"]), done=False, began_at=asked["txnTime"])
        return {"respCode": "00", "respMsg": "受理成功"}

    def _file(self, asked: Mapping[str, str]) -> dict[str, str]:
        lines = [
            self._line("01", trade.payment_no, str(trade.flow_no), trade.fen)
            for trade in self.trades.values()
            if trade.paid_at and self.settles_on(trade.paid_at) == asked["settleDate"]
        ]
        lines += [
            self._line("04", refund.refund_no, "2" + str(self.trades[refund.payment_no].flow_no)[1:], refund.fen)
            for refund in self.refunds.values()
            if refund.state == "done" and refund.settled_at and self.settles_on(refund.settled_at) == asked["settleDate"]
        ]
        if self.late_bills or not lines:
            return {"respCode": "98", "respMsg": "文件不存在", "fileType": "00"}
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr(f"INN24{asked['settleDate']}88ZM_{MER_ID}", "\r\n".join(lines).encode("gb18030"))
            archive.writestr(f"INN24{asked['settleDate']}88ZME_{MER_ID}", b"")
        return {"respCode": "00", "fileType": "00", "fileContent": base64.b64encode(zlib.compress(packed.getvalue())).decode()}

    @staticmethod
    def _line(txn_type: str, order_no: str, flow_no: str, fen: int) -> str:
        values = [
            "S56",
            "48270000",
            "48270000",
            "000001",
            "0902100000",
            "6216***********0018",
            f"{fen:012d}",
            "5411",
            "07",
            flow_no,
            "01",
            order_no,
            "01",
            *("000000", "0902100000", "0000000000000", f"{fen:013d}", "0001", ""),
            *(txn_type, "01", "000201"),
        ]
        return " ".join(value.ljust(width)[:width] for value, width in zip(values, WIDTHS, strict=True)) + " 01"
