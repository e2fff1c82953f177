"""OSCQuery over HTTP: GET and HEAD, one request a connection, nothing that changes anything.

Web pages are kept out: a request must name this machine as its `Host`, and may not come from
another origin, so that no site can read what is here through a visitor's browser.
"""

from __future__ import annotations

import asyncio
import hmac
import ipaddress
import json
import socket
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from musflow_studio.domain.errors import StudioError
from plugin_bridge.clients import Client, Link, Row, is_loopback
from plugin_bridge.oscquery import ATTRIBUTES, host_info, node_at, readable, tree
from plugin_bridge.protocol import METHODS, Method
from plugin_bridge.switchboard import Rows, Switchboard

LONGEST_HEAD_BYTES = 8192
PATIENCE_S = 5.0
MOST_CONNECTIONS = 64
VALUES_WITHIN_S = 2.0
Headers = Mapping[str, str]


class Refused(Exception):
    """A request that is answered with a status alone."""

    def __init__(self, status: HTTPStatus, message: str = "") -> None:
        super().__init__(message)
        self.status = status


class HttpServer:
    """Answers OSCQuery.

    Args:
        switchboard: reads the values.
        accepts: whether a host may talk to us at all.
        token: what the network must show (`Authorization: Bearer`) to read values; "" for none.
        name: of this studio.
        osc_port: where OSC goes.
    """

    def __init__(
        self,
        switchboard: Switchboard,
        accepts: Callable[[str], bool],
        token: str,
        name: str,
        osc_port: int,
    ) -> None:
        self._switchboard = switchboard
        self._accepts = accepts
        self._token = token
        self._name = name
        self._osc_port = osc_port
        self._busy = 0
        self._server: asyncio.Server | None = None

    async def open(self, listening: socket.socket) -> None:
        """Answer on a bound socket."""
        self._server = await asyncio.start_server(
            self._connected, sock=listening, limit=LONGEST_HEAD_BYTES
        )

    def close(self) -> None:
        """Stop listening."""
        if self._server:
            self._server.close()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host, own = writer.get_extra_info("peername")[0], writer.get_extra_info("sockname")[0]
        if not self._accepts(host) or self._busy >= MOST_CONNECTIONS:
            writer.transport.abort()
            return
        self._busy += 1
        try:
            async with asyncio.timeout(PATIENCE_S):
                await self._serve(reader, writer, host, own)
        except (OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            writer.transport.abort()  # a client that went away, dawdled or talked too long
        finally:
            self._busy -= 1
            writer.close()

    async def _serve(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, host: str, own: str
    ) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        body: Any = None
        verb = head.split(" ", 1)[0]
        try:
            target, headers = parsed_head(head)
            check_headers(headers, lan=not is_loopback(own))
            body = await self._answer(target, own, trusted=self._trusts(host, headers))
            status = HTTPStatus.OK
        except Refused as refused:
            status, body = refused.status, {"error": str(refused)} if str(refused) else None
        writer.write(response(status, body, head_only=verb == "HEAD"))
        await writer.drain()

    def _trusts(self, host: str, headers: Headers) -> bool:
        if is_loopback(host):
            return True
        shown = headers.get("authorization", "").removeprefix("Bearer ")
        return bool(self._token) and hmac.compare_digest(shown.encode(), self._token.encode())

    async def _answer(self, target: str, own: str, *, trusted: bool) -> Any:
        parts = _split(target)
        if parts.query == "HOST_INFO":
            return host_info(self._name, own, self._osc_port)
        if parts.query and parts.query not in ATTRIBUTES:
            raise Refused(HTTPStatus.BAD_REQUEST, f"unknown attribute {parts.query[:40]}")
        path = unquote(parts.path)
        valued = trusted and parts.query in ("", "VALUE", "CONTENTS")
        values = await self._values(_readable_under(path)) if valued else {}
        node = node_at(tree(values), path)
        if node is None:
            raise Refused(HTTPStatus.NOT_FOUND, "no such address")
        if not parts.query:
            return node
        if parts.query not in node:
            raise Refused(HTTPStatus.NO_CONTENT)
        return {parts.query: node[parts.query]}

    async def _values(self, methods: list[Method]) -> dict[str, Row]:
        """What the queries answer now; one that fails or takes too long is left out."""
        reader = Client("http", _Nowhere())
        asked = {method.address: self._value(reader, method) for method in methods}
        done = await asyncio.gather(*asked.values())
        return {address: row for address, row in zip(asked, done, strict=True) if row is not None}

    async def _value(self, reader: Client, method: Method) -> Row | None:
        answered: asyncio.Future[Rows | StudioError] = asyncio.get_running_loop().create_future()

        def answer(rows: Rows | StudioError) -> None:
            if not answered.done():
                answered.set_result(rows)

        self._switchboard.ask(reader, method, {}, answer)
        try:
            rows = await asyncio.wait_for(answered, VALUES_WITHIN_S)
        except TimeoutError:
            return None
        return None if isinstance(rows, StudioError) or not rows else rows[0]


def _readable_under(path: str) -> list[Method]:
    below = f"{path.rstrip('/')}/"
    return [m for m in METHODS if readable(m) and f"{m.address}/".startswith(below)]


class _Nowhere:
    """A link for one who only reads."""

    def tell(self, address: str, row: Row) -> None:
        """Nobody hears."""

    def at_port(self, port: int) -> tuple[str, Link]:
        """There are no ports."""
        return "", self


def parsed_head(head: str) -> tuple[str, dict[str, str]]:
    """The target and the headers, names in lower case. Raises Refused."""
    first, *lines = head.rstrip("\r\n").split("\r\n")
    parts = first.split(" ")
    if len(parts) != 3 or not parts[2].startswith("HTTP/1."):
        raise Refused(HTTPStatus.BAD_REQUEST, "not HTTP")
    if parts[0] not in ("GET", "HEAD"):
        raise Refused(HTTPStatus.METHOD_NOT_ALLOWED, "only GET and HEAD")
    headers = {}
    for line in lines:
        name, colon, value = line.partition(":")
        if not colon:
            raise Refused(HTTPStatus.BAD_REQUEST, "a header without a colon")
        headers[name.strip().lower()] = value.strip()
    return parts[1], headers


def check_headers(headers: Headers, *, lan: bool) -> None:
    """Refuse what a web page of elsewhere could have sent. Raises Refused.

    Args:
        headers: names in lower case.
        lan: whether the connection came in from the network.
    """
    host = headers.get("host", "")
    name = _split(f"//{host}").hostname or ""
    if not _names_this_machine(name, lan=lan):
        raise Refused(HTTPStatus.FORBIDDEN, "Host must be this machine's address")
    if headers.get("origin", f"http://{host}") != f"http://{host}":
        raise Refused(HTTPStatus.FORBIDDEN, "another origin")
    if headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
        raise Refused(HTTPStatus.FORBIDDEN, "another site")


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:
        raise Refused(HTTPStatus.BAD_REQUEST, "not an address") from None


def _names_this_machine(name: str, *, lan: bool) -> bool:
    """An address, or a name no other machine can claim; names can be pointed here by anybody."""
    if name == "localhost" or is_loopback(name):
        return True
    if not lan:
        return False
    try:
        return ipaddress.ip_address(name).is_private
    except ValueError:
        return name == f"{socket.gethostname().lower()}.local"


def response(status: HTTPStatus, body: Any, *, head_only: bool = False) -> bytes:
    """A whole HTTP response."""
    data = b"" if body is None else json.dumps(body).encode()
    lines = [
        f"HTTP/1.1 {status.value} {status.phrase}",
        "Content-Type: application/json",
        f"Content-Length: {len(data)}",
        "Cache-Control: no-store",
        "X-Content-Type-Options: nosniff",
        "Connection: close",
    ]
    if status is HTTPStatus.METHOD_NOT_ALLOWED:
        lines.append("Allow: GET, HEAD")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + (b"" if head_only else data)
