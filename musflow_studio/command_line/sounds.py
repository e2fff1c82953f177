"""`musflow library search|folders|index`: the user's own music, found by words and by example."""

from __future__ import annotations

import json
import time
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TooLate
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from musflow_studio.command_line.clips import find_clip
from musflow_studio.command_line.console import open_console
from musflow_studio.command_line.waiting import wait
from musflow_studio.documents import encode
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.sound_search import IndexState, Pace, SoundHit, SoundQuery, SoundsFound
from musflow_studio.studio import Studio

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON on standard output only.")]
FolderArgument = Annotated[Path, typer.Argument(metavar="FOLDER", help="A folder of music.")]
PATIENCE_S = 10.0
TOLD_EVERY_S = 1.0


def add_to(library: typer.Typer) -> None:
    """Add the commands to the group `library`."""
    library.command()(search)
    library.command()(index)
    folders = typer.Typer(help="Folders of your own music to search.", no_args_is_help=True)
    folders.command("list")(list_folders)
    folders.command("add")(add_folder)
    folders.command("remove")(remove_folder)
    library.add_typer(folders, name="folders")


def search(
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[WORD]...", help="What to look for.")
    ] = None,
    like: Annotated[
        str, typer.Option("--like", metavar="FILE", help="An audio file, or a clip, to go by.")
    ] = "",
    mood: Annotated[str, typer.Option("--mood", help="Target a mood: tense, calm …")] = "",
    tempo: Annotated[Pace | None, typer.Option("--tempo", help="Target a tempo.")] = None,
    genre: Annotated[str, typer.Option("--genre", help="Target a style, genre or tag.")] = "",
    count: Annotated[int, typer.Option("--count", min=1, max=100, help="Hits a track.")] = 5,
    as_json: AsJson = False,
) -> None:
    """Find takes and files of your own: the nearest of all, and the nearest within a target."""
    with Studio() as studio:
        near = _example(studio, like) if like else None
        query = SoundQuery(" ".join(words or ()), near, mood, tempo, genre, count)
        _given_time(studio.sounds.indexed())
        found = wait(studio.sounds.search(query))
    if as_json:
        typer.echo(json.dumps(encode(found), ensure_ascii=False))
    else:
        _print_found(found)


def _example(studio: Studio, like: str) -> Path:
    """The file named, or the mix of the clip named."""
    file = Path(like).expanduser().absolute()
    if file.is_file():
        return file
    if file.suffix:
        raise StudioError(ErrorCode.FILE_NOT_FOUND, "there is no such audio file", value=file)
    clip = find_clip(studio, like)
    return clip.folder / clip.wav


def _given_time(indexed: Future[IndexState]) -> None:
    """Wait a little for what is new to be heard; what is not heard by then is told of."""
    try:
        indexed.result(timeout=PATIENCE_S)
    except TooLate:
        typer.echo("Still hearing new files; searching what was heard so far.", err=True)


def _print_found(found: SoundsFound) -> None:
    console = open_console()
    if not found.searched:
        typer.echo("Nothing to search yet: musflow library folders add FOLDER, or make a cue.")
        return
    if found.partition:
        console.print(Text(f"Targeted ({found.partition})", style="bold"))
        if found.targeted:
            console.print(_table(found.targeted))
        else:
            typer.echo("  nothing of yours is in there")
    console.print(Text(f"Broad (all {found.searched})", style="bold"))
    console.print(_table(found.broad))
    if found.waiting:
        typer.echo(f"{found.waiting} files are not heard yet: musflow library index")


def _table(hits: tuple[SoundHit, ...]) -> Table:
    table = Table(box=None, pad_edge=False)
    for heading in ("name", "bpm", "key", "mood", "why"):
        table.add_column(heading, justify="right" if heading == "bpm" else "left")
    for hit in hits:
        named = f"{hit.name} ({hit.clip_id[:6]})" if hit.clip_id else hit.name
        bpm = f"{hit.bpm:.0f}" if hit.bpm else "-"
        table.add_row(Text(named), bpm, hit.key or "-", hit.mood or "-", Text(hit.reference.why))
        if not hit.clip_id:  # a take is found by its number
            table.add_row("", "", "", "", Text(str(hit.path), style="dim", overflow="fold"))
    return table


def index(
    watch: Annotated[bool, typer.Option("--watch", help="Go on until Ctrl-C.")] = False,
) -> None:
    """Hear what is new in the library and in your folders, so that search finds it."""
    with Studio() as studio:
        state = _heard(studio)
        _print_state(state)
        while watch:
            time.sleep(TOLD_EVERY_S)
            now = wait(studio.sounds.state())
            if (now.heard, now.waiting) != (state.heard, state.waiting) and not now.working:
                _print_state(now)
                state = now


def _heard(studio: Studio) -> IndexState:
    """Wait until everything is heard, with a line a second on standard error."""
    done = studio.sounds.indexed()
    while not done.done():
        try:
            return done.result(timeout=TOLD_EVERY_S)
        except TooLate:
            state = wait(studio.sounds.state())
            typer.echo(f"{state.heard} heard, {state.waiting} waiting", err=True)
    return done.result()


def _print_state(state: IndexState) -> None:
    typer.echo(f"{state.heard} sounds can be found ({state.encoder}).")
    for path, trouble in state.failed:
        typer.echo(f"  {path}: {trouble}")


def list_folders() -> None:
    """List the folders that are searched beside the library."""
    with Studio() as studio:
        folders = studio.sounds.options().folders
    for folder in folders:
        typer.echo(str(folder))
    if not folders:
        typer.echo("None yet: musflow library folders add FOLDER")


def add_folder(folder: FolderArgument) -> None:
    """Search a folder of your music too; its files are only read."""
    with Studio() as studio:
        studio.sounds.add_folder(folder)
    typer.echo(f"{folder.expanduser().absolute()} is searched from now on: musflow library index")


def remove_folder(folder: FolderArgument) -> None:
    """Search a folder no longer; its files stay."""
    with Studio() as studio:
        studio.sounds.remove_folder(folder)
    typer.echo(f"{folder.expanduser().absolute()} is not searched any more.")
