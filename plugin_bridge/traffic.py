"""Traffic: one message as a monitor shows it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

LONGEST_TEXT = 500


@dataclass(frozen=True)
class Traffic:
    """One message.

    Attributes:
        way: "in" or "out".
        client: whose: "udp:127.0.0.1:50123", "tcp:…", "ipc:7", "midi:…".
        address: with the root.
        values: what came with it; long texts are cut.
        at: seconds since 1970.
    """

    way: str
    client: str
    address: str
    values: tuple[Any, ...]
    at: float = field(default_factory=time.time)

    @property
    def line(self) -> str:
        """The message as `musflow osc monitor` prints it."""
        return written(self.address, self.values)


def shortened(values: Sequence[Any]) -> tuple[Any, ...]:
    """Values with long texts cut, so that a monitor's memory is bounded."""
    return tuple(
        value[:LONGEST_TEXT] + "…"
        if isinstance(value, str) and len(value) > LONGEST_TEXT
        else value
        for value in values
    )


def written(address: str, row: Sequence[Any]) -> str:
    """One message as one line; texts with spaces in quotes."""
    return " ".join([address, *(_word(value) for value in row)])


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "T" if value else "F"
    if isinstance(value, float):
        return f"{value:.6g}"
    text = str(value)
    return text if text and " " not in text and isinstance(value, (str, int)) else repr(text)
