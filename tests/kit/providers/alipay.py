"""Alipay's till: the gateway with its signed answers, the signed asynchronous notice, the zipped bill."""

from __future__ import annotations

import base64
import csv
import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from tests.kit.providers import keys
from tests.kit.providers.till import Sent, Till, Trade, beijing

APP_ID, SELLER_ID = "2021000000000001", "2088000000000001"
TIME = "%Y-%m-%d %H:%M:%S"
HEADER = (
    "支付宝交易号", "商户订单号", "业务类型", "商品名称", "创建时间", "完成时间", "门店编号", "门店名称", "操作员", "终端号",
    "对方账户", "订单金额（元）", "商家实收（元）", "支付宝红包（元）", "集分宝（元）", "支付宝优惠（元）", "商家优惠（元）",
    "券核销金额（元）", "券名称", "商家红包消费金额（元）", "卡消费金额（元）", "退款批次号/请求号", "服务费（元）", "分润（元）", "备注",
)  # fmt: skip


def yuan(fen: int) -> str:
    """Hundredths as Alipay writes them."""
    return f"{fen // 100}.{fen % 100:02d}"


class AlipayTill(Till):
    """Alipay."""

    def agreement(self) -> dict[str, Any]:
        """What is agreed with us, as it stands in the secret."""
        return {
            "gateway": f"{self.address}/alipay/gateway.do",
            "notify_url": "https://api.partner-center.example/funds/webhooks/alipay",
            "app_id": APP_ID,
            "seller_id": SELLER_ID,
            "app_private_key": keys.private_pem("our alipay app"),
            "alipay_public_keys": [keys.public_pem("alipay")],
        }

    def open(self, page_url: str) -> Trade:
        """Somebody opens the page that we sent him to."""
        asked = dict(parse_qsl(urlsplit(page_url).query))
        content = self._checked(asked)
        return self.trades.setdefault(
            content["out_trade_no"], Trade(content["out_trade_no"], int(content["total_amount"].replace(".", "")), asked["timestamp"])
        )

    def fields(self, payment_no: str, **changed: str | None) -> dict[str, str]:
        """The fields of the notice of a paid trade, changed where asked; None leaves one out."""
        trade = self.trades[payment_no]
        assert trade.paid_at is not None
        fields: dict[str, str | None] = {
            "notify_time": beijing(self.now(), TIME),
            "notify_type": "trade_status_sync",
            "notify_id": f"{next(self.numbers):034d}",
            "charset": "utf-8",
            "version": "1.0",
            "app_id": APP_ID,
            "seller_id": SELLER_ID,
            "trade_no": trade.flow_no or "",
            "out_trade_no": payment_no,
            "trade_status": "TRADE_SUCCESS",
            "total_amount": yuan(trade.fen),
            "receipt_amount": yuan(trade.fen),
            "buyer_id": "2088000000000009",
            "buyer_logon_id": "159****5620",
            "subject": "账户充值",
            "gmt_create": beijing(trade.paid_at, TIME),
            "gmt_payment": beijing(trade.paid_at, TIME),
            "fund_bill_list": json.dumps([{"amount": yuan(trade.fen), "fundChannel": "ALIPAYACCOUNT"}], separators=(",", ":")),
            **changed,
        }
        return {name: value for name, value in fields.items() if value is not None}

    def notice(self, payment_no: str, **changed: str | None) -> Sent:
        """The signed notice of a trade; what is changed is changed before it is signed."""
        return self.signed(self.fields(payment_no, **changed))

    def signed(self, fields: Mapping[str, str], whose: str = "alipay", sign_type: str = "RSA2") -> Sent:
        """These fields, signed."""
        text = "&".join(f"{name}={value}" for name, value in sorted(fields.items()))
        signature = base64.b64encode(keys.sign(whose, text.encode())).decode()
        return self.form({**fields, "sign_type": sign_type, "sign": signature})

    @staticmethod
    def form(fields: Mapping[str, str]) -> Sent:
        """Fields as a posted form."""
        return Sent("/webhooks/alipay", {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}, urlencode(fields))

    # --- the gateway -------------------------------------------------------------------------------------------------------------------

    def serve(self, _method: str, path: str, query: str, _headers: Mapping[str, str], _body: bytes) -> tuple[int, dict[str, str], bytes]:
        """Answer a call of ours."""
        if path.startswith("/bill/"):
            return 200, {"Content-Type": "application/zip"}, self.bill(path.removeprefix("/bill/"))
        asked = dict(parse_qsl(query))
        content, method = self._checked(asked), asked["method"]
        self.calls.append(method)
        answer = {"code": "10000", "msg": "Success"} | getattr(self, "_" + method.removeprefix("alipay.").replace(".", "_"))(content)
        plain = json.dumps(answer, ensure_ascii=False)
        signature = base64.b64encode(keys.sign("alipay", plain.encode())).decode()
        name = method.replace(".", "_") + "_response"
        return 200, {"Content-Type": "application/json"}, f'{{"{name}":{plain},"sign":"{signature}"}}'.encode()

    @staticmethod
    def _checked(asked: Mapping[str, str]) -> dict[str, Any]:
        text = "&".join(f"{name}={value}" for name, value in sorted(asked.items()) if name != "sign")
        assert asked["app_id"] == APP_ID
        assert keys.holds("our alipay app", base64.b64decode(asked["sign"]), text.encode()), "we signed it wrong"
        content: dict[str, Any] = json.loads(asked["biz_content"])
        return content

    def _trade_query(self, content: dict[str, Any]) -> dict[str, Any]:
        trade = self.trades.get(content["out_trade_no"])
        if trade is None or self.forgetful:
            return {"code": "40004", "msg": "Business Failed", "sub_code": "ACQ.TRADE_NOT_EXIST", "sub_msg": "交易不存在"}
        status = "TRADE_SUCCESS" if trade.flow_no else "TRADE_CLOSED" if trade.closed else "WAIT_BUYER_PAY"
        paid = {"send_pay_date": beijing(trade.paid_at, TIME)} if trade.paid_at else {}
        return {
            "out_trade_no": trade.payment_no,
            "trade_no": trade.flow_no or "T0",
            "trade_status": status,
            "total_amount": yuan(trade.fen),
            "buyer_logon_id": "159****5620",
            **paid,
        }

    def _trade_close(self, content: dict[str, Any]) -> dict[str, Any]:
        trade = self.trades.get(content["out_trade_no"])
        if trade is None:
            return {"code": "40004", "msg": "Business Failed", "sub_code": "ACQ.TRADE_NOT_EXIST", "sub_msg": "交易不存在"}
        if trade.flow_no or not self.closes:
            return {"code": "40004", "msg": "Business Failed", "sub_code": "ACQ.TRADE_STATUS_ERROR", "sub_msg": "交易状态不合法"}
        trade.closed = True
        return {"out_trade_no": trade.payment_no}

    def _trade_refund(self, content: dict[str, Any]) -> dict[str, Any]:
        if self.busy:
            return {"code": "40005", "msg": "Call Limited", "sub_code": "isv.app-call-limited", "sub_msg": "调用频次超限"}
        if self.refuses_refunds:
            return {"code": "40004", "msg": "Business Failed", "sub_code": "ACQ.SELLER_BALANCE_NOT_ENOUGH", "sub_msg": "卖家余额不足"}
        fen = int(content["refund_amount"].replace(".", ""))
        refund = self.take_refund(content["out_request_no"], content["out_trade_no"], fen, done=True)
        if refund.state != "done":
            return {"out_trade_no": refund.payment_no, "fund_change": "N"}
        assert refund.settled_at is not None
        return {"out_trade_no": refund.payment_no, "fund_change": "Y", "gmt_refund_pay": beijing(refund.settled_at, TIME)}

    def _trade_fastpay_refund_query(self, content: dict[str, Any]) -> dict[str, Any]:
        refund = self.refunds.get(content["out_request_no"])
        if refund is None or refund.state != "done":
            return {}
        assert refund.settled_at is not None
        return {
            "out_request_no": refund.refund_no,
            "out_trade_no": refund.payment_no,
            "refund_amount": yuan(refund.fen),
            "refund_status": "REFUND_SUCCESS",
            "gmt_refund_pay": beijing(refund.settled_at, TIME),
        }

    def _data_dataservice_bill_downloadurl_query(self, content: dict[str, Any]) -> dict[str, Any]:
        day = content["bill_date"]
        if self.late_bills or (not self.of_day(day) and not self.refunds_of_day(day)):
            return {"code": "40004", "msg": "Business Failed", "sub_code": "isp.bill_not_exist", "sub_msg": "账单不存在"}
        return {"bill_download_url": f"{self.address}/alipay/bill/{day}"}

    def bill(self, day: str) -> bytes:
        """The zipped bill of a day."""
        text = io.StringIO()
        text.write("#支付宝业务明细查询\n#账号：[20880000000000010156]\n")
        rows = csv.writer(text)
        rows.writerow(HEADER)
        for trade in self.of_day(day):
            rows.writerow(self._row(str(trade.flow_no), trade.payment_no, "交易", yuan(trade.fen), ""))
        for refund in self.refunds_of_day(day):
            flow_no = str(self.trades[refund.payment_no].flow_no)
            rows.writerow(self._row(flow_no, refund.payment_no, "退款", f"-{yuan(refund.fen)}", refund.refund_no))
        text.write("#-----------------------------------------业务明细列表结束------------------------------------\n")
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr(f"{SELLER_ID}_{day}_业务明细.csv", text.getvalue().encode("gb18030"))
            archive.writestr(f"{SELLER_ID}_{day}_业务明细(汇总).csv", "#汇总\n门店编号,合计\n合计,1\n".encode("gb18030"))
        return packed.getvalue()

    @staticmethod
    def _row(flow_no: str, payment_no: str, kind: str, amount: str, refund_no: str) -> list[str]:
        values = dict.fromkeys(HEADER, "")
        values |= {"支付宝交易号": f"{flow_no}\t", "商户订单号": f"{payment_no}\t", "业务类型": kind, "订单金额（元）": amount}
        return list((values | {"退款批次号/请求号": refund_no}).values())
