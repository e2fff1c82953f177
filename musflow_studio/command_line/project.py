"""`musflow project`: several cues over one board, kept in a `.musflow` file."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from musflow_studio.command_line.clips import print_clips
from musflow_studio.command_line.clock import clock
from musflow_studio.command_line.console import open_console
from musflow_studio.command_line.cue import (
    AsJson,
    EngineOption,
    Fps,
    QualityOption,
    Redo,
    absolute,
    listed,
)
from musflow_studio.command_line.project_cues import File, cue_commands, found
from musflow_studio.command_line.spotting import print_changes, print_spotting, spotting_as_json
from musflow_studio.command_line.waiting import ProgressLine, wait, wait_for_job
from musflow_studio.domain.clip import Clip
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.project import CueStatus
from musflow_studio.domain.request import CueRequest, Quality
from musflow_studio.project.cues import find_cue
from musflow_studio.project.variation import composed_anew
from musflow_studio.studio import Studio


def add_to(app: typer.Typer) -> None:
    """Add the group of commands."""
    project = typer.Typer(help="Several cues over one board.", no_args_is_help=True)
    project.command()(new)
    project.command()(show)
    project.command()(make)
    project.command()(theme)
    project.command("reload")(reload_board)
    project.command()(clock)
    project.add_typer(cue_commands(), name="cue")
    app.add_typer(project, name="project")


def new(
    board: Annotated[list[Path], typer.Argument(metavar="BOARD...", help="Panels, as for cue.")],
    output: Annotated[
        Path | None, typer.Option("-o", metavar="FILE", help="The .musflow file to write.")
    ] = None,
    fps: Fps = None,
) -> None:
    """Begin a project: read a board and lay one cue, 1M1, over all of it."""
    sources = absolute(board)
    file = (output or Path(f"{sources[0].stem}.musflow")).expanduser().absolute()
    with Studio() as studio, ProgressLine(studio):
        project = wait(studio.projects.new(file, CueRequest(sources=sources, fps=fps)))
    console = open_console()
    for remark in project.storyboard.remarks:
        console.print(f"note: {remark}")
    console.print(f"{len(project.storyboard.panels)} panels, one cue: {file}", soft_wrap=True)


def show(file: File, as_json: AsJson = False) -> None:
    """Show the spotting list: cues, gaps, and what wants making."""
    with Studio() as studio:
        project = wait(studio.projects.open(found(file)))
        spots = wait(studio.projects.spotting(found(file)))
    if as_json:
        typer.echo(spotting_as_json(project, spots))
    else:
        print_spotting(project, spots, open_console())


def make(
    file: File,
    cues: Annotated[
        list[str] | None,
        typer.Argument(metavar="[CUE]...", help="Which; all that want making if unsaid."),
    ] = None,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Another take that keeps nothing of the earlier ones.")
    ] = False,
    redo: Redo = None,
    engine: EngineOption = "",
    quality: QualityOption = Quality.STANDARD,
    takes: Annotated[int, typer.Option("--takes", help="How many takes of each, 1 to 16.")] = 1,
    rate: Annotated[
        int | None, typer.Option("--rate", help="Sample rate: 44100, 48000, 88200 or 96000.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Make cues, or make them again: what did not change since keeps its notes."""
    path = found(file)
    with Studio() as studio:
        wait(studio.projects.edit(path, lambda p: composed_anew(p, listed(redo) or ())))
        names, idle = _to_make(studio, path, cues, anyway=fresh or takes > 1)
        for name in idle:
            typer.echo(f"{name} is up to date (--fresh makes another take).", err=True)
        asked = CueRequest(
            takes=takes,
            sample_rate_hz=rate or studio.settings.sample_rate_hz,
            engine=engine,
            quality=quality,
        )
        for name in names:
            print_clips(_made(studio, path, name, asked, fresh=fresh), as_json=as_json)
    if not names and not idle:
        typer.echo("Nothing wants making.", err=True)


