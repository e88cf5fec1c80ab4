"""The street in which the three providers have their tills: one small HTTP server that our code and a local cloud can reach."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from tests.kit.providers.alipay import AlipayTill
from tests.kit.providers.till import Till
from tests.kit.providers.union_pay import UnionPayTill
from tests.kit.providers.wechat_pay import WeChatPayTill


class Street:
    """The three tills behind one address. `with Street() as street: street.alipay.paid(...)`."""

    def __init__(self, port: int = 0) -> None:
        street = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                street.answer(self)

            do_POST = do_GET  # noqa: N815 - the same

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the server's own name
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        self.errors: list[Exception] = []
        self.clean()

    def clean(self) -> None:
        """New tills, which remember nothing."""
        self.alipay, self.wechat_pay, self.union_pay = AlipayTill(self.address), WeChatPayTill(self.address), UnionPayTill(self.address)

    @property
    def tills(self) -> dict[str, Till]:
        """By the first part of their addresses."""
        return {"alipay": self.alipay, "wechat": self.wechat_pay, "unionpay": self.union_pay}

    @property
    def agreements(self) -> dict[str, dict[str, Any]]:
        """What stands in the secrets, by provider."""
        return {
            "alipay": self.alipay.agreement(),
            "wechat_pay": self.wechat_pay.agreement(),
            "union_pay": self.union_pay.agreement(),
        }

    def answer(self, call: BaseHTTPRequestHandler) -> None:
        """Find the till and let it answer; what it stumbles over is kept for the test."""
        asked = urlsplit(call.path)
        _, name, *rest = asked.path.split("/")
        till: Any = self.tills[name]
        body = call.rfile.read(int(call.headers.get("Content-Length") or 0))
        try:
            if till.down:
                status, headers, content = 503, {"Content-Type": "text/plain"}, b"down"
            else:
                status, headers, content = till.serve(call.command, "/" + "/".join(rest), asked.query, call.headers, body)
        except Exception as error:
            self.errors.append(error)
            status, headers, content = 500, {"Content-Type": "text/plain"}, repr(error).encode()
        call.send_response(status)
        for header, value in headers.items():
            call.send_header(header, value)
        call.send_header("Content-Length", str(len(content)))
        call.end_headers()
        call.wfile.write(content)

    def __enter__(self) -> Street:
        self.serving = threading.Thread(target=self._server.serve_forever, daemon=True)
        self.serving.start()
        return self

    def __exit__(self, *_: Any) -> None:
        self._server.shutdown()
        self._server.server_close()
