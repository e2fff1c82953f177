"""OSC, whatever it came over: packets to calls, answers to messages.

Answers go to the asker on the address it sent to; what is wrong comes as `/musflow/error`. What
the bridge itself sends (`/musflow/error`, `/musflow/job/…`) is never answered, so that two
programs cannot talk each other to death.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from musflow_studio.domain.errors import DOOR_NUMBERS, ErrorCode, StudioError
from plugin_bridge.address_pattern import is_pattern, matching_queries
from plugin_bridge.arguments import check_in_order, is_release
from plugin_bridge.clients import Client, Row
from plugin_bridge.osc_packet import PacketError, decode
from plugin_bridge.protocol import (
    BY_ADDRESS,
    EVENT_BY_ADDRESS,
    ID_LENGTH,
    JSON_LENGTH,
    ROOT,
    Method,
)
from plugin_bridge.switchboard import Rows, Switchboard, find_method

LONGEST_ADDRESS_TOLD = 200
Watch = Callable[[str, str, str, Sequence[Any]], None]


class OscDesk:
    """Answers OSC packets.

    Args:
        switchboard: does what they ask.
        watch: told of every message: "in" or "out", client, address, values.
    """

    def __init__(self, switchboard: Switchboard, watch: Watch) -> None:
        self._switchboard = switchboard
        self._watch = watch

    def received(self, client: Client, packet: bytes) -> None:
        """Handle one packet; never raises for what a client may send."""
        try:
            messages = decode(packet)
        except PacketError as error:
            wrong = StudioError(ErrorCode.BAD_INPUT, f"not an OSC packet: {error}")
            self._refuse(client, "", "", wrong)
            return
        for address, values in messages:
            self.message(client, address, values)

    def message(self, client: Client, address: str, values: Sequence[Any]) -> None:
        """Handle one message, wherever it comes from."""
        self._watch("in", client.name, address, values)
        if address not in EVENT_BY_ADDRESS:
            self._message(client, address, values)

    def query(self, client: Client, method: Method) -> None:
        """Ask a query for a client as if it had sent it."""
        self._run(client, method, ())

    def _message(self, client: Client, address: str, values: Sequence[Any]) -> None:
        if method := BY_ADDRESS.get(address):
            if not is_release(method, values):
                self._run(client, method, values)
        elif client.errors.take():  # first: finding what was meant costs more than the answer
            try:
                for query in self._meant(address):
                    self._run(client, query, ())
            except StudioError as error:
                self._tell_error(client, address, "", error)

    def _meant(self, address: str) -> list[Method]:
        """The queries a pattern asks. Raises StudioError for anything else."""
        return matching_queries(address) if is_pattern(address) else [find_method(address)]

    def _run(self, client: Client, method: Method, values: Sequence[Any]) -> None:
        try:
            named = check_in_order(method, values)
        except StudioError as error:
            self._refuse(client, method.address, _request_id(method, values), error)
            return

        def answer(rows: Rows | StudioError) -> None:
            if isinstance(rows, StudioError):
                self._refuse(client, method.address, _request_id(method, values), rows)
            else:
                self._answer(client, method, rows)

        self._switchboard.ask(client, method, named, answer)

    def _answer(self, client: Client, method: Method, rows: Rows) -> None:
        address = method.address
        if method.many:
            for row in rows:
                client.tell(f"{address}/item", row)
            client.tell(f"{address}/end", (len(rows),))
        else:
            for row in rows:
                client.tell(address, row)

    def _refuse(self, client: Client, address: str, request_id: str, error: StudioError) -> None:
        if client.errors.take():
            self._tell_error(client, address, request_id, error)

    def _tell_error(
        self, client: Client, address: str, request_id: str, error: StudioError
    ) -> None:
        number = DOOR_NUMBERS[error.code].osc_number
        row: Row = (number, address[:LONGEST_ADDRESS_TOLD], error.sentence(), request_id)
        client.tell(f"{ROOT}/error", row)


def _request_id(method: Method, values: Sequence[Any]) -> str:
    """The request id of arguments that were refused, if there is one; it may stand inside JSON."""
    for arg, value in zip(method.args, values, strict=False):
        if arg.name == "request_id" and isinstance(value, str):
            return value[: arg.longest]
        if arg.name == "json" and isinstance(value, str):
            with suppress(ValueError, RecursionError, AttributeError):
                return str(json.loads(value[:JSON_LENGTH]).get("request_id", ""))[:ID_LENGTH]
    return ""
