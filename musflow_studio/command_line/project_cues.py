"""`musflow project cue`: cues laid over a board, changed and taken away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from musflow_studio.command_line.console import open_console
from musflow_studio.command_line.cue import (
    Bars,
    Bpm,
    Chords,
    DialogueOption,
    EndingOption,
    EngineOption,
    FitOption,
    FromPanel,
    Key,
    Meter,
    Style,
    Tacet,
    ToPanel,
    absolute,
    listed,
)
from musflow_studio.command_line.likes import LikeOnly, LikeOption, Unlike, liked
from musflow_studio.command_line.spotting import print_spotting
from musflow_studio.command_line.waiting import wait
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.plan import Pins
from musflow_studio.domain.project import CueStatus, Project
from musflow_studio.domain.selection import panel_range, panel_uids
from musflow_studio.project.cues import CueEdit, add_cue, edit_cue, remove_cue
from musflow_studio.project.place import frame_at
from musflow_studio.studio import Studio

File = Annotated[Path, typer.Argument(metavar="PROJECT", help="The .musflow file.")]
CueName = Annotated[str, typer.Argument(metavar="CUE", help='Its name: "1M2".')]
In = Annotated[
    str | None,
    typer.Option("--in", metavar="PLACE", help='Timecode, a frame ("240") or seconds ("10s").'),
]
Out = Annotated[str | None, typer.Option("--out", metavar="PLACE", help="Where it ends; likewise.")]
Finish = Annotated[str | None, typer.Option("--finish", help="Finishing preset.")]
Loop = Annotated[
    bool | None, typer.Option("--loop/--no-loop", help="A seamless loop; bars decide the length.")
]
Tail = Annotated[
    float | None, typer.Option("--tail", metavar="S", help="Extra seconds to ring out.")
]
Remarks = Annotated[str | None, typer.Option("--remarks", help="Notes for yourself.")]


def cue_commands() -> typer.Typer:
    """The three commands as one group."""
    cues = typer.Typer(help="The cues of a project.", no_args_is_help=True)
    cues.command()(add)
    cues.command()(edit)
    cues.command()(remove)
    return cues


def add(
    file: File,
    name: Annotated[
        str | None, typer.Argument(metavar="[CUE]", help="Its name; counted on if unsaid.")
    ] = None,
    start: In = None,
    end: Out = None,
    from_panel: FromPanel = None,
    to_panel: ToPanel = None,
    style: Style = "",
    finish: Finish = None,
    bpm: Bpm = None,
    key: Key = None,
    chords: Chords = None,
    meter: Meter = None,
    bars: Bars = None,
    ending: EndingOption = None,
    fit: FitOption = None,
    loop: Loop = None,
    tail: Tail = None,
    dialogue: DialogueOption = None,
    tacet: Tacet = None,
    remarks: Remarks = None,
    engine: EngineOption = "",
    like: LikeOption = None,
    like_only: LikeOnly = None,
) -> None:
    """Add a cue; without a range it fills the first gap."""
    wanted = CueEdit(
        name=name,
        style=style or None,
        finish=finish,
        pins=Pins(bpm, key, chords, meter, bars, ending),
        fit=fit,
        loop=loop,
        tail_s=tail,
        dialogue=dialogue,
        remarks=remarks,
        engine=engine or None,
        like=liked(like, like_only),
    )

    _lay(file, wanted, (start, end), (from_panel, to_panel), tacet, add_cue)


def edit(
    file: File,
    cue: CueName,
    name: Annotated[str | None, typer.Option("--name", help="A new name.")] = None,
    start: In = None,
    end: Out = None,
    from_panel: FromPanel = None,
    to_panel: ToPanel = None,
    status: Annotated[CueStatus | None, typer.Option("--status", help="How far it is.")] = None,
    choose: Annotated[
        str | None, typer.Option("--choose", metavar="CLIP", help="The clip to deliver.")
    ] = None,
    style: Annotated[
        str | None, typer.Option("--style", help='Composition style; "" lets the mood choose.')
    ] = None,
    finish: Finish = None,
    bpm: Bpm = None,
    key: Key = None,
    chords: Chords = None,
    meter: Meter = None,
    bars: Bars = None,
    ending: EndingOption = None,
    unpin: Annotated[
        list[str] | None,
        typer.Option("--unpin", help="Set free: bpm, key, chords, meter, bars, ending, motif."),
    ] = None,
    fit: FitOption = None,
    loop: Loop = None,
    tail: Tail = None,
    dialogue: DialogueOption = None,
    tacet: Tacet = None,
    remarks: Remarks = None,
    engine: EngineOption = "",
    like: LikeOption = None,
    like_only: LikeOnly = None,
    unlike: Unlike = False,
) -> None:
    """Change a cue: its range, its name, how it is made, which clip is delivered."""
    wanted = CueEdit(
        name=name,
        status=status,
        chosen_clip_id=choose,
        style=style,
        finish=finish,
        pins=Pins(bpm, key, chords, meter, bars, ending),
        unpin=tuple(unpin or ()),
        fit=fit,
        loop=loop,
        tail_s=tail,
        dialogue=dialogue,
        remarks=remarks,
        engine=engine or None,
        like=liked(like, like_only),
        unlike=unlike,
    )

    def change(project: Project, places: CueEdit) -> Project:
        return edit_cue(project, cue, places)

    _lay(file, wanted, (start, end), (from_panel, to_panel), tacet, change)


def remove(file: File, cue: CueName) -> None:
    """Take a cue out of the project; its clips stay in the library."""
    _change(file, lambda project: remove_cue(project, cue))


def found(file: Path) -> Path:
    """The project's file, absolute. Raises StudioError where it is not there."""
    return absolute([file])[0]


def _change(file: Path, change: Callable[[Project], Project]) -> None:
    """Change the project and show how its cues lie now."""
    path = found(file)
    with Studio() as studio:
        project = wait(studio.projects.edit(path, change))
        spots = wait(studio.projects.spotting(path))
    print_spotting(project, spots, open_console())


def _lay(
    file: Path,
    edit: CueEdit,
    places: tuple[str | None, str | None],
    panels: tuple[str | None, str | None],
    tacet: str | None,
    change: Callable[[Project, CueEdit], Project],
) -> None:
    """Change the project by an edit whose range and tacet panels lie on its board."""
    _change(file, lambda project: change(project, _placed(project, edit, places, panels, tacet)))


def _placed(
    project: Project,
    edit: CueEdit,
    places: tuple[str | None, str | None],
    panels: tuple[str | None, str | None],
    tacet: str | None,
) -> CueEdit:
    """The edit with its range and its tacet panels, as they were named."""
    board = project.storyboard
    for place, panel, options in zip(
        places, panels, (("--in", "--from"), ("--out", "--to")), strict=True
    ):
        if place and panel:
            raise StudioError(
                ErrorCode.CONTRADICTION, f"{' and '.join(options)} say the same", value=place
            )
    first, last = (frame_at(board, place) if place else None for place in places)
    if panels[0]:
        first = panel_range(board, panels[0], None)[0]
    if panels[1]:
        last = panel_range(board, None, panels[1])[1]
    names = listed(tacet)
    uids = None if names is None else panel_uids(board, names)
    return replace(edit, in_frame=first, out_frame=last, tacet=uids)
