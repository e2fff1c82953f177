"""MIDI ports: a device, a virtual port other programs connect to, JACK, or TCP on this machine.

    "Keystation"   the input port of this name, or whose name begins so
    "virtual"      a port of our own (macOS, ALSA; Windows has none)
    "jack"         a port of our own in JACK
    "tcp:9788"     MIDI bytes over TCP, as mido's sockets send them; this machine only

A machine without MIDI is no error of the studio's: what is missing is said, and it lives on.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

import mido

from musflow_studio.domain.errors import ErrorCode, StudioError

OWN_NAME = "MusFlow Studio"
LONGEST_MESSAGE_BYTES = 65_536
MOST_CONNECTIONS = 16
RTMIDI, JACK = "mido.backends.rtmidi", "mido.backends.rtmidi/UNIX_JACK"

Heard = Callable[[mido.Message, float], None]
"""Gets a message and when it came (`time.monotonic`), on the bridge's loop."""


class MidiInput:
    """One open input. Lives on the bridge's loop.

    Args:
        wish: which port; see the module.
        heard: gets every message.
    """

    def __init__(self, wish: str, heard: Heard) -> None:
        self.wish = wish
        self._heard = heard
        self._port: Any = None
        self._server: asyncio.Server | None = None
        self._connections = 0

    async def open(self) -> None:
        """Open it. Raises StudioError with what is missing, and with the ports there are."""
        if self.wish.startswith("tcp:"):
            await self._open_tcp(self.wish.removeprefix("tcp:"))
        else:
            loop = asyncio.get_running_loop()
            self._port = await loop.run_in_executor(None, self._opened, loop)

    def close(self) -> None:
        """Close it. May be called twice."""
        if self._server:
            self._server.close()
        if self._port:
            self._port.close()
            self._port = None

    @property
    def tcp_port(self) -> int:
        """The TCP port that listens; 0 for none."""
        return int(self._server.sockets[0].getsockname()[1]) if self._server else 0

    def _opened(self, loop: asyncio.AbstractEventLoop) -> Any:
        def callback(message: mido.Message) -> None:
            at = time.monotonic()
            if not loop.is_closed():
                loop.call_soon_threadsafe(self._heard, message, at)

        try:
            backend = mido.Backend(JACK if self.wish == "jack" else RTMIDI)
            if self.wish in ("virtual", "jack"):
                return backend.open_input(
                    OWN_NAME, virtual=True, client_name=OWN_NAME, callback=callback
                )
            return backend.open_input(_found(backend, self.wish), callback=callback)
        except (ImportError, OSError, NotImplementedError) as error:
            raise _no_midi(self.wish, str(error)) from error

    async def _open_tcp(self, number: str) -> None:
        if not number.isdecimal() or int(number) > 65535:
            raise StudioError(
                ErrorCode.OUT_OF_RANGE,
                "the MIDI port is out of range",
                value=number,
                legal="tcp:0 to tcp:65535",
            )
        try:
            self._server = await asyncio.start_server(self._connected, "127.0.0.1", int(number))
        except OSError as error:
            raise _no_midi(self.wish, error.strerror or str(error)) from error

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            if self._connections < MOST_CONNECTIONS:
                self._connections += 1
                try:
                    await self._listen(reader)
                finally:
                    self._connections -= 1
        except OSError:
            pass  # the client is gone
        finally:
            writer.close()

    async def _listen(self, reader: asyncio.StreamReader) -> None:
        parser, unfinished = mido.Parser(), 0
        while data := await reader.read(4096):
            messages = _parsed(parser, data)
            unfinished = 0 if messages else unfinished + len(data)
            if unfinished > LONGEST_MESSAGE_BYTES:
                return
            for message in messages:
                self._heard(message, time.monotonic())


def _parsed(parser: mido.Parser, data: bytes) -> list[mido.Message]:
    """The messages that are complete now; bytes that make none are left out."""
    for byte in data:
        try:
            parser.feed_byte(byte)
        except (ValueError, LookupError):
            continue
    return list(parser)


def _found(backend: Any, wish: str) -> str:
    """The port's whole name. Raises StudioError with the names there are."""
    names: list[str] = backend.get_input_names()
    for name in (*(n for n in names if n == wish), *(n for n in names if n.startswith(wish))):
        return name
    raise StudioError(
        ErrorCode.UNKNOWN_NAME,
        "no MIDI input of this name",
        value=wish,
        legal=", ".join([*names, "virtual", "jack", "tcp:PORT"]),
    )


def _no_midi(wish: str, why: str) -> StudioError:
    return StudioError(
        ErrorCode.NOT_ALLOWED,
        f"MIDI is not available here ({why.strip().rstrip('.')})",
        value=wish,
        hint="plug in a device, start JACK, or use tcp:PORT",
    )
