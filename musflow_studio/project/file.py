"""The `.musflow` file of a project: made, written, read.

In the file picture paths are relative to it and each picture's SHA-256 stands beside, so that a
moved folder still opens and a picture moved inside it is found again by what it shows.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from musflow_studio.documents import load_document, save_document
from musflow_studio.documents.document import map_paths
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.project import Project, ProjectCue
from musflow_studio.domain.storyboard import Panel, Storyboard

PROJECT_KIND = "musflow.project"
PROJECT_SUFFIX = ".musflow"
_PICTURES = {".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", ".bmp", ".gif", ".pdf"}
_SEARCHED_FILES = 20_000


def new_project(storyboard: Storyboard) -> Project:
    """A project with one cue, 1M1, over the whole board."""
    cue = ProjectCue("1M1", "1M1", 0, storyboard.length_frames)
    return Project(storyboard, (cue,), as_read=storyboard.panels)


def save_project(project: Project, path: Path) -> None:
    """Write the project, replacing an older file in one step. Raises StudioError.

    Pictures without a SHA-256 get one. Remarks about reading are told once and not kept.
    """
    folder = path.absolute().parent
    board = project.storyboard
    panels = tuple(_hashed(panel) for panel in board.panels)
    portable = replace(project, storyboard=replace(board, panels=panels, remarks=()))
    save_document(PROJECT_KIND, map_paths(portable, lambda p: _relative(p, folder)), path)


def open_project(path: Path) -> Project:
    """Read a project; picture paths in it are absolute.

    A missing picture is looked for by its SHA-256 in the project's folder. What was found
    elsewhere, changed or stayed missing is said in the storyboard's remarks.
    Raises StudioError naming the file and the field.
    """
    document = load_document(path)
    if not isinstance(document.value, Project):
        raise StudioError(
            ErrorCode.BAD_FILE,
            f"the file {path.name} is a {document.kind} document, not a project",
            hint="give it to `musflow cue` as a source",
        )
    return _with_pictures_found(document.value, path.absolute().parent)


def _relative(path: Path, folder: Path) -> Path:
    try:
        return Path(os.path.relpath(path, folder))
    except ValueError:  # another drive (Windows)
        return path


def _hashed(panel: Panel) -> Panel:
    if panel.picture is None or panel.picture_sha256 or not panel.picture.is_file():
        return panel
    return replace(panel, picture_sha256=_digest(panel.picture))


def _digest(path: Path) -> str:
    """SHA-256 of a file; "" if it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _with_pictures_found(project: Project, folder: Path) -> Project:
    board = project.storyboard
    remarks: list[str] = []
    elsewhere: dict[str, Path] | None = None
    panels: list[Panel] = []
    for panel in board.panels:
        if panel.picture and not panel.picture.is_file() and elsewhere is None:
            wanted = {p.picture_sha256 for p in board.panels} - {""}
            elsewhere = _pictures_by_digest(folder, wanted)
        found, remark = _found(panel, elsewhere or {})
        panels.append(found)
        remarks += [remark] if remark else []
    shown = replace(board, panels=tuple(panels), remarks=(*board.remarks, *remarks))
    return replace(project, storyboard=shown)


def _found(panel: Panel, elsewhere: dict[str, Path]) -> tuple[Panel, str]:
    """The panel with its picture where it is now, and a remark if something is different."""
    if panel.picture is None:
        return panel, ""
    name = f"panel {panel.number}: the picture {panel.picture.name}"
    if not panel.picture.is_file():
        other = elsewhere.get(panel.picture_sha256)
        if other is None:
            return panel, f"{name} is missing; looked for it in {panel.picture.parent}"
        return replace(panel, picture=other), f"{name} was found again as {other}"
    digest = _digest(panel.picture)
    if digest == panel.picture_sha256:
        return panel, ""
    changed = f"{name} was changed after the project was saved" if panel.picture_sha256 else ""
    return replace(panel, picture_sha256=digest), changed


def _pictures_by_digest(folder: Path, wanted: set[str]) -> dict[str, Path]:
    """Pictures under a folder whose digest is wanted; at most 20,000 files are looked at."""
    found: dict[str, Path] = {}
    for path in _picture_files(folder):
        digest = _digest(path)
        if digest in wanted:
            found.setdefault(digest, path)
            if len(found) == len(wanted):
                break
    return found


def _picture_files(folder: Path) -> Iterator[Path]:
    seen = 0
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            seen += 1
            if seen > _SEARCHED_FILES:
                return
            if Path(name).suffix.lower() in _PICTURES:
                yield Path(place, name)
