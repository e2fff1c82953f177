"""A clip package on disk: `clip.json`, `marks.json`, and every file's SHA-256.

`clip.json` never changes after it is written; its `sha256` is of its own value, so that a change
shows. `marks.json` is what the user may change: name, rating, tags.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal

from musflow_studio.disk import replace_file, says_disk_errors
from musflow_studio.documents import decode, encode
from musflow_studio.documents.document import check_version, parse_json, read_text
from musflow_studio.documents.layout import json_text
from musflow_studio.documents.ranges import require, within
from musflow_studio.domain.clip import Clip, ClipMarks
from musflow_studio.domain.errors import ErrorCode, StudioError

CLIP_FILE, MARKS_FILE, COVER_FILE = "clip.json", "marks.json", "cover.png"
CLIP_KIND, MARKS_KIND = "musflow.clip", "musflow.marks"
CLIP_VERSION = MARKS_VERSION = 1
LONGEST_NAME = 1000


class CheckState(StrEnum):
    """What verifying a package found."""

    OK = "ok"
    MISSING = "file missing"
    CHANGED = "changed"
    DAMAGED = "damaged"


@dataclass(frozen=True)
class ClipCheck:
    """The verdict on one package.

    Attributes:
        folder: of the package.
        clip_id: "" if `clip.json` cannot be read.
        state: the worst that was found.
        files: the files it was found in.
    """

    folder: Path
    clip_id: str
    state: CheckState
    files: tuple[str, ...] = ()


def clip_text(clip: Clip) -> str:
    """`clip.json`: everything but the folder (packages move) and the marks (they change)."""
    value = encode(clip)
    del value["folder"], value["marks"]
    return json_text(
        {
            "kind": CLIP_KIND,
            "schema_version": CLIP_VERSION,
            "sha256": _value_digest(value),
            "value": value,
        }
    )


def marks_text(marks: ClipMarks) -> str:
    """`marks.json`."""
    return json_text({"kind": MARKS_KIND, "schema_version": MARKS_VERSION, "value": encode(marks)})


def load_clip(folder: Path) -> Clip:
    """The clip in a package folder.

    Raises StudioError: FILE_NOT_FOUND without a `clip.json`, BAD_FILE if it does not hold one.
    """
    value = clip_value(folder)
    marks = encode(load_marks(folder, value))
    try:
        return decode(Clip, {**value, "folder": str(folder.absolute()), "marks": marks})
    except StudioError as error:
        raise _bad_file(folder / CLIP_FILE, error.message) from error


def clip_value(folder: Path) -> dict[str, Any]:
    """The plain value inside `clip.json`, after its checksum was compared. Raises StudioError."""
    path = folder / CLIP_FILE
    document = _read(path, CLIP_KIND, CLIP_VERSION)
    if document.get("sha256") != _value_digest(document["value"]):
        raise _bad_file(path, "it was changed after it was written")
    value: dict[str, Any] = document["value"]
    return value


def load_marks(folder: Path, value: dict[str, Any]) -> ClipMarks:
    """The marks of a package; the board's title as its name if `marks.json` is gone."""
    path = folder / MARKS_FILE
    if not path.exists():
        return ClipMarks(str(value["recipe"]["plan"]["storyboard"]["title"]))
    marks = decode(ClipMarks, _read(path, MARKS_KIND, MARKS_VERSION)["value"])
    check_marks(marks)
    return marks


def save_marks(folder: Path, marks: ClipMarks) -> None:
    """Replace `marks.json` in one step. Raises StudioError."""
    check_marks(marks)
    replace_file(folder / MARKS_FILE, marks_text(marks).encode("utf-8", "backslashreplace"))


def check_marks(marks: ClipMarks) -> None:
    """Raise StudioError unless the rating is 0 to 5 and the name of a sane length."""
    within("rating", marks.rating, 0, 5)
    within("length of the name", len(marks.name), 0, LONGEST_NAME)
    require(all(tag.strip() for tag in marks.tags), "tags", "hold an empty one", "words")


def verify_package(folder: Path) -> ClipCheck:
    """Read every file of a package again and compare it with its SHA-256."""
    try:
        value = clip_value(folder)
        recorded = dict(value["sha256"])
        clip_id = str(value["clip_id"])
    except (StudioError, KeyError, TypeError):
        return ClipCheck(folder, "", CheckState.DAMAGED, (CLIP_FILE,))
    missing = tuple(name for name in recorded if not (folder / name).is_file())
    if missing:
        return ClipCheck(folder, clip_id, CheckState.MISSING, missing)
    found = file_digests(folder, recorded)
    changed = tuple(name for name in recorded if found[name] != recorded[name])
    return ClipCheck(folder, clip_id, CheckState.CHANGED if changed else CheckState.OK, changed)


def file_digests(folder: Path, names: Iterable[str], *, sync: bool = False) -> dict[str, str]:
    """SHA-256 of files in a folder, two at a time; with `sync` each is first put on the disk."""
    ordered = sorted(names)
    with ThreadPoolExecutor(2) as pool, says_disk_errors(folder):
        digests = list(pool.map(lambda name: _digest(folder / name, sync=sync), ordered))
    return dict(zip(ordered, digests, strict=True))


def _digest(path: Path, *, sync: bool) -> str:
    mode: Literal["r+b", "rb"] = "r+b" if sync else "rb"  # Windows syncs only what it may write
    with path.open(mode, buffering=0) as file:
        if sync:
            os.fsync(file.fileno())
        return hashlib.file_digest(file, "sha256").hexdigest()


def _value_digest(value: object) -> str:
    """SHA-256 of the value's JSON without spaces, names in order: the layout does not matter."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _read(path: Path, kind: str, newest: int) -> dict[str, Any]:
    document = _parsed(path)
    if not isinstance(document, dict) or document.get("kind") != kind:
        raise _bad_file(path, f"it is no {kind} document")
    check_version(document.get("schema_version"), newest)
    if not isinstance(document.get("value"), dict):
        raise _bad_file(path, "it has no value")
    return document


def _parsed(path: Path) -> object:
    try:
        return parse_json(read_text(path))
    except StudioError as error:
        if error.code in (ErrorCode.FILE_NOT_FOUND, ErrorCode.NOT_ALLOWED):
            raise
        raise _bad_file(path, error.message) from error


def _bad_file(path: Path, why: str) -> StudioError:
    return StudioError(
        ErrorCode.BAD_FILE,
        f"the clip package {path.parent.name} cannot be read: {path.name}: {why}",
        hint="restore it from a copy, or delete the folder",
    )
