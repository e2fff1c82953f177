"""Cue orders: what to ask the studio for, so that a cue of a project is made or its board read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.plan import Motif, Pins
from musflow_studio.domain.project import CueStatus, Project, ProjectCue
from musflow_studio.domain.request import CueRequest


def cue_request(project: Project, cue: ProjectCue, asked: CueRequest) -> CueRequest:
    """What was asked, with all that it leaves open taken from the cue.

    A base clip brings its own seed, so the cue's counts only without one. Raises StudioError if
    the request names panels as well: the cue has its own range.
    """
    if asked.from_panel or asked.to_panel:
        raise StudioError(
            ErrorCode.CONTRADICTION,
            f"{cue.name} has its own in and out",
            value=f"panel {asked.from_panel or asked.to_panel}",
            hint="leave --from and --to out, or change the cue with `musflow project cue edit`",
        )
    return replace(
        asked,
        in_frame=cue.in_frame,
        out_frame=cue.out_frame,
        cue_uid=cue.uid,
        style=asked.style or cue.style,
        finish=asked.finish or cue.finish,
        engine=asked.engine or cue.engine,
        pins=asked.pins.over(cue_pins(project, cue)),
        fit=asked.fit or cue.fit,
        loop=asked.loop or cue.loop,
        tail_s=cue.tail_s if asked.tail_s is None else asked.tail_s,
        seed=cue.seed if asked.seed is None and asked.base_clip is None else asked.seed,
        dialogue=asked.dialogue or cue.dialogue,
        tacet=tacet_numbers(project, cue) if asked.tacet is None else asked.tacet,
        like=asked.like or (None if asked.unlike else cue.like),
        name=asked.name or f"{project.storyboard.title} {cue.name}",
    )


def recorded_request(
    project: Project, cue: ProjectCue, file: Path, base: Path | None, asked: CueRequest
) -> CueRequest:
    """The request that makes a cue, or makes it again from `base`, noted in the project's file."""
    if cue.status is CueStatus.OMITTED:
        raise StudioError(
            ErrorCode.CONTRADICTION,
            f"{cue.name} is omitted",
            hint=f"give it a range and a status: musflow project cue edit … {cue.name}",
        )
    wanted = replace(asked, sources=(file,), base_clip=base)
    return replace(cue_request(project, cue, wanted), project=file)


def cue_pins(project: Project, cue: ProjectCue) -> Pins:
    """The cue's own pins, and the project's theme where it sings it."""
    return cue.pins.over(Pins(motif=shared_theme(project)))


def shared_theme(project: Project) -> Motif | None:
    """The theme of all cues; None where each sings its own."""
    return project.theme if project.shares_theme else None


def tacet_numbers(project: Project, cue: ProjectCue) -> tuple[str, ...]:
    """The panels without music as a request names them: by number."""
    return tuple(p.number for p in project.storyboard.panels if p.uid in cue.tacet)


def board_request(project: Project, sources: tuple[Path, ...] = ()) -> CueRequest:
    """The request that reads the project's board again, at the project's frame rate.

    Without `sources`, from where it came. Raises StudioError where that is not known.
    """
    board = project.storyboard
    known = sources or ((board.source,) if board.source else ())
    if not known:
        raise StudioError(
            ErrorCode.BAD_INPUT,
            "the project does not know where its board came from",
            hint="name the panels: musflow project reload PROJECT PANELS",
        )
    fps = f"{board.rate.fps}{'df' if board.rate.drop_frame else ''}"
    return CueRequest(sources=known, fps=fps)
