"""JSON text for people: an object or list on one line where it fits, else one item a line."""

from __future__ import annotations

import json

LINE_WIDTH = 100
_INDENT = " "
_flat = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def json_text(data: object) -> str:
    """Plain values as readable JSON, ending in a newline; equal input gives equal text.

    Raises ValueError for NaN and infinities (JSON has none).
    """
    return _lines(data, "") + "\n"


def _lines(data: object, indent: str) -> str:
    if not (isinstance(data, dict | list) and data):
        return _flat(data)
    if _is_small(data):
        line = _flat(data)
        if len(indent) + len(line) <= LINE_WIDTH:
            return line
    inner = indent + _INDENT
    if isinstance(data, dict):
        items = [f"{inner}{_flat(str(name))}: {_lines(v, inner)}" for name, v in data.items()]
        return "{\n" + ",\n".join(items) + f"\n{indent}}}"
    return "[\n" + ",\n".join(inner + _lines(v, inner) for v in data) + f"\n{indent}]"


def _is_small(data: dict[str, object] | list[object]) -> bool:
    """At most twelve items, none of which holds others."""
    items = data.values() if isinstance(data, dict) else data
    return len(data) <= 12 and not any(isinstance(item, dict | list) and item for item in items)