def theme(
    file: File,
    cue: Annotated[
        str | None, typer.Argument(metavar="[CUE]", help="The cue whose theme all shall sing.")
    ] = None,
    off: Annotated[bool, typer.Option("--off", help="Each cue sings its own.")] = False,
) -> None:
    """Share one theme among the cues: that of the first one made, or of the one named here."""
    path = found(file)
    if off and cue:
        raise StudioError(ErrorCode.CONTRADICTION, "--off goes without a cue", value=cue)
    with Studio() as studio:
        if off:
            wait(studio.projects.edit(path, lambda p: replace(p, shares_theme=False)))
            typer.echo("Each cue sings its own theme.")
            return
        motif = _theme_of(studio, path, cue).recipe.plan.motif if cue else None
        changed = wait(
            studio.projects.edit(
                path, lambda p: replace(p, theme=motif or p.theme, shares_theme=True)
            )
        )
    steps = " ".join(f"{step:+d}" for step in changed.theme.degrees[1:]) if changed.theme else ""
    typer.echo(
        f"All cues sing the theme 0 {steps}." if steps else "The first cue made gives the theme."
    )


def reload_board(
    file: File,
    sources: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[BOARD]...", help="Where the board is now, if it moved."),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Take it over without asking.")] = False,
    as_json: AsJson = False,
) -> None:
    """Take over a board that was changed: show what differs, then ask.

    Texts, weights, overrides and hits edited in the project stay; cues stay with their panels.
    """
    path = found(file)
    with Studio() as studio:
        with ProgressLine(studio):
            told = wait(studio.projects.compare(path, absolute(sources)))
        if as_json:
            typer.echo(json.dumps([vars(change) for change in told.changes], ensure_ascii=False))
        else:
            print_changes(told, open_console())
        if told.is_empty or not (yes or _agreed(as_json=as_json)):
            return
        wait(studio.projects.take_over(path, told))
        spots = wait(studio.projects.spotting(path))
    if not as_json:
        print_spotting(told.after, spots, open_console())


def _agreed(*, as_json: bool) -> bool:
    """Whether the user at the terminal says yes; nobody there, or a program, says no."""
    if as_json or not sys.stdin.isatty():
        typer.echo("Nothing was changed; --yes takes it over.", err=True)
        return False
    return typer.confirm("Take this over?", default=False)


def _to_make(
    studio: Studio, file: Path, names: list[str] | None, *, anyway: bool
) -> tuple[list[str], list[str]]:
    """The cues to make, and those asked for that are up to date.

    Without names: all that want making, but no approved or omitted ones.
    """
    spots = [spot for spot in wait(studio.projects.spotting(file)) if spot.cue]
    kept = (CueStatus.APPROVED, CueStatus.OMITTED)
    if not names:
        wanted = [s for s in spots if s.cue and s.cue.status not in kept]
        return [s.cue.name for s in wanted if s.cue and (anyway or s.to_make)], []
    project = wait(studio.projects.open(file))
    asked = {find_cue(project, name).uid for name in names}
    chosen = [s for s in spots if s.cue and s.cue.uid in asked]
    go = [s.cue.name for s in chosen if s.cue and (anyway or s.to_make)]
    return go, [s.cue.name for s in chosen if s.cue and s.cue.name not in go]


def _made(
    studio: Studio, file: Path, name: str, asked: CueRequest, *, fresh: bool
) -> tuple[Clip, ...]:
    with ProgressLine(studio):
        job = wait(studio.project_cue(file, name, asked, fresh=fresh))
        return wait_for_job(studio, job.job_id, job.clips)


def _theme_of(studio: Studio, file: Path, name: str) -> Clip:
    """The clip whose theme a cue sings. Raises StudioError if it was never made."""
    cue = find_cue(wait(studio.projects.open(file)), name)
    spots = wait(studio.projects.spotting(file))
    clip = next(spot.base for spot in spots if spot.cue and spot.cue.uid == cue.uid)
    if clip is None:
        raise StudioError(
            ErrorCode.CONTRADICTION,
            f"{cue.name} has no clip yet, so it has no theme to share",
            hint=f"make it first: musflow project make {file.name} {cue.name}",
        )
    return clip
