"""Is somebody there: test, version, refresh, subscriptions, the token."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Callable

from musflow_studio import __version__
from musflow_studio.domain.errors import ErrorCode, StudioError
from plugin_bridge.clients import MOST_LISTENERS, Client, Listeners
from plugin_bridge.protocol import METHODS, PROTOCOL_VERSION, ROOT, Method
from plugin_bridge.switchboard import Call, Handler, Rows

Query = Callable[[Client, Method], None]


class Presence:
    """What a client does first.

    Args:
        listeners: who hears of every job.
        token: what clients on the network must show; "" where none may come.
        query: asks one query for a client as if it had sent it.
    """

    def __init__(self, listeners: Listeners, token: str, query: Query) -> None:
        self._listeners = listeners
        self._token = token
        self._query = query

    def handlers(self) -> dict[str, Handler]:
        """Those of the table."""
        return {
            f"{ROOT}/test": lambda _: [("ok",)],
            f"{ROOT}/api/version": lambda _: [(PROTOCOL_VERSION, __version__)],
            f"{ROOT}/refresh": self._refresh,
            f"{ROOT}/client/subscribe": self._subscribe,
            f"{ROOT}/client/unsubscribe": self._unsubscribe,
            f"{ROOT}/client/token": self._check_token,
        }

    def _refresh(self, call: Call) -> Rows:
        loop = asyncio.get_running_loop()
        for method in METHODS:
            if method.query:
                loop.call_soon(self._query, call.client, method)
        return []

    def _subscribe(self, call: Call) -> Rows:
        name, link = call.client.link.at_port(call["port"])
        if not self._listeners.add(name or call.client.name, link, call["lease_s"]):
            raise StudioError(
                ErrorCode.BUSY, "there are too many listeners", legal=f"up to {MOST_LISTENERS}"
            )
        return [(call["port"], call["lease_s"])]

    def _unsubscribe(self, call: Call) -> Rows:
        name, _ = call.client.link.at_port(call["port"])
        self._listeners.remove(name or call.client.name)
        return [(call["port"],)]

    def _check_token(self, call: Call) -> Rows:
        client = call.client
        if not client.trusted:
            if not client.guesses.take():
                raise StudioError(ErrorCode.BUSY, "too many tokens tried", hint="wait a minute")
            if not hmac.compare_digest(self._token.encode(), call["token"].encode()):
                raise StudioError(ErrorCode.NOT_ALLOWED, "this is not the token")
            client.trusted = True
        return [("ok",)]
