"""A `.storyboarder` project (JSON) in the loose forms found in the wild, as drafts.

Numbers may be strings, any key may be missing. A board's length is its `duration` (ms), else the
file's `defaultBoardTiming`; the often stale `time` counts only in old files that have neither.
Its picture is the main PNG, else its drawing layers composed, else the poster frame or thumbnail.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.storyboard import HitWeight
from musflow_studio.domain.text_line import starred, tidy
from musflow_studio.storyboard.draft import Draft
from musflow_studio.storyboard.lengths import seconds_of
from musflow_studio.storyboard.words import read_words

DEFAULT_BOARD_MS = 2000
DRAWN_LAYERS = ("shot-generator", "fill", "tone", "pencil", "ink")
"""Layers that are the picture, bottom first; unknown ones lie on top in the file's order."""
IGNORED_LAYERS = ("notes", "reference", "camera-plot", "onion", "guides", "composite")

SPARE_PICTURES = {
    "-posterframe.jpg": "shown by its poster frame",
    "-posterframe.png": "shown by its poster frame",
    "-thumbnail.png": "shown by its thumbnail",
}

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Project:
    """What a project file says.

    Attributes:
        drafts: its boards, in order.
        fps: its frame rate as written; None without one.
        remarks: what reading had to decide.
    """

    drafts: tuple[Draft, ...]
    fps: str | None
    remarks: tuple[str, ...]


def read_project(path: Path) -> Project:
    """Read a `.storyboarder` file.

    Raises StudioError: not JSON, no boards, a bad length (the board is named), or a board with
    no picture of any kind (named).
    """
    project = _parse(path)
    boards = _boards(path, project)
    wheres = [_where(i, board) for i, board in enumerate(boards)]
    lengths = _lengths(project, boards, wheres)
    weights, weight_remarks = _weights(boards)
    found = [_pictures(path, b, w) for b, w in zip(boards, wheres, strict=True)]
    drafts = tuple(
        _draft(*parts) for parts in zip(boards, wheres, lengths, weights, found, strict=True)
    )
    return Project(drafts, _fps(project), weight_remarks + _picture_remarks(found))


