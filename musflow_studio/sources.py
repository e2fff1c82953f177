"""Where a cue starts: from pictures, from text, or further along the main path.

A saved description or plan (what `describe --json` and `plan --json` print, edited or not), a
`.musflow` project and a kept clip are sources too: the main path goes on from there.
"""

from __future__ import annotations

import math
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from musflow_studio import storyboard
from musflow_studio.documents import DescribedBoard, load_document
from musflow_studio.domain.description import Description
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.plan import CuePlan, Dialogue, Fit, LengthMode, Motif, Pins
from musflow_studio.domain.reference import Reference, Trait
from musflow_studio.domain.request import CueRequest
from musflow_studio.domain.selection import panel_range, panel_uids
from musflow_studio.domain.storyboard import Panel, Storyboard
from musflow_studio.library import Library
from musflow_studio.likeness.reading import reference_from
from musflow_studio.project import PROJECT_SUFFIX, Project, open_project

DOCUMENT_SUFFIXES = (".json", PROJECT_SUFFIX)


@dataclass(frozen=True)
class Wishes:
    """What planning is asked for, after an edited clip's own choices filled the gaps."""

    in_frame: int
    out_frame: int
    style: str
    pins: Pins
    fit: Fit
    length_mode: LengthMode
    tail_s: float
    dialogue: Dialogue
    tacet: tuple[str, ...]


@dataclass(frozen=True)
class Start:
    """What the main path starts with.

    Attributes:
        board: the panels.
        seed: of the first take.
        description: already described (and perhaps edited); None means describe it.
        plan: already planned (and perhaps edited); None means plan it.
        base: the plan of the clip being edited; its tempo, key and motif stay.
        theme: the motif of the clip that lends its theme.
        reference: the piece the cue shall be like, and `liked`, what is taken of it.
    """

    board: Storyboard
    seed: int = 0
    description: Description | None = None
    plan: CuePlan | None = None
    base: CuePlan | None = None
    theme: Motif | None = None
    reference: Reference | None = None
    liked: tuple[Trait, ...] = ()

    @property
    def length_s(self) -> float:
        """Length of the whole board in seconds."""
        return float(self.board.rate.seconds(self.board.length_frames))

    def wishes(self, request: CueRequest) -> Wishes:
        """The request's wishes; what it leaves open comes from the edited clip, if there is one."""
        in_frame, out_frame = self._range(request)
        asked = panel_uids(self.board, request.tacet or ())
        base = self.base
        pins = replace(request.pins, motif=self.theme) if self.theme else request.pins
        if base is None:
            return Wishes(
                in_frame,
                out_frame,
                request.style,
                pins,
                request.fit or Fit.STEADY,
                LengthMode.LOOP if request.loop else LengthMode.PICTURE,
                request.tail_s or 0.0,
                request.dialogue or Dialogue.UNDER,
                asked,
            )
        whole = request.project is not None  # a project's cue says what is pinned and what not
        open_mode = LengthMode.PICTURE if whole else base.length_mode
        return Wishes(
            in_frame,
            out_frame,
            request.style or base.style,
            pins if whole else pins.over(base.pins),
            request.fit or base.fit,
            LengthMode.LOOP if request.loop else open_mode,
            base.tail_s if request.tail_s is None else request.tail_s,
            request.dialogue or base.dialogue,
            base.tacet if request.tacet is None else asked,
        )

    def _range(self, request: CueRequest) -> tuple[int, int]:
        if request.in_frame is not None and request.out_frame is not None:
            return request.in_frame, request.out_frame
        if self.base is None or request.from_panel or request.to_panel:
            return panel_range(self.board, request.from_panel, request.to_panel)
        whole = (0, self.board.length_frames)
        if (self.base.in_frame, self.base.out_frame) == (0, self.base.storyboard.length_frames):
            return whole
        known = {part.panel_uid for part in self.base.panels}
        starts = self.board.start_frames
        inside = [i for i, panel in enumerate(self.board.panels) if panel.uid in known]
        return (starts[inside[0]], starts[inside[-1] + 1]) if inside else whole


