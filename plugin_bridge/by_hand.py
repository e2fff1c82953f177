"""A client for people: messages typed in a shell, answers printed one a line."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator, Set
from typing import Any

from plugin_bridge.osc_packet import PacketError, decode, encode
from plugin_bridge.protocol import ROOT

LEASE_S = 30.0
_HEARD_EVERY_S = 0.2


def typed(text: str) -> Any:
    """A word of the command line as a value: "i:7" "f:7" "s:7" "T" "F", else what it looks like."""
    kinds = {"i": int, "f": float, "s": str}
    kind, colon, rest = text.partition(":")
    if colon and kind in kinds:
        try:
            return kinds[kind](rest)
        except ValueError:
            return text
    if text in ("T", "F"):
        return text == "T"
    for number in (int, float):
        try:
            return number(text)
        except ValueError:
            continue
    return text


class Probe:
    """A UDP socket that talks to the studio on this machine."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self._socket.settimeout(_HEARD_EVERY_S)

    def __enter__(self) -> Probe:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def send(self, address: str, values: list[Any]) -> None:
        """Send one message."""
        self._socket.sendto(encode(address, values), ("127.0.0.1", self._port))

    def answers(
        self, quiet_s: float, ends: Set[str] = frozenset()
    ) -> Iterator[tuple[str, tuple[Any, ...]]]:
        """Answers until none came for so long, or until one to an address in `ends`."""
        heard = time.monotonic()
        while time.monotonic() - heard < quiet_s:
            for address, row in self._receive():
                heard = time.monotonic()
                yield address, row
                if address in ends:
                    return

    def listen(self) -> Iterator[tuple[str, tuple[Any, ...]]]:
        """Subscribe, and go on renewing the lease."""
        renewed = 0.0
        while True:
            if time.monotonic() - renewed > LEASE_S / 2:
                renewed = time.monotonic()
                self.send(f"{ROOT}/client/subscribe", [0, LEASE_S])
            yield from self._receive()

    def _receive(self) -> list[tuple[str, tuple[Any, ...]]]:
        try:
            packet, _ = self._socket.recvfrom(65_536)
        except (TimeoutError, ConnectionError):
            return []
        try:
            return decode(packet)
        except PacketError:
            return []
