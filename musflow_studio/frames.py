"""Framed JSON over a private pipe: four bytes of length (big-endian), then UTF-8 JSON."""

from __future__ import annotations

import json
import struct
import threading
from typing import IO, Any

MAX_FRAME_BYTES = 256 * 1024 * 1024
_LENGTH = struct.Struct(">I")


class FrameReader:
    """Reads whole messages; None at the end of the pipe."""

    def __init__(self, pipe: IO[bytes]) -> None:
        self._pipe = pipe

    def read(self) -> dict[str, Any] | None:
        """The next message, or None when the other side closed the pipe."""
        head = self._exactly(_LENGTH.size)
        if head is None:
            return None
        (length,) = _LENGTH.unpack(head)
        if length > MAX_FRAME_BYTES:
            return None
        body = self._exactly(length)
        return None if body is None else json.loads(body)

    def _exactly(self, count: int) -> bytes | None:
        parts = bytearray()
        while len(parts) < count:
            try:
                part = self._pipe.read(count - len(parts))
            except (OSError, ValueError):  # the pipe was closed under us
                return None
            if not part:
                return None
            parts += part
        return bytes(parts)


class FrameWriter:
    """Writes whole messages; several threads may write."""

    def __init__(self, pipe: IO[bytes]) -> None:
        self._pipe = pipe
        self._lock = threading.Lock()

    def write(self, message: dict[str, Any]) -> bool:
        """Send one message; False when the other side is gone."""
        body = json.dumps(message, ensure_ascii=False).encode()
        try:
            with self._lock:
                self._pipe.write(_LENGTH.pack(len(body)) + body)
                self._pipe.flush()
        except (OSError, ValueError):  # the pipe is closed
            return False
        return True
