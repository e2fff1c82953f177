"""`musflow cue`, `describe` and `plan`: the main path from the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from musflow_studio.command_line.clips import print_clips
from musflow_studio.command_line.console import open_console
from musflow_studio.command_line.likes import LikeOnly, LikeOption, Unlike, liked
from musflow_studio.command_line.report import print_description, print_plan
from musflow_studio.command_line.waiting import ProgressLine, wait, wait_for_job
from musflow_studio.documents import dump_document
from musflow_studio.domain.engines import ENGINES
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.plan import Dialogue, Ending, Fit, Pins
from musflow_studio.domain.request import CueRequest, Quality
from musflow_studio.studio import Studio

Sources = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="[SOURCE]...",
        help="Pictures, a folder of panels, a PDF, a .storyboarder file, a script (.fountain, "
        ".fdx), a .musflow project, "
        "or what describe and plan printed with --json.",
        show_default=False,
    ),
]
Text = Annotated[str, typer.Option("--text", help="A line of story instead of panels.")]
Length = Annotated[
    float | None, typer.Option("--length", metavar="S", help="Seconds of a --text cue.")
]
Fps = Annotated[
    str | None,
    typer.Option("--fps", metavar="R", help="Frame rate: 24 (if unsaid), 23.976, 25, 29.97df …"),
]
Style = Annotated[
    str, typer.Option("--style", help="Composition style; the mood chooses if unset.")
]
Bpm = Annotated[float | None, typer.Option("--bpm", help="Pin the tempo, 40 to 240.")]
Key = Annotated[str | None, typer.Option("--key", help='Pin the key: "D minor".')]
Chords = Annotated[
    str | None, typer.Option("--chords", help='Pin the chords, one a bar: "Dm Bb F C".')
]
Meter = Annotated[str | None, typer.Option("--meter", help="Pin the metre: 4/4, 3/4, 6/8 or 5/4.")]
IntoBar = Annotated[
    float | None,
    typer.Option(
        "--into-bar",
        metavar="Q",
        help="Bar lines as in the workstation: the cue starts Q quarters after one of its own.",
    ),
]
Bars = Annotated[int | None, typer.Option("--bars", help="Bars of a --loop cue.")]
FitOption = Annotated[
    Fit | None, typer.Option("--fit", help="How the tempo follows the cuts (steady if unsaid).")
]
EngineOption = Annotated[
    str,
    typer.Option("--engine", help=f"What plays: {', '.join(ENGINES)} (see musflow doctor)."),
]
QualityOption = Annotated[
    Quality, typer.Option("--quality", help="How much work the engine puts in.")
]
Theme = Annotated[
    Path | None,
    typer.Option("--theme", metavar="CLIP", help="Sing this clip's theme, in this cue's metre."),
]
FromPanel = Annotated[str | None, typer.Option("--from", metavar="P", help="First panel.")]
ToPanel = Annotated[str | None, typer.Option("--to", metavar="P", help="Last panel.")]
EndingOption = Annotated[
    Ending | None,
    typer.Option("--ending", help="Pin how the cue closes; the mood chooses if unset."),
]
DialogueOption = Annotated[
    Dialogue | None,
    typer.Option("--dialogue", help="Where somebody speaks: stay under (if unsaid), or ignore it."),
]
Tacet = Annotated[
    str | None,
    typer.Option("--tacet", metavar="P,P", help='Panels without music: "4,7"; "" for none.'),
]
Redo = Annotated[
    str | None,
    typer.Option("--redo", metavar="P,P", help='Compose these panels anew: "3,4"; the rest stays.'),
]
CueOption = Annotated[
    str, typer.Option("--cue", metavar="NAME", help="A cue of the project that is the source.")
]
PictureModel = Annotated[
    str,
    typer.Option(
        "--picture-model",
        metavar="NAME",
        help="Which installed model says what pictures show (see models list); none for none.",
    ),
]
Seed = Annotated[int | None, typer.Option("--seed", help="Same seed, same take.")]
Loop = Annotated[bool, typer.Option("--loop", help="Make a seamless loop; bars decide the length.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON on standard output only.")]


def add_to(app: typer.Typer) -> None:
    """Add the three commands."""
    app.command()(cue)
    app.command()(describe)
    app.command()(plan)


def cue(
    sources: Sources = None,
    text: Text = "",
    length: Length = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", metavar="DIR", help="Put the clip here, not in the library."),
    ] = None,
    style: Style = "",
    finish: Annotated[str, typer.Option("--finish", help="Finishing preset.")] = "",
    engine: EngineOption = "",
    quality: QualityOption = Quality.STANDARD,
    bpm: Bpm = None,
    key: Key = None,
    chords: Chords = None,
    meter: Meter = None,
    into_bar: IntoBar = None,
    bars: Bars = None,
    fit: FitOption = None,
    from_panel: FromPanel = None,
    to_panel: ToPanel = None,
    ending: EndingOption = None,
    dialogue: DialogueOption = None,
    tacet: Tacet = None,
    seed: Seed = None,
    takes: Annotated[int, typer.Option("--takes", help="How many takes, 1 to 16.")] = 1,
    rate: Annotated[
        int | None, typer.Option("--rate", help="Sample rate: 44100, 48000, 88200 or 96000.")
    ] = None,
    loop: Loop = False,
    tail: Annotated[
        float | None, typer.Option("--tail", metavar="S", help="Extra seconds to ring out.")
    ] = None,
    gain_db: Annotated[float, typer.Option("--gain-db", metavar="X", help="Trim the level.")] = 0.0,
    fps: Fps = None,
    base: Annotated[
        Path | None,
        typer.Option(
            "--base", metavar="CLIP", help="Edit this clip: tempo, key and motif stay as they are."
        ),
    ] = None,
    redo: Redo = None,
    theme: Theme = None,
    like: LikeOption = None,
    like_only: LikeOnly = None,
    unlike: Unlike = False,
    cue_name: CueOption = "",
    name: Annotated[str, typer.Option("--name", help="Name of the clip.")] = "",
    picture_model: PictureModel = "",
    as_json: AsJson = False,
) -> None:
    """Make a cue: panels in, a clip for the timeline out."""
    with Studio() as studio:
        request = CueRequest(
            sources=absolute(sources),
            text=text,
            length_s=length,
            fps=fps,
            from_panel=from_panel,
            to_panel=to_panel,
            style=style,
            finish=finish,
            engine=engine,
            quality=quality,
            pins=Pins(bpm, key, chords, meter, bars, ending, into_bar=into_bar),
            fit=fit,
            loop=loop,
            tail_s=tail,
            seed=seed,
            takes=takes,
            sample_rate_hz=studio.settings.sample_rate_hz if rate is None else rate,
            gain_db=gain_db,
            output=None if output is None else output.expanduser().absolute(),
            base_clip=None if base is None else base.expanduser().absolute(),
            theme_clip=None if theme is None else theme.expanduser().absolute(),
            name=name,
            cue=cue_name,
            dialogue=dialogue,
            tacet=listed(tacet),
            redo=listed(redo) or (),
            like=liked(like, like_only),
            unlike=unlike,
            picture_model=picture_model,
        )
        with ProgressLine(studio):
            job = wait(studio.cue(request))
            clips = wait_for_job(studio, job.job_id, job.clips)
    print_clips(clips, as_json=as_json)


def describe(
    sources: Sources = None,
    text: Text = "",
    length: Length = None,
    fps: Fps = None,
    picture_model: PictureModel = "",
    as_json: AsJson = False,
) -> None:
    """Say what the panels say: mood, energy, and why."""
    request = CueRequest(
        sources=absolute(sources),
        text=text,
        length_s=length,
        fps=fps,
        picture_model=picture_model,
    )
    with Studio() as studio, ProgressLine(studio):
        described = wait(studio.describe(request))
    if as_json:
        typer.echo(dump_document("musflow.description", described))
    else:
        print_description(described, open_console())


def plan(
    sources: Sources = None,
    text: Text = "",
    length: Length = None,
    style: Style = "",
    bpm: Bpm = None,
    key: Key = None,
    chords: Chords = None,
    meter: Meter = None,
    into_bar: IntoBar = None,
    bars: Bars = None,
    fit: FitOption = None,
    from_panel: FromPanel = None,
    to_panel: ToPanel = None,
    ending: EndingOption = None,
    dialogue: DialogueOption = None,
    tacet: Tacet = None,
    seed: Seed = None,
    cue_name: CueOption = "",
    loop: Loop = False,
    theme: Theme = None,
    like: LikeOption = None,
    like_only: LikeOnly = None,
    fps: Fps = None,
    picture_model: PictureModel = "",
    as_json: AsJson = False,
) -> None:
    """Say what music would be made, without making it."""
    request = CueRequest(
        sources=absolute(sources),
        text=text,
        length_s=length,
        fps=fps,
        style=style,
        pins=Pins(bpm, key, chords, meter, bars, ending, into_bar=into_bar),
        fit=fit,
        from_panel=from_panel,
        to_panel=to_panel,
        dialogue=dialogue,
        tacet=listed(tacet),
        seed=seed,
        cue=cue_name,
        loop=loop,
        theme_clip=None if theme is None else theme.expanduser().absolute(),
        like=liked(like, like_only),
        picture_model=picture_model,
    )
    with Studio() as studio, ProgressLine(studio):
        planned = wait(studio.plan(request))
    if as_json:
        typer.echo(dump_document("musflow.plan", planned))
    else:
        print_plan(planned, open_console())


def listed(names: str | None) -> tuple[str, ...] | None:
    """The names in "4,7"; None where the option was not given."""
    if names is None:
        return None
    return tuple(name.strip() for name in names.split(",") if name.strip())


def absolute(sources: list[Path] | None) -> tuple[Path, ...]:
    """The sources with absolute paths. Raises StudioError for one that is not there."""
    found = tuple(source.expanduser().absolute() for source in sources or ())
    for source in found:
        if not source.exists():
            raise StudioError(
                ErrorCode.FILE_NOT_FOUND, "there is no such file or folder", value=source
            )
    return found
