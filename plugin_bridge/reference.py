"""docs/protocol.md and the REAPER pattern file, printed from the table.

python -m plugin_bridge.reference docs/protocol.md
python -m plugin_bridge.reference docs/MusFlow.ReaperOSC
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from importlib import resources
from itertools import groupby
from pathlib import Path

from musflow_studio.domain.errors import DOOR_NUMBERS
from plugin_bridge.arguments import range_text
from plugin_bridge.protocol import (
    EVENTS,
    JSON_FIELDS,
    MAILBOX_FIELDS,
    METHODS,
    PROTOCOL_VERSION,
    ROOT,
    Arg,
    Method,
)

_TITLES = {
    "test": "Is somebody there",
    "client": "Who listens",
    "generate": "Make a cue",
    "daw": "From inside a DAW",
    "job": "Jobs",
    "project": "The project",
    "take": "Takes",
    "library": "The user's own music",
    "model": "Pretrained models",
    "style": "Composition styles",
    "player": "Hearing",
    "audition": "Auditioning finishing presets",
    "effect": "The knobs of what is auditioned",
    "finish": "Finishing presets",
    "engine": "Engines",
    "transport": "What the DAW says",
}
_SAME_TITLE = {"api": "test", "refresh": "test"}
_TABLE = "| argument | type | default | meaning |\n| --- | --- | --- | --- |"
_REAPER_HEAD = """\
# MusFlow Studio's pattern file for REAPER (Preferences > Control/OSC/web > OSC).
# Put it into REAPER's resource folder under OSC/, choose it, and set the device's port to the
# studio's and its address to 127.0.0.1. REAPER then tells the studio its tempo, metre position
# and whether it plays. Printed from the studio's table of addresses; do not edit.

DEVICE_TRACK_COUNT 1
DEVICE_SEND_COUNT 0
DEVICE_RECEIVE_COUNT 0
DEVICE_FX_COUNT 0
DEVICE_FX_PARAM_COUNT 0
"""
_REAPER = {"TEMPO": ("f", "transport/tempo"), "TIME": ("f", "transport/position"),
           "PLAY": ("t", "transport/play")}  # fmt: skip


def protocol_page() -> str:
    """The whole of docs/protocol.md."""
    head = resources.files("plugin_bridge").joinpath("protocol_head.md").read_text("utf-8")
    parts = [head.strip().replace("PROTOCOL_VERSION", PROTOCOL_VERSION)]
    for noun, methods in groupby(METHODS, _noun):
        parts.append(f"## {_TITLES[noun]}")
        parts += [_method(method) for method in methods]
    parts += [_events(), _json(), _mailbox(), _errors()]
    return "\n\n".join(parts) + "\n"


def reaper_pattern() -> str:
    """The whole of the .ReaperOSC file: what REAPER can tell on its own."""
    known = {method.name for method in METHODS}
    lines = []
    for action, (kind, name) in _REAPER.items():
        assert name in known, f"{name} is not in the table"
        lines.append(f"{action} {kind}{ROOT}/{name}")
    return _REAPER_HEAD + "\n" + "\n".join(lines) + "\n"


def _noun(method: Method) -> str:
    noun = method.name.split("/")[0]
    return _SAME_TITLE.get(noun, noun)


def _method(method: Method) -> str:
    parts = [f"### `{method.address}`", method.says]
    if method.args:
        parts.append(_arguments(method.args))
    parts.append(_reply(method))
    return "\n\n".join(parts)


def _reply(method: Method) -> str:
    told = ", ".join(f"`{arg.name}` {arg.kind}: {_cell(arg.says)}" for arg in method.reply)
    if method.many:
        return f"Answers `{method.address}/item` for each: {told}. Then `/end` with their number."
    if method.address == f"{ROOT}/refresh":
        return "Answers on the addresses of the queries."
    return f"Answers {told}." if told else "No answer unless something is wrong."


def _arguments(args: Iterable[Arg]) -> str:
    rows = [f"| `{arg.name}` | {_kind(arg)} | {_default(arg)} | {_meaning(arg)} |" for arg in args]
    return "\n".join([_TABLE, *rows])


def _kind(arg: Arg) -> str:
    return "i, f, T or none" if arg.kind == "!" else arg.kind


def _default(arg: Arg) -> str:
    if arg.kind == "[s]":
        return "none"
    if arg.default is None:
        return "must be given"
    if isinstance(arg.default, bool):
        return "T" if arg.default else "F"
    return '`""`' if arg.default == "" else str(arg.default)


def _meaning(arg: Arg) -> str:
    legal = ", ".join(f"`{choice}`" for choice in arg.choices if choice) or range_text(arg)
    says = _cell(arg.says)
    return f"{says} ({legal})" if legal and legal not in says and not _named(arg) else says


def _named(arg: Arg) -> bool:
    """True where the meaning itself lists the choices."""
    return bool(arg.choices) and all(choice in arg.says for choice in arg.choices)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _events() -> str:
    parts = ["## What the studio sends", "To the asker, and to everybody who subscribed."]
    for event in EVENTS:
        told = ", ".join(f"`{arg.name}` {arg.kind}" for arg in event.args)
        parts.append(f"### `{event.address}`\n\n{event.says}\n\n{told}")
    return "\n\n".join(parts)


def _json() -> str:
    return (
        "## The JSON request\n\nFields of the object `generate/json` takes; unknown ones are "
        "refused. Give `text` with `length_s`, or `sources`.\n\n" + _arguments(JSON_FIELDS)
    )


def _mailbox() -> str:
    text = resources.files("plugin_bridge").joinpath("mailbox_part.md").read_text("utf-8")
    return text.strip().replace("FIELDS", _arguments(MAILBOX_FIELDS))


def _errors() -> str:
    rows = [
        f"| {numbers.osc_number} | {numbers.json_rpc_code} | {code.value.replace('_', ' ')} |"
        for code, numbers in DOOR_NUMBERS.items()
    ]
    head = (
        "## Errors\n\nJSON-RPC's own codes are -32700 (not JSON), -32600 (no request) and -32601 "
        "(unknown method);\nan error's `data` holds its parts.\n\n"
        "| OSC | JSON-RPC | what |\n| --- | --- | --- |"
    )
    return "\n".join([head, *rows])


def main() -> None:
    """Write the file named on the command line."""
    file = Path(sys.argv[1])
    text = reaper_pattern() if file.suffix == ".ReaperOSC" else protocol_page()
    file.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
