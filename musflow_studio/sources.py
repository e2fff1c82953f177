"""Where a cue starts: from pictures, from text, or further along the main path.

A saved description or plan (what `describe --json` and `plan --json` print, edited or not), a
`.musflow` project and a kept clip are sources too: the main path goes on from there.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from pathlib import Path

from musflow_studio import storyboard
from musflow_studio.documents import DescribedBoard, load_document
from musflow_studio.domain.description import Description
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.plan import CuePlan, Fit, Pins
from musflow_studio.domain.request import CueRequest
from musflow_studio.domain.storyboard import Storyboard
from musflow_studio.library import Library
from musflow_studio.project import Project, open_project

DOCUMENT_SUFFIXES = (".json", ".musflow")


@dataclass(frozen=True)
class Start:
    """What the main path starts with.

    Attributes:
        board: the panels.
        description: already described (and perhaps edited); None means describe it.
        plan: already planned (and perhaps edited); None means plan it.
        base: the plan of the clip being edited; its tempo, key and motif stay.
    """

    board: Storyboard
    description: Description | None = None
    plan: CuePlan | None = None
    base: CuePlan | None = None


def find_start(request: CueRequest) -> Start:
    """Read whatever the request names. Raises StudioError in one sentence if it cannot be used."""
    base = Library.load_clip(request.base_clip).recipe.plan if request.base_clip else None
    if request.text:
        return Start(_from_text(request), base=base)
    if request.length_s is not None:
        raise StudioError(
            ErrorCode.CONTRADICTION,
            "--length goes with --text; panels bring their own lengths",
            value=request.length_s,
        )
    if not request.sources and base:
        return Start(base.storyboard, base=base)
    if len(request.sources) == 1 and request.sources[0].suffix.lower() in DOCUMENT_SUFFIXES:
        return replace(_from_document(request.sources[0], request), base=base)
    return Start(storyboard.read(request.sources, fps=request.fps), base=base)


def _from_text(request: CueRequest) -> Storyboard:
    if request.sources:
        raise StudioError(
            ErrorCode.CONTRADICTION,
            "a cue comes from --text or from panels, not from both",
            value=request.sources[0],
        )
    if request.length_s is None or not math.isfinite(request.length_s):
        raise StudioError(
            ErrorCode.BAD_INPUT,
            "a cue from --text needs a length",
            value=request.length_s,
            legal="0.5 to 3600 seconds",
            hint="add --length 30",
        )
    return storyboard.read_text(request.text, request.length_s, fps=request.fps)


def _from_document(file: Path, request: CueRequest) -> Start:
    value = load_document(file).value
    if request.fps is not None:
        raise StudioError(
            ErrorCode.CONTRADICTION,
            "a saved document already has its frame rate",
            value=request.fps,
            hint="leave --fps out",
        )
    match value:
        case Storyboard():
            return Start(value)
        case DescribedBoard():
            return Start(value.storyboard, value.description)
        case Project():
            return Start(open_project(file).storyboard)
        case CuePlan():
            _check_nothing_pinned(request, file)
            return Start(value.storyboard, value.description, value)
        case _:
            raise StudioError(
                ErrorCode.BAD_FILE,
                "this document is not a storyboard, a description, a plan or a project",
                value=file,
            )


def _check_nothing_pinned(request: CueRequest, file: Path) -> None:
    asked = request.pins != Pins() or request.fit is not Fit.STEADY or request.style or request.loop
    if asked or request.from_panel or request.to_panel:
        raise StudioError(
            ErrorCode.CONTRADICTION,
            "a saved plan is played as it stands, so style, pins, fit, loop and panels cannot change",
            value=file,
            hint="edit the plan itself, or start from the panels",
        )
