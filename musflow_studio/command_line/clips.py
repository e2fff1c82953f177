"""Clips as commands name and print them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path

import typer
from rich.console import Console

from musflow_studio.command_line.console import open_console
from musflow_studio.command_line.report import clip_as_json, print_clip
from musflow_studio.command_line.waiting import wait
from musflow_studio.domain.clip import Clip
from musflow_studio.studio import Studio


def find_clip(studio: Studio, clip: str) -> Clip:
    """The clip in a folder, else the one of the library whose id begins so. Raises StudioError."""
    folder = Path(clip).expanduser()
    if (folder / "clip.json").is_file():
        return wait(studio.clip_in(folder.absolute()))
    return wait(studio.clip(clip))


def print_clips(
    clips: Iterable[Clip],
    *,
    as_json: bool,
    in_words: Callable[[Clip, Console], None] = print_clip,
) -> None:
    """One JSON object a line, or a few lines for people, a blank one between clips."""
    console = open_console()
    for number, clip in enumerate(clips):
        if as_json:
            typer.echo(json.dumps(clip_as_json(clip), ensure_ascii=False))
        else:
            console.print("\n" * min(number, 1), end="")
            in_words(clip, console)
