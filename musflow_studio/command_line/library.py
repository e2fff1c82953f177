"""`musflow library list|show|mark|verify|rebuild|clean|delete|restore`: the kept clips.

Searching them by sound, and the user's own folders with them, is in `sounds`.
"""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from musflow_studio.command_line import sounds
from musflow_studio.command_line.clips import find_clip
from musflow_studio.command_line.console import open_console
from musflow_studio.command_line.remake import ClipArgument
from musflow_studio.command_line.report import clip_as_json, print_clip
from musflow_studio.command_line.waiting import wait
from musflow_studio.domain.clip import ClipMarks
from musflow_studio.studio import Studio

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON on standard output only.")]
ClipId = Annotated[str, typer.Argument(metavar="ID", help="The beginning of a clip's id.")]


def add_to(app: typer.Typer) -> None:
    """Add the group of commands."""
    library = typer.Typer(help="The kept clips.", no_args_is_help=True)
    library.command("list")(list_clips)
    library.command()(show)
    library.command()(mark)
    library.command()(verify)
    library.command()(rebuild)
    library.command()(clean)
    library.command()(delete)
    library.command()(restore)
    sounds.add_to(library)
    app.add_typer(library, name="library")


def list_clips(
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[WORD]...", help="Words the name, key, style or tags hold."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List the clips, newest first."""
    query = " ".join(words or ())
    with Studio() as studio:
        entries = wait(studio.clips(query))
    if as_json:
        for entry in entries:
            row = {**vars(entry), "folder": str(entry.folder)}
            typer.echo(json.dumps(row, ensure_ascii=False))
        return
    if not entries:
        typer.echo(f"No clip holds {query!r}." if query else "No clips yet: musflow cue makes one.")
        return
    table = _clip_table()
    for entry in entries:
        table.add_row(
            entry.clip_id[:6],
            datetime.fromisoformat(entry.created).astimezone().strftime("%Y-%m-%d %H:%M"),
            Text(entry.name, no_wrap=True, overflow="ellipsis"),
            entry.key,
            f"{entry.bpm:.1f}",
            f"{entry.length_s:.1f} s",
        )
    open_console().print(table)


def _clip_table() -> Table:
    """One line a clip; on a narrow terminal the name gives way."""
    table = Table(box=None, pad_edge=False)
    for heading in ("id", "made", "name", "key"):
        table.add_column(heading, no_wrap=heading != "name")
    for heading in ("bpm", "length"):
        table.add_column(heading, no_wrap=True, justify="right")
    return table


def show(clip_id: ClipId, as_json: AsJson = False) -> None:
    """Show one clip: where it is, its music, its hits."""
    with Studio() as studio:
        clip = wait(studio.clip(clip_id))
    if as_json:
        typer.echo(json.dumps(clip_as_json(clip), ensure_ascii=False))
    else:
        print_clip(clip, open_console())


def mark(
    clip: ClipArgument,
    name: Annotated[str | None, typer.Option("--name", help="A new name.")] = None,
    rating: Annotated[int | None, typer.Option("--rating", help="0 to 5.")] = None,
    tags: Annotated[list[str] | None, typer.Option("--tag", help="Add a tag.")] = None,
    untags: Annotated[list[str] | None, typer.Option("--untag", help="Take a tag away.")] = None,
) -> None:
    """Name, rate and tag a clip; its files keep their names."""
    with Studio() as studio:
        found = find_clip(studio, clip)
        left = [tag for tag in found.marks.tags if tag not in (untags or ())]
        wanted = ClipMarks(
            found.marks.name if name is None else name,
            found.marks.rating if rating is None else rating,
            tuple(dict.fromkeys([*left, *(tag.strip() for tag in tags or ())])),
        )
        marked = wait(studio.mark_in(found.folder, wanted)).marks
    typer.echo(", ".join([f"{marked.name}", f"{marked.rating} of 5", *marked.tags]))


def verify() -> None:
    """Read every file of every clip again; status 1 if one is missing or changed."""
    with Studio() as studio:
        checks = wait(studio.verify())
    bad = [check for check in checks if check.state.value != "ok"]
    for check in bad:
        typer.echo(f"{check.state.value}: {check.folder} ({', '.join(check.files)})")
    typer.echo(f"{len(checks) - len(bad)} of {len(checks)} clips are whole.")
    if bad:
        raise typer.Exit(1)


def rebuild() -> None:
    """Build the index again from the clips on disk."""
    with Studio() as studio:
        typer.echo(f"{len(wait(studio.rebuild()))} clips in the index.")


def clean() -> None:
    """Empty the trash and remove what killed processes left."""
    with Studio() as studio:
        removed = wait(studio.clean())
    for thing in removed:
        typer.echo(f"removed {thing.path} ({thing.why})")
    freed = sum(thing.size_bytes for thing in removed)
    typer.echo(f"{len(removed)} removed, {freed / 1e6:.1f} MB freed.")


def delete(clip_id: ClipId) -> None:
    """Move a clip to the trash (until clean)."""
    with Studio() as studio:
        typer.echo(f"moved to {wait(studio.delete(clip_id))}")


def restore(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where delete put the clip.")],
) -> None:
    """Take a deleted clip back out of the trash."""
    with Studio() as studio:
        typer.echo(f"back in {wait(studio.restore(folder.expanduser().absolute())).folder}")
