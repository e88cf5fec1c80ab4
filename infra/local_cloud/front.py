"""The address of the local product: `python front.py PORT CLOUD_URL DOMAIN PROJECT`.

/openapi.json is the API description, /<area>/… goes to the gateway under the product's host name, all else is the portal.
"""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from pathlib import Path

from aiohttp import ClientSession, DummyCookieJar, web

# Between us and the gateway, not between the caller and the product.
HOP_BY_HOP = {"connection", "content-encoding", "content-length", "host", "keep-alive", "transfer-encoding"}


def front(cloud: str, domain: str, project: Path) -> web.Application:
    """The application in front of one local cloud."""
    portal = project / "portal"

    async def description(_request: web.Request) -> web.StreamResponse:
        return web.FileResponse(project / "docs/api/openapi.json")

    async def forward(request: web.Request) -> web.StreamResponse:
        headers = {name: value for name, value in request.headers.items() if name.lower() not in HOP_BY_HOP}
        session = request.app[SESSION]
        sent = {**headers, "Host": domain, "X-Forwarded-For": request.remote or ""}
        async with session.request(request.method, cloud + request.raw_path, headers=sent, data=await request.read()) as answer:
            kept = [(name, value) for name, value in answer.headers.items() if name.lower() not in HOP_BY_HOP]
            return web.Response(status=answer.status, headers=kept, body=await answer.read())

    async def page(request: web.Request) -> web.StreamResponse:
        """A file of the portal; its start page where the path names none."""
        file = (portal / request.path.strip("/")).resolve()
        inside = file.is_relative_to(portal.resolve())
        return web.FileResponse(file if inside and file.is_file() else portal / "index.html")

    async def route(request: web.Request) -> web.StreamResponse:
        area = request.path.split("/")[1]
        if (project / "infra/stacks" / f"{area}.yaml").is_file():
            return await forward(request)
        if request.method in ("GET", "HEAD") and (portal / "index.html").is_file():
            return await page(request)
        raise web.HTTPNotFound

    app = web.Application(client_max_size=10 * 2**20)  # the gateway's own limit
    app.cleanup_ctx.append(session_of)
    app.router.add_get("/openapi.json", description)
    app.router.add_route("*", "/{path:(?s:.*)}", route)
    return app


SESSION = web.AppKey("session", ClientSession)


async def session_of(app: web.Application) -> AsyncIterator[None]:
    """One connection pool for the application's life; answers pass through as they are."""
    app[SESSION] = ClientSession(
        auto_decompress=False, cookie_jar=DummyCookieJar(), skip_auto_headers=("Accept", "Accept-Encoding", "User-Agent", "Content-Type")
    )
    yield
    await app[SESSION].close()


if __name__ == "__main__":
    port, cloud, domain, project = sys.argv[1:]
    web.run_app(front(cloud, domain, Path(project)), host="127.0.0.1", port=int(port), print=None)
