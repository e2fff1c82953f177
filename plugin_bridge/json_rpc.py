"""JSON-RPC 2.0: frames to calls of the table, answers and events to frames.

A method is an address without its root ("take/list"); parameters go by name or in order, results
come by name. What the bridge sends by itself is a notification of the same name ("job/progress").

Source: JSON-RPC 2.0 Specification (jsonrpc.org/specification).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from musflow_studio.domain.errors import DOOR_NUMBERS, StudioError
from plugin_bridge.arguments import check_by_name, check_in_order, is_release
from plugin_bridge.clients import Client, Row
from plugin_bridge.protocol import BY_ADDRESS, EVENT_BY_ADDRESS, ROOT, Arg, Method
from plugin_bridge.switchboard import Rows, Switchboard, find_method

MOST_IN_BATCH = 100
PARSE_ERROR, INVALID_REQUEST, METHOD_NOT_FOUND = -32700, -32600, -32601
Watch = Callable[[str, str, str, Sequence[Any]], None]
Answer = Callable[[Any], None]
"""Gets one response object, or None where a notification is done."""


class RpcLink(Protocol):
    """The way to one JSON-RPC client; it is also its `Link`."""

    def send(self, told: Any) -> None:
        """Send one response, batch or notification."""
        ...


class RpcDesk:
    """Answers JSON-RPC frames.

    Args:
        switchboard: does what they ask.
        watch: told of every message: "in" or "out", client, address, values.
    """

    def __init__(self, switchboard: Switchboard, watch: Watch) -> None:
        self._switchboard = switchboard
        self._watch = watch

    def received(self, client: Client, link: RpcLink, frame: bytes) -> None:
        """Handle one frame; never raises for what a client may send."""

        def answered(told: Any) -> None:
            if told is not None:
                link.send(told)

        try:
            asked = json.loads(frame)
        except (ValueError, RecursionError) as error:
            link.send(error_object(None, PARSE_ERROR, f"This is not JSON ({error})."))
            return
        if isinstance(asked, list):
            self._batch(client, asked, answered)
        else:
            self._call(client, asked, answered)

    def _batch(self, client: Client, asked: list[Any], to: Answer) -> None:
        """All answers of a batch together, once the last is there."""
        if not 0 < len(asked) <= MOST_IN_BATCH:
            said = f"A batch has 1 to {MOST_IN_BATCH} calls (got {len(asked)})."
            to(error_object(None, INVALID_REQUEST, said))
            return
        answers: list[Any] = []

        def collect(told: Any) -> None:
            answers.append(told)
            if len(answers) == len(asked):
                to([one for one in answers if one is not None] or None)

        for one in asked:
            self._call(client, one, collect)

    def _call(self, client: Client, asked: Any, to: Answer) -> None:
        if wrong := _what_is_wrong(asked):
            to(error_object(None, INVALID_REQUEST, wrong))
            return
        silent, call_id = "id" not in asked, asked.get("id")

        def answer(rows: Rows | StudioError) -> None:
            if silent:
                to(None)
            elif isinstance(rows, StudioError):
                to(_refusal(call_id, rows))
            else:
                self._watch("out", client.name, f"{ROOT}/{asked['method']}", ())
                to({"jsonrpc": "2.0", "id": call_id, "result": _result(method, rows)})

        try:
            method = find_method(f"{ROOT}/{asked['method']}")
        except StudioError as error:
            code = METHOD_NOT_FOUND
            to(None if silent else error_object(call_id, code, error.sentence(), error))
            return
        try:
            named = _named(method, asked.get("params", {}))
        except StudioError as error:
            answer(error)
            return
        self._watch("in", client.name, method.address, tuple(named.values()))
        if is_release(method, tuple(named.values())):
            answer([])
        else:
            self._switchboard.ask(client, method, named, answer)


def notification(address: str, row: Row) -> dict[str, Any]:
    """What the bridge sends by itself, as a JSON-RPC notification."""
    return {
        "jsonrpc": "2.0",
        "method": address.removeprefix(f"{ROOT}/"),
        "params": _by_name(_args_of(address), row),
    }


def error_object(
    call_id: Any, code: int, message: str, error: StudioError | None = None
) -> dict[str, Any]:
    """A JSON-RPC error response; `data` carries the studio's own error in parts."""
    told: dict[str, Any] = {"code": code, "message": message}
    if error:
        told["data"] = error.as_dict()
    return {"jsonrpc": "2.0", "id": call_id, "error": told}


def _refusal(call_id: Any, error: StudioError) -> dict[str, Any]:
    return error_object(call_id, DOOR_NUMBERS[error.code].json_rpc_code, error.sentence(), error)


def _what_is_wrong(asked: Any) -> str:
    """Why this is no request; "" where it is one."""
    if not isinstance(asked, dict):
        return "A request is a JSON object."
    if asked.get("jsonrpc") != "2.0":
        return 'A request says "jsonrpc": "2.0".'
    if not isinstance(asked.get("method"), str):
        return "A request names its method."
    if not isinstance(asked.get("params", {}), (dict, list)):
        return "Parameters are an object or an array."
    call_id = asked.get("id")
    if isinstance(call_id, bool) or not isinstance(call_id, (str, int, float, type(None))):
        return "An id is text, a number or null."
    return ""


def _named(method: Method, params: dict[str, Any] | list[Any]) -> dict[str, Any]:
    """Checked arguments by name. Raises StudioError.

    The JSON request may be given as the parameters themselves, instead of as text in `json`.
    """
    if isinstance(params, list):
        return check_in_order(method, params)
    if method.name == "generate/json" and "json" not in params:
        params = {"json": json.dumps(params)}
    return check_by_name(method, params)


def _result(method: Method, rows: Rows) -> Any:
    """A list of objects, one object, or null where nothing is replied."""
    told = [_by_name(method.reply, row) for row in rows]
    if method.many:
        return told
    return told[0] if told else None


def _args_of(address: str) -> tuple[Arg, ...]:
    """What the values of a message from the bridge are."""
    if event := EVENT_BY_ADDRESS.get(address):
        return event.args
    if method := BY_ADDRESS.get(address.removesuffix("/item")):
        return method.reply
    return (Arg("count", "i", "how many items came"),)


def _by_name(args: Sequence[Arg], row: Row) -> Mapping[str, Any]:
    return {arg.name: value for arg, value in zip(args, row, strict=True)}
