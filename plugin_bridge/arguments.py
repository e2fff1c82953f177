"""What a client sent, checked against the table: numbers in range, texts not too long.

Received liberally: whole numbers and numbers interchange, yes and no may be 0 and 1, texts that
hold a number do not pass for one.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from musflow_studio.domain.errors import ErrorCode, StudioError
from plugin_bridge.protocol import Arg, Method, Value

_KINDS = {"i": "a whole number", "f": "a number", "s": "text", "T": "true or false (or 1 and 0)"}
_RELEASED = (0, 0.0, False)


def is_release(method: Method, values: Sequence[Any]) -> bool:
    """True when a trigger's button was let go: nothing is to be done."""
    triggered = bool(method.args) and method.args[0].kind == "!"
    return triggered and bool(values) and not _pressed(values[0])


def _pressed(value: Any) -> bool:
    return isinstance(value, str) or value not in _RELEASED


def check_in_order(method: Method, values: Sequence[Any]) -> dict[str, Any]:
    """Positional arguments by name, defaults filled in. Raises StudioError."""
    if len(values) > len(method.args):
        raise StudioError(
            ErrorCode.BAD_INPUT,
            f"{method.address} takes {len(method.args)} arguments",
            value=len(values),
            legal=_signature(method),
        )
    return check_by_name(method, dict(zip((a.name for a in method.args), values, strict=False)))


def check_by_name(method: Method, values: Mapping[str, Any]) -> dict[str, Any]:
    """Named arguments, defaults filled in. Raises StudioError naming the first that is wrong."""
    known = {arg.name for arg in method.args}
    for name in values:
        if name not in known:
            raise StudioError(
                ErrorCode.BAD_INPUT,
                f"{method.address} has no such argument",
                value=name,
                legal=_signature(method),
            )
    return {arg.name: _checked(method, arg, values) for arg in method.args}


def _checked(method: Method, arg: Arg, values: Mapping[str, Any]) -> Value:
    if arg.name in values:
        return check_value(arg, values[arg.name])
    if arg.default is None:
        raise StudioError(
            ErrorCode.BAD_INPUT,
            f"{method.address} needs {arg.name}: {arg.says}",
            legal=_signature(method),
        )
    return arg.default


def check_value(arg: Arg, value: Any) -> Value:
    """One value as its kind. Raises StudioError."""
    match arg.kind:
        case "s":
            return _text(arg, value)
        case "T":
            return _yes_or_no(arg, value)
        case "!":
            return _pressed(value)
        case _:
            return _number(arg, value)


def _text(arg: Arg, value: Any) -> str:
    if not isinstance(value, str):
        raise _wrong_kind(arg, value)
    if not value.isascii() and _has_lone_surrogates(value):
        raise StudioError(ErrorCode.BAD_INPUT, f"{arg.name} is not Unicode text")
    if len(value) > arg.longest:
        raise StudioError(
            ErrorCode.OUT_OF_RANGE,
            f"{arg.name} is too long",
            value=f"{len(value)} characters",
            legal=f"up to {arg.longest} characters",
        )
    if arg.choices and value not in arg.choices:
        legal = ", ".join(choice or '""' for choice in arg.choices)
        raise StudioError(ErrorCode.UNKNOWN_NAME, f"unknown {arg.name}", value=value, legal=legal)
    return value


def _has_lone_surrogates(text: str) -> bool:
    """True for what JSON's escapes can say and UTF-8 cannot."""
    return any("\ud800" <= character <= "\udfff" for character in text)


def _yes_or_no(arg: Arg, value: Any) -> bool:
    if isinstance(value, (bool, int, float)) and value in (0, 1):
        return bool(value)
    raise _wrong_kind(arg, value)


def _number(arg: Arg, value: Any) -> int | float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise _wrong_kind(arg, value)
    low = -math.inf if arg.low is None else arg.low
    high = math.inf if arg.high is None else arg.high
    if not (_is_finite(value) and low <= value <= high):
        raise StudioError(
            ErrorCode.OUT_OF_RANGE,
            f"{arg.name} is out of range",
            value=value,
            legal=range_text(arg) or "a finite number",
        )
    if arg.kind == "f":
        return float(value)
    if value != int(value):
        raise _wrong_kind(arg, value)
    return int(value)


def _is_finite(value: int | float) -> bool:
    """False also for whole numbers no float can hold."""
    try:
        return math.isfinite(value)
    except OverflowError:
        return False


def range_text(arg: Arg) -> str:
    """The legal range of a number as people read it; "" where there is none."""
    if arg.low is None or arg.high is None:
        return ""
    return f"{_plain(arg.low)} to {_plain(arg.high)}"


def _plain(number: float) -> str:
    return str(int(number)) if number == int(number) else f"{number:.3g}"


def _wrong_kind(arg: Arg, value: Any) -> StudioError:
    return StudioError(
        ErrorCode.BAD_INPUT,
        f"{arg.name} is of the wrong type",
        value=value,
        legal=_KINDS[arg.kind],
    )


def _signature(method: Method) -> str:
    if not method.args:
        return "no arguments"
    return ", ".join(
        f"{arg.name} ({arg.kind})" if arg.default is None else f"[{arg.name} ({arg.kind})]"
        for arg in method.args
    )
