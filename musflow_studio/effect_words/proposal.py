"""Proposal: the numbers that a language model may set, and its answer, read strictly.

The ranges are those of the effects' table, whose equaliser and reverb cover LLM2Fx's (Doh et al.,
arXiv 2505.20770). Models break the ranges they were told: what lies outside is brought in, what
is no number of the list is dropped, and both are said.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NoReturn

from musflow_studio.domain.effect_table import EFFECTS, Range
from musflow_studio.effect_words.numbers import EQUALISER, Numbers

_GAINS = {f"gain_{hz:g}_hz_db": EFFECTS[kind].parameters["gain_db"] for kind, hz, _ in EQUALISER}
_ROOM = {f"room_{name}".replace("room_room", "room"): name for name in EFFECTS["Space"].parameters}
"""Name in an answer -> parameter of `Space`."""
RANGES: Mapping[str, Range] = {
    **_GAINS,
    "low_cut_hz": EFFECTS["HighpassFilter"].parameters["cutoff_frequency_hz"],
    "high_cut_hz": EFFECTS["LowpassFilter"].parameters["cutoff_frequency_hz"],
    "drive_db": EFFECTS["Saturation"].parameters["drive_db"],
    "width": EFFECTS["Width"].parameters["width"],
    **{told: EFFECTS["Space"].parameters[name] for told, name in _ROOM.items()},
}
"""What an answer may hold."""

_FENCED = re.compile(r"```(?:json)?\s*(.*?)\s*```", re.DOTALL)
_MOST_LETTERS = 40


class UnreadableError(Exception):
    """An answer that is no JSON object of numbers; the reason as a clause."""


@dataclass(frozen=True)
class Proposal:
    """What an answer asks for.

    Attributes:
        values: names of RANGES -> numbers inside them.
        said: what was brought into its range, and what was dropped.
    """

    values: Mapping[str, float]
    said: tuple[str, ...] = ()


def values_of(numbers: Numbers) -> dict[str, float]:
    """The numbers by the names of RANGES."""
    return {
        **dict(zip(_GAINS, numbers.gains_db, strict=True)),
        "low_cut_hz": numbers.low_cut_hz,
        "high_cut_hz": numbers.high_cut_hz,
        "drive_db": numbers.drive_db,
        "width": numbers.width,
        **{told: numbers.room.get(name, _default(name)) for told, name in _ROOM.items()},
    }


def with_values(numbers: Numbers, values: Mapping[str, float]) -> Numbers:
    """The numbers with some set; the others stay."""
    every = values_of(numbers) | dict(values)
    return replace(
        numbers,
        gains_db=tuple(every[name] for name in _GAINS),
        low_cut_hz=every["low_cut_hz"],
        high_cut_hz=every["high_cut_hz"],
        drive_db=every["drive_db"],
        width=every["width"],
        room={name: every[told] for told, name in _ROOM.items()},
    )


def read_answer(answer: str) -> Proposal:
    """Numbers from what a model wrote: one JSON object, bare or in one code fence.

    Raises UnreadableError for anything else, and where nothing in the object can be used.
    """
    found = _object(answer)
    values: dict[str, float] = {}
    said = []
    for name, value in found.items():
        if name not in RANGES:
            said.append(f"{_short(name)} is dropped: no number of that name can be set")
        elif (number := _number(value)) is None:
            said.append(f"{name} is dropped: {_short(value)} is no number")
        else:
            values[name] = min(RANGES[name].high, max(RANGES[name].low, number))
            if values[name] != number:
                said.append(f"{name} would be {number:g}, kept at {RANGES[name]}")
    if found and not values:
        raise UnreadableError("it holds no number that can be set")
    return Proposal(values, tuple(said))


def _object(answer: str) -> dict[str, object]:
    text = answer.strip()
    fenced = _FENCED.fullmatch(text)
    try:
        found = json.loads(
            fenced[1] if fenced else text, object_pairs_hook=_each_once, parse_constant=_refuse
        )
    except (ValueError, RecursionError) as error:
        raise UnreadableError("it is not JSON") from error
    if not isinstance(found, dict):
        raise UnreadableError("it is not a JSON object")
    return found


def _each_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise UnreadableError("it says a number twice")
    return found


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def _short(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _MOST_LETTERS else f"{text[:_MOST_LETTERS]}…"


def _default(name: str) -> float:
    return EFFECTS["Space"].defaults[name]
