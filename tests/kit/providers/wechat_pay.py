"""WeChat Pay's till, API v3: signed answers, the signed and sealed notice, the gzipped bill."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
import secrets
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from partner_center.kernel import clock
from tests.kit.providers import keys
from tests.kit.providers.till import Refund, Sent, Till, Trade

MCHID, APPID, KEY_ID = "1900000109", "wx0123456789abcdef", "PUB_KEY_ID_0119000001092024090100000001"
SERIAL = "5157F09EFDC096DE15EBE81A47057A7200000001"
API_KEY = secrets.token_hex(16)
ALGORITHM = "WECHATPAY2-SHA256-RSA2048"
HEADER = (
    "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,"
    "代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注"
)
_STATES = {"done": "SUCCESS", "failed": "ABNORMAL", "waiting": "PROCESSING"}


class WeChatPayTill(Till):
    """WeChat Pay."""

    def agreement(self) -> dict[str, Any]:
        """What is agreed with us, as it stands in the secret."""
        return {
            "gateway": f"{self.address}/wechat",
            "notify_url": "https://api.partner-center.example/funds/webhooks/wechat-pay",
            "mchid": MCHID,
            "appid": APPID,
            "cert_serial_no": SERIAL,
            "private_key": keys.private_pem("our wechat merchant"),
            "apiv3_key": API_KEY,
            "public_keys": {KEY_ID: keys.public_pem("wechat pay")},
            "public_key_id": KEY_ID,
        }

    # --- notices -----------------------------------------------------------------------------------------------------------------------

    def notice(self, payment_no: str, *, at: float | None = None, **changed: Any) -> Sent:
        """The notice of a paid trade; what is changed is changed before it is sealed and signed. `at`: when it is signed."""
        return self.signed(self.message("TRANSACTION.SUCCESS", "transaction", self.trade_of(payment_no) | changed), at=at)

    def refund_notice(self, refund_no: str, **changed: Any) -> Sent:
        """The notice of a refund that came to its end."""
        refund = self.refunds[refund_no]
        told = self._refund(refund) | {"mchid": MCHID, "refund_status": _STATES[refund.state]}
        told.pop("status")
        return self.signed(self.message("REFUND.SUCCESS" if refund.state == "done" else "REFUND.ABNORMAL", "refund", told | changed))

    def message(self, event_type: str, kind: str, resource: dict[str, Any]) -> dict[str, Any]:
        """A message with its resource sealed."""
        return {
            "id": f"EV-{next(self.numbers):020d}",
            "create_time": clock.now().astimezone(clock.BEIJING).isoformat(timespec="seconds"),
            "resource_type": "encrypt-resource",
            "event_type": event_type,
            "summary": "通知",
            "resource": self.sealed(resource, kind),
        }

    @staticmethod
    def sealed(resource: dict[str, Any], kind: str, api_key: str = API_KEY) -> dict[str, str]:
        """AES-256-GCM with the key that both know."""
        nonce = secrets.token_hex(6)
        content = AESGCM(api_key.encode()).encrypt(nonce.encode(), json.dumps(resource).encode(), kind.encode())
        return {
            "original_type": kind,
            "algorithm": "AEAD_AES_256_GCM",
            "ciphertext": base64.b64encode(content).decode(),
            "associated_data": kind,
            "nonce": nonce,
        }

    def signed(self, message: dict[str, Any], *, whose: str = "wechat pay", at: float | None = None) -> Sent:
        """A message with the headers that sign it."""
        body = json.dumps(message)
        return Sent("/webhooks/wechat-pay", {"Content-Type": "application/json", **self.marks(body.encode(), whose=whose, at=at)}, body)

    @staticmethod
    def marks(body: bytes, *, whose: str = "wechat pay", at: float | None = None) -> dict[str, str]:
        """The headers with which WeChat Pay signs a body."""
        stamp, nonce = str(int(at if at is not None else time.time())), secrets.token_hex(16)
        signature = keys.sign(whose, f"{stamp}\n{nonce}\n".encode() + body + b"\n")
        return {
            "Wechatpay-Serial": KEY_ID,
            "Wechatpay-Timestamp": stamp,
            "Wechatpay-Nonce": nonce,
            "Wechatpay-Signature": base64.b64encode(signature).decode(),
            "Wechatpay-Signature-Type": ALGORITHM,
        }

    def trade_of(self, payment_no: str) -> dict[str, Any]:
        """A trade as WeChat Pay tells of it."""
        trade = self.trades[payment_no]
        state = "SUCCESS" if trade.flow_no else "CLOSED" if trade.closed else "NOTPAY"
        told: dict[str, Any] = {
            "appid": APPID,
            "mchid": MCHID,
            "out_trade_no": payment_no,
            "trade_type": "NATIVE",
            "trade_state": state,
            "trade_state_desc": state,
            "attach": "",
            "amount": {"total": trade.fen, "payer_total": trade.fen, "currency": "CNY", "payer_currency": "CNY"},
        }
        if trade.paid_at:
            paid_at = trade.paid_at.astimezone(clock.BEIJING).isoformat(timespec="seconds")
            told |= {"transaction_id": trade.flow_no, "success_time": paid_at, "payer": {"openid": "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"}}
        return told

    # --- the API -----------------------------------------------------------------------------------------------------------------------

    def serve(self, method: str, path: str, query: str, headers: Mapping[str, str], body: bytes) -> tuple[int, dict[str, str], bytes]:
        """Answer a call of ours."""
        asked = f"{path}?{query}" if query else path
        self._check(method, asked, headers, body)
        self.calls.append(f"{method} {path}")
        sent = json.loads(body) if body else {}
        if path == "/v3/billdownload/file":
            return 200, {"Content-Type": "application/octet-stream"}, gzip.compress(self.bill(dict(parse_qsl(query))["token"]))
        status, answer = self._answer(method, path, dict(parse_qsl(query)), sent)
        content = json.dumps(answer).encode() if answer is not None else b""
        return status, {"Content-Type": "application/json; charset=utf-8", **self.marks(content)}, content

    @staticmethod
    def _check(method: str, asked: str, headers: Mapping[str, str], body: bytes) -> None:
        given = dict(re.findall(r'(\w+)="([^"]*)"', headers["Authorization"]))
        assert (given["mchid"], given["serial_no"]) == (MCHID, SERIAL)
        text = f"{method}\n{asked}\n{given['timestamp']}\n{given['nonce_str']}\n".encode() + body + b"\n"
        assert keys.holds("our wechat merchant", base64.b64decode(given["signature"]), text), "we signed it wrong"

    def _answer(self, method: str, path: str, query: dict[str, str], sent: dict[str, Any]) -> tuple[int, dict[str, Any] | None]:
        *_, last = path.split("/")
        if path == "/v3/pay/transactions/native":
            assert (sent["mchid"], sent["appid"], sent["amount"]["currency"]) == (MCHID, APPID, "CNY")
            placed = Trade(sent["out_trade_no"], sent["amount"]["total"], sent["time_expire"])
            trade = self.trades.setdefault(placed.payment_no, placed)
            if trade != placed:  # the same number is the same order
                return 400, {"code": "INVALID_REQUEST", "message": "201 商户订单号重复"}
            return 200, {"code_url": f"weixin://wxpay/bizpayurl?pr={trade.payment_no}"}
        if path == "/v3/refund/domestic/refunds":
            return self._take_refund(sent)
        if path.startswith("/v3/refund/domestic/refunds/"):
            known = self.refunds.get(last)
            return (200, self._refund(known)) if known else (404, {"code": "RESOURCE_NOT_EXISTS", "message": "退款单不存在"})
        if path == "/v3/bill/tradebill":
            return self._bill_address(query["bill_date"])
        payment_no = path.split("/")[5]
        trade_or_none = None if self.forgetful else self.trades.get(payment_no)
        if trade_or_none is None:
            return 404, {"code": "ORDER_NOT_EXIST", "message": "订单不存在"}
        if method == "POST":
            return self._close(trade_or_none)
        return 200, self.trade_of(payment_no)

    def _close(self, trade: Trade) -> tuple[int, dict[str, Any] | None]:
        if trade.flow_no or not self.closes:
            return 400, {"code": "ORDERPAID", "message": "订单已支付"}
        trade.closed = True
        return 204, None

    def _take_refund(self, sent: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        if self.busy:
            return 401, {"code": "SIGN_ERROR", "message": "签名错误"}
        if self.refuses_refunds:
            return 403, {"code": "NOT_ENOUGH", "message": "余额不足"}
        return 200, self._refund(self.take_refund(sent["out_refund_no"], sent["out_trade_no"], sent["amount"]["refund"], done=False))

    def _refund(self, refund: Refund) -> dict[str, Any]:
        trade = self.trades[refund.payment_no]
        told: dict[str, Any] = {
            "refund_id": f"50{refund.refund_no}",
            "out_refund_no": refund.refund_no,
            "transaction_id": trade.flow_no,
            "out_trade_no": refund.payment_no,
            "status": _STATES[refund.state],
            "amount": {"total": trade.fen, "refund": refund.fen, "currency": "CNY"},
        }
        if refund.settled_at:
            told["success_time"] = refund.settled_at.astimezone(clock.BEIJING).isoformat(timespec="seconds")
        return told

    def refunds_of_day(self, day: str) -> list[Refund]:
        """WeChat Pay lists a refund on the day on which it took it, with what has become of it until now."""
        return [refund for refund in self.refunds.values() if clock.business_date(refund.asked_at).isoformat() == day]

    def _bill_address(self, day: str) -> tuple[int, dict[str, Any]]:
        if self.late_bills or (not self.of_day(day) and not self.refunds_of_day(day)):
            return 400, {"code": "NO_STATEMENT_EXIST", "message": "账单文件不存在"}
        digest = hashlib.sha1(self.bill(day), usedforsecurity=False).hexdigest()
        return 200, {
            "hash_type": "SHA1",
            "hash_value": digest,
            "download_url": f"{self.address}/wechat/v3/billdownload/file?token={day}",
        }

    def bill(self, day: str) -> bytes:
        """The bill of a day."""
        names = HEADER.split(",")
        lines = [HEADER]
        for trade in self.of_day(day):
            paid = {
                "微信订单号": trade.flow_no,
                "商户订单号": trade.payment_no,
                "交易状态": "SUCCESS",
                "应结订单金额": f"{trade.fen / 100:.2f}",
            }
            lines.append(",".join(f"`{paid.get(name, '')}" for name in names))
        for refund in self.refunds_of_day(day):
            back = {
                "微信订单号": self.trades[refund.payment_no].flow_no,
                "商户订单号": refund.payment_no,
                "交易状态": "REFUND",
                "退款状态": {"done": "SUCCESS", "failed": "FAIL", "waiting": "PROCESSING"}[refund.state],
                "商户退款单号": refund.refund_no,
                "退款金额": f"{refund.fen / 100:.2f}",
                "应结订单金额": "0.00",
            }
            lines.append(",".join(f"`{back.get(name, '')}" for name in names))
        lines += ["总交易单数,应结订单总金额", f"`{len(self.of_day(day))},`1.00"]
        return ("\ufeff" + "\r\n".join(lines) + "\r\n").encode()