def _parse(path: Path) -> Json:
    try:
        project = json.loads(read_words(path).removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        raise StudioError(
            ErrorCode.BAD_FILE,
            f"the project {path} is not JSON",
            hint="open it in Storyboarder and save it again",
        ) from None
    if not isinstance(project, dict):
        raise StudioError(ErrorCode.BAD_FILE, f"the project {path} is not a Storyboarder project")
    return project


def _boards(path: Path, project: Json) -> list[Json]:
    boards = project.get("boards")
    if not isinstance(boards, list) or not boards:
        raise StudioError(ErrorCode.BAD_FILE, f"the project {path} has no boards")
    for position, board in enumerate(boards, 1):
        if not isinstance(board, dict):
            raise StudioError(
                ErrorCode.BAD_FILE, f"board {position} of the project {path} is not an object"
            )
    return boards


def _where(position: int, board: Json) -> str:
    name = _text(board.get("shot"))
    return f"board {position + 1}" + (f" ({name})" if name else "")


def _fps(project: Json) -> str | None:
    return _text(project.get("fps")) or None


def _text(value: object) -> str:
    """A loose scalar as text; lists and objects as nothing; 3.0 as "3"."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return tidy(value, "a field") if isinstance(value, str | int | float) else ""


def _absent(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _lengths(project: Json, boards: Sequence[Json], wheres: Sequence[str]) -> list[Fraction]:
    default = project.get("defaultBoardTiming")
    if _absent(default) and all(_absent(b.get("duration")) for b in boards):
        return _lengths_by_time(boards, wheres)
    fallback = DEFAULT_BOARD_MS if _absent(default) else default
    durations = [fallback if _absent(b.get("duration")) else b["duration"] for b in boards]
    return [_milliseconds(d, w) for d, w in zip(durations, wheres, strict=True)]


def _milliseconds(value: object, where: str) -> Fraction:
    return seconds_of(value, where, units_per_second=1000)


def _lengths_by_time(boards: Sequence[Json], wheres: Sequence[str]) -> list[Fraction]:
    """Lengths from ascending start times, the last one's unknown; else all of the default."""
    last = Fraction(DEFAULT_BOARD_MS, 1000)
    try:
        later = [
            _milliseconds(b.get("time"), w) for b, w in zip(boards[1:], wheres[1:], strict=True)
        ]
    except StudioError:
        return [last] * len(boards)
    steps = [b - a for a, b in pairwise([Fraction(0), *later])]
    return [*steps, last] if all(step > 0 for step in steps) else [last] * len(boards)


def _weights(boards: Sequence[Json]) -> tuple[list[HitWeight], tuple[str, ...]]:
    """The first board of each shot is a must; where no board starts one, each is a shot."""
    starts = [_true(board.get("newShot")) for board in boards]
    if not any(starts):
        remark = "no board starts a new shot, so each counts as a shot and every cut as a must-hit"
        return [HitWeight.MUST] * len(boards), (remark,) if len(boards) > 1 else ()
    starts[0] = True
    return [HitWeight.MUST if start else HitWeight.SHOULD for start in starts], ()


def _true(value: object) -> bool:
    return value is True or str(value).strip().lower() in ("true", "1", "yes")


@dataclass(frozen=True)
class _Found:
    """The picture files of one board; `remark` where the main one was missing."""

    picture: Path | None = None
    layers: tuple[Path, ...] = ()
    instead: str = ""


def _pictures(project: Path, board: Json, where: str) -> _Found:
    url = _text(board.get("url"))
    main = _existing(project, url)
    if main:
        return _Found(main)
    layers = tuple(
        p for name in _layer_files(board.get("layers")) if (p := _existing(project, name))
    )
    if layers:
        return _Found(layers=layers, instead="composed from its layers")
    stem = url.rpartition(".")[0] or url
    for ending, instead in SPARE_PICTURES.items():
        spare = _existing(project, stem + ending) if stem else None
        if spare:
            return _Found(spare, instead=instead)
    raise StudioError(
        ErrorCode.FILE_NOT_FOUND,
        f"{where} of {project} has no picture: neither {url or 'a main picture'!r} nor a layer, "
        "poster frame or thumbnail is there",
        hint="keep the project's images folder beside it",
    )


def _layer_files(layers: object) -> list[str]:
    """File names of the drawing layers, bottom first; from an object or a list, of either form."""
    named: dict[str, str] = {}
    if isinstance(layers, dict):
        named = {str(name): _layer_file(layer) for name, layer in layers.items()}
    elif isinstance(layers, list):
        named = {_layer_name(layer, i): _layer_file(layer) for i, layer in enumerate(layers)}
    known = [named[name] for name in DRAWN_LAYERS if name in named]
    drawn = (*DRAWN_LAYERS, *IGNORED_LAYERS)
    return [f for f in known + [named[name] for name in named if name not in drawn] if f]


def _layer_name(layer: object, position: int) -> str:
    name = layer.get("name") if isinstance(layer, dict) else None
    return _text(name) or f"layer {position}"


def _layer_file(layer: object) -> str:
    return _text(layer.get("url") if isinstance(layer, dict) else layer)


def _existing(project: Path, name: str) -> Path | None:
    """A picture of the project: under `images/`, or beside the file in flattened copies."""
    relative = name.replace("\\", "/")
    for folder in (project.parent / "images", project.parent):
        try:
            if relative and (folder / relative).is_file():
                return folder / relative
        except (OSError, ValueError):  # a name that no file system takes
            return None
    return None


def _draft(board: Json, where: str, length_s: Fraction, weight: HitWeight, found: _Found) -> Draft:
    story, must = starred(tidy(board.get("action"), where))
    return Draft(
        where=where,
        length_s=length_s,
        picture=found.picture,
        layers=found.layers,
        number=_text(board.get("shot")) or _text(board.get("number")),
        story=story,
        dialogue=tidy(board.get("dialogue"), where),
        notes=tidy(board.get("notes"), where),
        weight=HitWeight.MUST if must else weight,
        uid=_text(board.get("uid")),
    )


def _picture_remarks(found: Sequence[_Found]) -> tuple[str, ...]:
    ways = dict.fromkeys(f.instead for f in found if f.instead)
    return tuple(f"main picture missing, {way}: {_positions(found, way)}" for way in ways)


def _positions(found: Sequence[_Found], way: str) -> str:
    numbers = [str(i) for i, f in enumerate(found, 1) if f.instead == way]
    return ("boards " if len(numbers) > 1 else "board ") + ", ".join(numbers)
