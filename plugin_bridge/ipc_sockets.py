"""Local IPC: JSON-RPC, a frame a line, over a Unix socket only the user can open.

On Windows a named pipe takes its place, which Windows lets only the user write to. A client that
does not read is dropped, never waited for.
"""

from __future__ import annotations

import asyncio
import getpass
import itertools
import json
import logging
import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from musflow_studio.paths import ensure_folder
from plugin_bridge.clients import Client, Link, Row
from plugin_bridge.json_rpc import INVALID_REQUEST, RpcDesk, Watch, error_object, notification

LARGEST_FRAME_BYTES = 1_000_000
MOST_UNREAD_BYTES = 4_000_000
MOST_CONNECTIONS = 200
_NAMES_TRIED = 20

_log = logging.getLogger(__name__)


class IpcServer:
    """Connections of one place.

    Args:
        gone: told the name of each client that leaves.
    """

    def __init__(self, desk: RpcDesk, watch: Watch, gone: Callable[[str], None]) -> None:
        self.desk = desk
        self.watch = watch
        self.gone = gone
        self.connections: dict[str, IpcConnection] = {}
        self.numbers = itertools.count(1)
        self.place = ""
        self._server: asyncio.AbstractServer | None = None
        self._pipes: list[Any] = []

    async def open(self, folder: Path) -> None:
        """Listen in a folder (or on Windows' pipe); where that cannot be, live without."""
        try:
            if sys.platform == "win32":
                await self._open_pipe()
            else:
                await self._open_socket(folder)
        except OSError as error:
            _log.warning("no local socket in %s: %s", folder, error)

    def close(self) -> None:
        """Stop listening and drop every client."""
        for connection in [*self.connections.values()]:
            connection.close()
        for pipe in self._pipes:
            pipe.close()
        if self._server:
            self._server.close()
            Path(self.place).unlink(missing_ok=True)

    async def _open_socket(self, folder: Path) -> None:
        ensure_folder(folder).chmod(0o700)
        made = _bound(folder)
        self.place = made.getsockname()
        loop = asyncio.get_running_loop()
        self._server = await loop.create_unix_server(lambda: IpcConnection(self), sock=made)

    async def _open_pipe(self) -> None:
        self.place = rf"\\.\pipe\musflow-studio-{getpass.getuser()}"
        start = getattr(asyncio.get_running_loop(), "start_serving_pipe")  # noqa: B009 - Windows'
        self._pipes = await start(lambda: IpcConnection(self), self.place)


class IpcConnection(asyncio.Protocol):
    """One client."""

    def __init__(self, server: IpcServer) -> None:
        self._server = server
        self._buffer = bytearray()
        self._transport: asyncio.Transport | None = None
        self._client = Client(f"ipc:{next(server.numbers)}", self)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Part of asyncio."""
        self._transport = cast(asyncio.Transport, transport)
        if len(self._server.connections) >= MOST_CONNECTIONS:
            self.close()
            return
        self._server.connections[self._client.name] = self

    def data_received(self, data: bytes) -> None:
        """Part of asyncio."""
        *frames, rest = (self._buffer + data).split(b"\n")
        self._buffer = rest
        for frame in frames:
            if frame.strip() and self._open:
                self._server.desk.received(self._client, self, bytes(frame))
        if len(self._buffer) > LARGEST_FRAME_BYTES:
            said = f"A frame has up to {LARGEST_FRAME_BYTES} bytes."
            self.send(error_object(None, INVALID_REQUEST, said))
            if self._transport:
                self._transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """The client is gone, and its lease with it."""
        self._server.connections.pop(self._client.name, None)
        self._server.gone(self._client.name)

    @property
    def _open(self) -> bool:
        return self._transport is not None and not self._transport.is_closing()

    def tell(self, address: str, row: Row) -> None:
        """Send one event."""
        self._server.watch("out", self._client.name, address, row)
        self.send(notification(address, row))

    def send(self, told: Any) -> None:
        """Send one frame; a client that does not read is dropped."""
        if self._transport is None or not self._open:
            return
        self._transport.write(json.dumps(told).encode() + b"\n")
        if self._transport.get_write_buffer_size() > MOST_UNREAD_BYTES:
            self.close()

    def at_port(self, port: int) -> tuple[str, Link]:
        """A stream has no other ports."""
        return "", self

    def close(self) -> None:
        """Drop the client at once."""
        if self._transport:
            self._transport.abort()


def _bound(folder: Path) -> socket.socket:
    """A socket in the folder that only the user can open; names that live ones have are passed."""
    for number in range(1, _NAMES_TRIED + 1):
        place = folder / ("bridge.sock" if number == 1 else f"bridge-{number}.sock")
        if _answers(place):
            continue
        place.unlink(missing_ok=True)
        made = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            made.setblocking(False)
            made.bind(str(place))
            os.chmod(place, 0o600)
        except OSError:
            made.close()
            raise
        return made
    raise OSError("every name is taken")


def _answers(place: Path) -> bool:
    """True where a living process listens."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as asking:
        try:
            asking.connect(str(place))
        except OSError:
            return False
    return True
