"""Reading: which kind of source is it, and the way from there to a Storyboard."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.storyboard import Storyboard
from musflow_studio.domain.text_line import starred, tidy
from musflow_studio.domain.timecode import FrameRate
from musflow_studio.encoders.pictures import PICTURE_KINDS, PICTURE_SUFFIXES
from musflow_studio.storyboard.assembly import assemble
from musflow_studio.storyboard.draft import Draft
from musflow_studio.storyboard.folder import (
    drafts_of_folder,
    drafts_of_pictures,
    drafts_of_table,
    list_folder,
)
from musflow_studio.storyboard.lengths import seconds_of
from musflow_studio.storyboard.pdf import drafts_of_pdf
from musflow_studio.storyboard.script import SCRIPT_SUFFIXES, drafts_of_script
from musflow_studio.storyboard.storyboarder import read_project

PDF_SUFFIX = ".pdf"
ACCEPTED = (
    f"pictures ({PICTURE_KINDS}), a folder of them, a PDF, a panels.csv, a .storyboarder project "
    "or a script (.fountain, .fdx)"
)
DEFAULT_FPS = "24"
_TITLE_LENGTH = 60


@dataclass(frozen=True)
class _Source:
    """Drafts read from a source, the frame rate it states, and what was left out."""

    drafts: tuple[Draft, ...]
    title: str
    path: Path | None
    fps: str | None = None
    remarks: tuple[str, ...] = ()


def read(
    sources: tuple[Path, ...], *, fps: str | None = None, default_length_s: float = 3.0
) -> Storyboard:
    """Read panels from what a user has.

    Args:
        sources: one folder, one `.storyboarder` project, one `panels.csv`, one PDF, one script
            (`.fountain`, `.fdx`), or any number of pictures, which become panels in the given
            order (each page of a TIFF one panel).
        fps: "24", "23.976", "29.97df" ...; None takes the source's own rate, else 24.
        default_length_s: seconds of panels that state none, 1 frame to 3600 s.

    Returns:
        The board; its remarks say what was left out or had to be changed.

    Raises StudioError for anything unreadable or out of range, naming file, row or board.
    """
    default = seconds_of(default_length_s, "default length")
    paths = tuple(Path(os.path.abspath(source)) for source in sources)
    rate = FrameRate.parse(fps or DEFAULT_FPS)
    source = _one(paths[0], rate) if len(paths) == 1 else _pictures(paths)
    return _board(source, fps, default)


def read_text(text: str, length_s: float, *, fps: str | None = None) -> Storyboard:
    """A board of one panel without a picture: a line of story that lasts `length_s` seconds.

    Raises StudioError for an empty or overlong text, or a length outside 1 frame to 3600 s.
    """
    story, _ = starred(tidy(text, "the text"))
    if not story:
        raise StudioError(
            ErrorCode.BAD_INPUT, "the text is empty", hint="write what happens in the scene"
        )
    length = seconds_of(length_s, "the text")
    draft = Draft("the text", length_s=length, story=story)
    return _board(_Source((draft,), _shortened(story), None), fps, length)


def _board(source: _Source, fps: str | None, default: Fraction) -> Storyboard:
    return assemble(
        source.drafts,
        title=tidy(source.title, "the title") or "board",
        rate=FrameRate.parse(fps) if fps else _stated_rate(source),
        default_length_s=default,
        source=source.path,
        remarks=source.remarks,
    )


def _stated_rate(source: _Source) -> FrameRate:
    try:
        return FrameRate.parse(source.fps or DEFAULT_FPS)
    except StudioError as error:
        raise StudioError(
            error.code,
            f"{source.path}: {error.message}",
            value=source.fps,
            legal=error.legal,
            hint="give the frame rate yourself",
        ) from None


def _one(path: Path, rate: FrameRate) -> _Source:
    kind = path.suffix.lower()
    if _is_folder(path):
        return _folder(path, rate)
    if kind == PDF_SUFFIX:
        return _pdf(path, rate)
    if kind in SCRIPT_SUFFIXES:
        return _script(path, rate)
    if kind == ".storyboarder":
        return _project(path)
    if kind in (".csv", ".tsv"):
        drafts, remarks = drafts_of_table(path)
        return _Source(drafts, path.parent.name, path, remarks=remarks)
    return _pictures((path,))


def _pdf(path: Path, rate: FrameRate) -> _Source:
    _check_there(path)
    if not path.stat().st_size:
        raise StudioError(ErrorCode.BAD_FILE, f"the PDF {path} is an empty file (0 bytes)")
    drafts, remarks = drafts_of_pdf(path, rate)
    return _Source(drafts, path.stem, path, remarks=remarks)


def _script(path: Path, rate: FrameRate) -> _Source:
    _check_there(path)
    script = drafts_of_script(path, rate)
    return _Source(script.drafts, script.title or path.stem, path, remarks=script.remarks)


def _folder(path: Path, rate: FrameRate) -> _Source:
    files = list_folder(path)
    projects = [f for f in files if f.suffix.lower() == ".storyboarder"]
    if len(projects) > 1:
        raise StudioError(
            ErrorCode.BAD_INPUT,
            f"the folder {path} holds {len(projects)} .storyboarder projects",
            value=", ".join(f.name for f in projects),
            hint="name one of them",
        )
    if projects:
        return _project(projects[0])
    pdf = _only_pdf(files)
    if pdf is not None:
        return _pdf(pdf, rate)
    drafts, remarks = drafts_of_folder(path)
    return _Source(drafts, path.name, path, remarks=remarks)


def _only_pdf(files: Sequence[Path]) -> Path | None:
    """The PDF of a folder that holds no other panels; None unless there is exactly one."""
    kinds = [f.suffix.lower() for f in files]
    others = PICTURE_SUFFIXES | {".csv"}
    pdfs = [f for f, kind in zip(files, kinds, strict=True) if kind == PDF_SUFFIX]
    return pdfs[0] if len(pdfs) == 1 and not others & set(kinds) else None


def _project(path: Path) -> _Source:
    project = read_project(path)
    return _Source(project.drafts, path.stem, path, project.fps, project.remarks)


def _pictures(paths: Sequence[Path]) -> _Source:
    """Pictures in the given order. Raises StudioError unless each is there and a picture."""
    if not paths:
        raise StudioError(ErrorCode.BAD_INPUT, "no panels were given", legal=ACCEPTED)
    for path in paths:
        if _is_folder(path):
            raise StudioError(
                ErrorCode.BAD_INPUT,
                f"the folder {path} was given together with other sources",
                hint="give one folder, or pictures only",
            )
        _check_picture_source(path)
    title = paths[0].stem if len(paths) == 1 else paths[0].parent.name
    return _Source(drafts_of_pictures(paths), title, paths[0] if len(paths) == 1 else None)


def _check_there(path: Path) -> None:
    try:
        there = path.exists()
    except (OSError, ValueError):  # a name that no file system takes
        there = False
    if not there:
        raise StudioError(ErrorCode.FILE_NOT_FOUND, f"there is no {path}", legal=ACCEPTED)


def _check_picture_source(path: Path) -> None:
    _check_there(path)
    if path.suffix.lower() == PDF_SUFFIX:
        raise StudioError(
            ErrorCode.BAD_INPUT,
            f"the PDF {path.name!r} was given together with other sources",
            hint="give it alone",
        )
    if path.suffix.lower() not in PICTURE_SUFFIXES:
        raise StudioError(
            ErrorCode.BAD_INPUT, f"{path.name!r} is no source of panels", legal=ACCEPTED
        )


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _shortened(story: str) -> str:
    """The first words of a story, at most 60 characters, for a title."""
    if len(story) <= _TITLE_LENGTH:
        return story.rstrip(".!?, ") or story
    return story[:_TITLE_LENGTH].rsplit(" ", 1)[0].rstrip(".,;: ")
