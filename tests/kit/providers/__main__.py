"""`make tills`: the three providers beside a running local cloud, with pages on which a developer pays.

They put their agreements into the cloud's secrets; their keys live as long as this process. `/` lists what is waiting to be paid.
"""

from __future__ import annotations

import html
import json
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import requests

from infra.local_cloud.settings import PREFIX, Settings
from tests.kit.providers.server import Street

PORT = 8090


class PublicStreet(Street):
    """A street with pages for people."""

    def __init__(self, port: int, product: str) -> None:
        super().__init__(port)
        self.product = product

    def answer(self, call: BaseHTTPRequestHandler) -> None:
        """A page where a browser asks, otherwise the till."""
        asked = urlsplit(call.path)
        if asked.path == "/":
            self.show(call, self.waiting())
        elif asked.path.startswith("/pay/"):
            _, _, name, payment_no = asked.path.split("/")
            self.show(call, self.pay(name, payment_no))
        elif "alipay.trade.page.pay" in asked.query:
            self.alipay.open(call.path)
            self.show(call, self.waiting())
        elif asked.path.endswith("/frontTransReq.do"):
            body = call.rfile.read(int(call.headers.get("Content-Length") or 0))
            self.union_pay.open(dict(parse_qsl(body.decode())))
            self.show(call, self.waiting())
        else:
            super().answer(call)

    def waiting(self) -> str:
        """What may be paid."""
        lines = [
            f'<form method="post" action="/pay/{name}/{trade.payment_no}">{name} {trade.payment_no} ¥{trade.fen / 100:,.2f} '
            "<button>支付 / Pay</button></form>"
            for name, till in self.tills.items()
            for trade in till.trades.values()
            if trade.flow_no is None
        ]
        return "\n".join(lines) or "Nothing is waiting to be paid."

    def pay(self, name: str, payment_no: str) -> str:
        """Pay, and tell the product."""
        till: Any = self.tills[name]
        till.paid(payment_no)
        sent = till.notice(payment_no)
        answer = requests.post(f"{self.product}/funds{sent.path}", data=sent.body.encode(), headers=sent.headers, timeout=30)
        return f"Paid {html.escape(payment_no)}; the notice was answered with {answer.status_code}."

    @staticmethod
    def show(call: BaseHTTPRequestHandler, text: str) -> None:
        """A page."""
        content = f'<!doctype html><meta charset="utf-8"><title>Tills</title>{text}<p><a href="/">All</a>'.encode()
        call.send_response(200)
        call.send_header("Content-Type", "text/html; charset=utf-8")
        call.send_header("Content-Length", str(len(content)))
        call.end_headers()
        call.wfile.write(content)


def agree(settings: Settings, street: Street) -> Iterator[str]:
    """Put the agreements into the cloud's secrets."""
    store = settings.client("secretsmanager")
    for name, agreement in street.agreements.items():
        store.put_secret_value(SecretId=f"{PREFIX}/funds/payments/{name}", SecretString=json.dumps(agreement))
        yield name


def main() -> None:
    """Serve until interrupted."""
    settings = Settings.from_environment()
    with PublicStreet(int(sys.argv[1]) if len(sys.argv) > 1 else PORT, settings.address) as street:
        print(f"Agreed with {settings.address}: {', '.join(agree(settings, street))}. Pay at {street.address}/; stop with Ctrl-C.")  # noqa: T201
        try:
            street.serving.join()
        except KeyboardInterrupt:
            return


if __name__ == "__main__":
    main()