def find_start(request: CueRequest) -> Start:
    """Read whatever the request names. Raises StudioError in one sentence if it cannot be used."""
    base = Library.load_clip(request.base_clip).recipe.plan if request.base_clip else None
    lent = Library.load_clip(request.theme_clip).recipe.plan if request.theme_clip else None
    start = replace(_read(request, base), base=base, theme=lent.motif if lent else None)
    start = replace(start, board=_varied(start.board, request, base))
    start = _with_reference(start, request)
    known = start.plan or base
    if request.seed is not None:
        return replace(start, seed=request.seed)
    return replace(start, seed=known.seed if known else secrets.randbits(32))


def _with_reference(start: Start, request: CueRequest) -> Start:
    """An edited clip's reference stays; a project's cue says itself whether it has one."""
    base = start.base
    if request.like:
        reference = reference_from(request.like.path)
        return replace(start, reference=reference, liked=request.like.traits)
    if base and base.reference and not request.unlike and request.project is None:
        return replace(start, reference=base.reference, liked=base.liked)
    return start


def _varied(board: Storyboard, request: CueRequest, base: CuePlan | None) -> Storyboard:
    """The board with the panels to compose anew; pictures and folders know no variations.

    For those the edited clip's count, so that what was composed anew stays.
    """
    if base is None:
        if request.redo:
            raise StudioError(
                ErrorCode.CONTRADICTION,
                "panels can be composed anew only in a clip that is there",
                value=", ".join(request.redo),
                hint="name it with --base",
            )
        return board
    if not any(source.suffix.lower() == PROJECT_SUFFIX for source in request.sources):
        made = {p.uid: p.override.variation for p in base.storyboard.panels}
        board = replace(board, panels=tuple(_like(panel, made) for panel in board.panels))
    return board.varied(panel_uids(board, request.redo))


def _like(panel: Panel, variations: Mapping[str, int]) -> Panel:
    variation = variations.get(panel.uid, panel.override.variation)
    return replace(panel, override=replace(panel.override, variation=variation))


def _read(request: CueRequest, base: CuePlan | None) -> Start:
    if request.text:
        return Start(_from_text(request))
    if request.length_s is not None:
        raise StudioError(
            ErrorCode.CONTRADICTION,
            "--length goes with --text; panels bring their own lengths",
            value=request.length_s,
        )
    if not request.sources and base:
        return Start(base.storyboard)
    if len(request.sources) == 1 and request.sources[0].suffix.lower() in DOCUMENT_SUFFIXES:
        return _from_document(request.sources[0], request)
    return Start(storyboard.read(request.sources, fps=request.fps))


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
            legal="1 frame to 3600 s",
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
            return Start(value.storyboard, description=value.description)
        case Project():
            return Start(open_project(file).storyboard)
        case CuePlan():
            _check_nothing_pinned(request, file)
            tail_s = value.tail_s if request.tail_s is None else request.tail_s
            plan = replace(value, tail_s=tail_s)
            return Start(value.storyboard, description=value.description, plan=plan)
        case _:
            raise StudioError(
                ErrorCode.BAD_FILE,
                "this document is not a storyboard, a description, a plan or a project",
                value=file,
            )


def _check_nothing_pinned(request: CueRequest, file: Path) -> None:
    asked = (
        request.pins != Pins(),
        request.fit,
        request.style,
        request.loop,
        request.dialogue,
        request.tacet is not None,
        request.from_panel,
        request.to_panel,
        request.takes > 1,
        request.base_clip,
        request.theme_clip,
        request.redo,
    )
    if any(asked):
        raise StudioError(
            ErrorCode.CONTRADICTION,
            "a saved plan is played as it stands, once: its style, pins, fit and panels stay",
            value=file,
            hint="edit the plan itself, or start from the panels",
        )
