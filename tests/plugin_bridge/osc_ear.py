"""An OSC client nobody here wrote (python-osc), and a real bridge for it to talk to."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pythonosc.udp_client import SimpleUDPClient

from musflow_studio.settings import Settings
from musflow_studio.studio import Studio
from plugin_bridge.bridge import Bridge
from plugin_bridge.options import BridgeOptions


@contextmanager
def open_bridge(folder: Path, **options: Any) -> Iterator[Bridge]:
    """A studio with its own library, served on ports of its own."""
    chosen = {"osc_port": 0, "http_port": 0} | options
    with (
        Studio(Settings(library=folder / "library")) as studio,
        Bridge(studio, BridgeOptions(**chosen), folder / "run") as bridge,
    ):
        yield bridge


class Ear:
    """Sends, and waits for what is answered."""

    def __init__(self, bridge: Bridge) -> None:
        self._client = SimpleUDPClient("127.0.0.1", bridge.running.osc_port)

    def send(self, address: str, *values: Any) -> None:
        self._client.send_message(f"/musflow/{address}", values)

    def wait_for(self, *addresses: str, limit_s: float = 60) -> tuple[str, list[Any]]:
        """The next message to one of these addresses; others are skipped."""
        until = time.monotonic() + limit_s
        while (left := until - time.monotonic()) > 0:
            for message in self._client.get_messages(left):
                if (short := message.address.removeprefix("/musflow/")) in addresses:
                    return short, message.params
        raise AssertionError(f"none of {addresses} came within {limit_s} s")

    def ask(self, address: str, *values: Any) -> list[Any]:
        """Send, and the answer's values."""
        self.send(address, *values)
        came, params = self.wait_for(address, "error")
        assert came == address, params
        return params

    def refused(self, address: str, *values: Any) -> list[Any]:
        """Send, and the error's values: code, address, message, request id."""
        self.send(address, *values)
        return self.wait_for("error")[1]

    def close(self) -> None:
        self._client.close()
