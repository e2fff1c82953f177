"""One message in: found in the table, checked, allowed, handled, answered.

Handlers run on the bridge's thread. A plain one answers at once; one that must wait is a
coroutine and other messages go on meanwhile.
"""

from __future__ import annotations

import asyncio
import difflib
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from musflow_studio.domain.errors import ErrorCode, StudioError
from plugin_bridge.clients import Client, Row
from plugin_bridge.protocol import BY_ADDRESS, METHODS, ROOT, Method

Rows = Sequence[Row]
Answer = Callable[["Rows | StudioError"], None]
MOST_AT_ONCE = 256

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Call:
    """One checked message: who, what, with which arguments."""

    client: Client
    method: Method
    values: Mapping[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.values[name]


Handler = Callable[[Call], "Rows | Awaitable[Rows]"]


class Switchboard:
    """Handlers by address.

    Args:
        handlers: one for each method of the table, and no other.
    """

    def __init__(self, handlers: Mapping[str, Handler]) -> None:
        if handlers.keys() != BY_ADDRESS.keys():
            odd = sorted(handlers.keys() ^ BY_ADDRESS.keys())
            raise ValueError(f"table and handlers differ: {', '.join(odd)}")
        self._handlers = handlers
        self._waiting: set[asyncio.Task[None]] = set()

    def ask(self, client: Client, method: Method, values: Mapping[str, Any], to: Answer) -> None:
        """Run a checked call and hand its rows, or what is wrong, to `to`, now or later."""
        try:
            self._check_allowed(client, method)
            result = self._handlers[method.address](Call(client, method, values))
        except StudioError as error:
            to(error)
            return
        if isinstance(result, Sequence):
            to(result)
        elif len(self._waiting) >= MOST_AT_ONCE:
            result.close()  # type: ignore[attr-defined]  # a coroutine that never starts
            to(_busy(len(self._waiting)))
        else:
            task = asyncio.ensure_future(self._later(method, result, to))
            self._waiting.add(task)
            task.add_done_callback(self._waiting.discard)

    def stop(self) -> None:
        """Give up what still waits."""
        for task in self._waiting:
            task.cancel()

    async def _later(self, method: Method, result: Awaitable[Rows], to: Answer) -> None:
        try:
            to(await result)
        except StudioError as error:
            to(error)
        except Exception as error:  # noqa: BLE001 - the edge: one bad answer must not end the bridge
            _log.exception("answering %s failed", method.address)
            to(StudioError(ErrorCode.INTERNAL, f"{type(error).__name__}: {error}"))

    def _check_allowed(self, client: Client, method: Method) -> None:
        if not (client.trusted or method.open):
            raise StudioError(
                ErrorCode.NOT_ALLOWED,
                "the network needs the token",
                value=method.address,
                hint=f"send {ROOT}/client/token first",
            )
        if method.costly and not client.starts.take():
            raise StudioError(
                ErrorCode.BUSY,
                "you ask for too much at once",
                legal=f"{client.starts.per_s:g} requests a second",
                hint="wait a moment",
            )


def find_method(address: str) -> Method:
    """The row of the table. Raises StudioError with the nearest address."""
    if method := BY_ADDRESS.get(address):
        return method
    # Only short addresses are compared: the comparison costs length times length.
    near = difflib.get_close_matches(address, BY_ADDRESS, n=1) if len(address) < 100 else []
    raise StudioError(
        ErrorCode.UNKNOWN_NAME,
        "unknown address",
        value=address,
        hint=f"did you mean {near[0]}" if near else f"there are {len(METHODS)}; see the docs",
    )


def _busy(waiting: int) -> StudioError:
    return StudioError(
        ErrorCode.BUSY, f"{waiting} requests are being answered", hint="wait a moment"
    )
