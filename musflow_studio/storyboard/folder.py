"""Folder: the pictures of a folder in their order, with the words written beside them."""

from __future__ import annotations

import difflib
import os
import re
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.storyboard import HitWeight
from musflow_studio.domain.text_line import starred, tidy
from musflow_studio.encoders.pictures import PICTURE_KINDS, PICTURE_SUFFIXES
from musflow_studio.storyboard.draft import Draft
from musflow_studio.storyboard.lengths import seconds_of
from musflow_studio.storyboard.table import Row, read_table
from musflow_studio.storyboard.words import read_words

TABLE_NAME = "panels.csv"

_NOT_PANELS = frozenset(
    ".csv .tsv .txt .md .json .musflow .storyboarder .ini .db .py .wav .mid .aif .aiff .mp3".split()
)
_ABOUT = re.compile(r"^(read.?me|licen[cs]e|copying|credits)", re.IGNORECASE)


def list_folder(folder: Path) -> tuple[Path, ...]:
    """The files of a folder in natural order, hidden ones left out. Raises StudioError."""
    try:
        with os.scandir(folder) as entries:
            names = [e.name for e in entries if e.is_file() and not _hidden(e.name)]
    except OSError as error:
        reason = (error.strerror or "unreadable").lower()
        raise StudioError(
            ErrorCode.NOT_ALLOWED, f"the folder {folder} cannot be read ({reason})"
        ) from None
    return tuple(folder / name for name in sorted(names, key=natural_key))


def natural_key(name: str) -> tuple[tuple[tuple[int, int, str], ...], str]:
    """Sort key that reads digits as numbers and ignores case: 2 before 10, a2 before A10."""
    parts = re.findall(r"[0-9]+|[^0-9]+", unicodedata.normalize("NFC", name).casefold())
    return tuple((0, int(p), "") if p.isdecimal() else (1, 0, p) for p in parts), name


def drafts_of_pictures(pictures: Sequence[Path]) -> tuple[Draft, ...]:
    """One draft a picture, in the given order, each with the story of its same-named `.txt`."""
    return tuple(_draft_of_picture(path) for path in pictures)


def drafts_of_folder(folder: Path) -> tuple[tuple[Draft, ...], tuple[str, ...]]:
    """The drafts of a folder without a Storyboarder project, and remarks on what was left out.

    `panels.csv` decides which pictures and in which order; without it all pictures in natural
    order. Raises StudioError if there is no picture, or the table names a missing one.
    """
    files = list_folder(folder)
    table = next((f for f in files if f.name.casefold() == TABLE_NAME), None)
    if table is not None:
        return drafts_of_table(table)
    pictures = [f for f in files if _is_picture(f)]
    if not pictures:
        raise StudioError(
            ErrorCode.BAD_INPUT,
            f"the folder {folder} holds no panels",
            legal=f"pictures ({PICTURE_KINDS}), {TABLE_NAME} or one .storyboarder file",
        )
    stems = {f.stem for f in pictures}
    orphans = [f for f in files if _lonely_text(f, stems)]
    remarks = _left_out([f for f in files if _unexpected(f)], f"not a picture ({PICTURE_KINDS})")
    remarks += _left_out(orphans, "no picture of the same name")
    return drafts_of_pictures(pictures), remarks


def drafts_of_table(table: Path) -> tuple[tuple[Draft, ...], tuple[str, ...]]:
    """The drafts of a `panels.csv`, files looked up beside it, and remarks. Raises StudioError."""
    rows, remarks = read_table(table)
    files = list_folder(table.parent)
    drafts = tuple(_draft_of_row(row, table.parent, files) for row in rows)
    listed = {draft.picture for draft in drafts}
    unlisted = [f for f in files if f not in listed and (_is_picture(f) or _unexpected(f))]
    return drafts, remarks + _left_out(unlisted, f"not listed in {table.name}")


def _draft_of_picture(path: Path) -> Draft:
    text = path.with_suffix(".txt")
    words = tidy(read_words(text), text.name) if _is_file(text) else ""
    story, must = starred(words)
    weight = HitWeight.MUST if must else None
    return Draft(f"picture {path.name}", picture=path, story=story, weight=weight)


def _draft_of_row(row: Row, folder: Path, files: Sequence[Path]) -> Draft:
    name, length = row.cells["file"], row.cells["length_s"]
    where = f"{row.where} ({name})" if name else row.where
    picture = _find(name, row.where, folder, files) if name else None
    story, must = starred(tidy(row.cells["story"], where))
    if not story and picture is not None:
        story, must = _story_beside(picture, must)
    if picture is None and not story:
        raise StudioError(
            ErrorCode.BAD_FILE, f"{where} names neither a file nor a story", hint="fill one in"
        )
    return Draft(
        where=where,
        length_s=seconds_of(length, where) if length else None,
        picture=picture,
        number=tidy(row.cells["number"], where),
        story=story,
        dialogue=tidy(row.cells["dialogue"], where),
        notes=tidy(row.cells["notes"], where),
        weight=row.weight() or (HitWeight.MUST if must else None),
    )


def _story_beside(picture: Path, must: bool) -> tuple[str, bool]:
    draft = _draft_of_picture(picture)
    return draft.story, must or draft.weight is HitWeight.MUST


def _find(name: str, where: str, folder: Path, files: Sequence[Path]) -> Path:
    """The file a row names: as written, else the one that differs in case or form of accents."""
    exact = folder / name.replace("\\", "/")
    if _is_file(exact):
        return exact
    alike = [f for f in files if _same_name(f.name, name)]
    if len(alike) == 1:
        return alike[0]
    close = difflib.get_close_matches(name, [f.name for f in files if _is_picture(f)], n=1)
    raise StudioError(
        ErrorCode.FILE_NOT_FOUND,
        f"{where}: there is no file {name!r} in {folder}",
        hint=f"did you mean {close[0]!r}?" if close else "correct the name or remove the row",
    )


def _same_name(a: str, b: str) -> bool:
    return unicodedata.normalize("NFC", a).casefold() == unicodedata.normalize("NFC", b).casefold()


def _is_file(path: Path) -> bool:
    """Whether there is such a file; names no file system takes (too long, a zero) are not."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _hidden(name: str) -> bool:
    return name.startswith((".", "~$")) or name.lower() in ("thumbs.db", "desktop.ini")


def _is_picture(path: Path) -> bool:
    return path.suffix.lower() in PICTURE_SUFFIXES


def _unexpected(path: Path) -> bool:
    known = path.suffix.lower() in _NOT_PANELS or _is_picture(path)
    return not known and not _ABOUT.match(path.name)


def _lonely_text(path: Path, stems: set[str]) -> bool:
    return path.suffix == ".txt" and path.stem not in stems and not _ABOUT.match(path.name)


def _left_out(files: Iterable[Path], why: str) -> tuple[str, ...]:
    names = [f.name for f in files]
    if not names:
        return ()
    shown = ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
    return (f"left out, {why}: {shown}",)
