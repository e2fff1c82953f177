"""`musflow play`: hear a clip or an audio file."""

from __future__ import annotations

import sys
import threading
from pathlib import Path
from typing import Annotated

import typer

from musflow_studio.command_line.clips import find_clip
from musflow_studio.command_line.waiting import wait
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.playback import Playback, PlayState
from musflow_studio.studio import Studio


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(play)


def play(
    clip: Annotated[
        str,
        typer.Argument(
            metavar="[CLIP]", help="The beginning of a clip's id, its folder, or an audio file."
        ),
    ] = "",
    loop: Annotated[bool, typer.Option("--loop", help="Again and again, without a gap.")] = False,
    device: Annotated[
        str, typer.Option("--device", metavar="NAME", help="Where to play; see --list-devices.")
    ] = "",
    list_devices: Annotated[
        bool, typer.Option("--list-devices", help="Say what can be played on.")
    ] = False,
) -> None:
    """Play a clip; Ctrl-C ends it."""
    with Studio() as studio:
        if list_devices:
            _list_devices(studio)
            return
        if not clip:
            raise StudioError(
                ErrorCode.BAD_INPUT,
                "say what to play",
                hint="give a clip's id (musflow library list) or a file",
            )
        _play(studio, clip, device, loop=loop)


def _list_devices(studio: Studio) -> None:
    devices = wait(studio.player.devices())
    if not devices:
        typer.echo("There is no audio device.")
    for one in devices:
        typer.echo(f"{'*' if one.default else ' '} {one.name}")


def _play(studio: Studio, what: str, device: str, *, loop: bool) -> None:
    ended = _Ended()
    if device:
        wait(studio.player.device(device))
    frames = _loaded(studio, what)
    if loop:
        wait(studio.player.loop(0, frames))
    studio.playback_changed.connect(ended.hear)
    wait(studio.player.play())
    while not ended.event.wait(timeout=0.2):
        pass
    if sys.stderr.isatty():
        typer.echo("", err=True)
    if ended.message:
        raise StudioError(ErrorCode.WORKER_DIED, ended.message)


def _loaded(studio: Studio, what: str) -> int:
    """Give the player a clip's mix or a file; its frames."""
    path = Path(what)
    if path.is_file():
        told = wait(studio.player.load(what, path.absolute()))
        return int(told["frames"])
    found = find_clip(studio, what)
    wait(studio.prepare(found))
    return found.frames


class _Ended:
    """Follows the playback: a line on a terminal, and an event at the end."""

    def __init__(self) -> None:
        self.event = threading.Event()
        self.message = ""
        self._moved = False

    def hear(self, playback: Playback) -> None:
        """One report."""
        self._moved |= playback.state is PlayState.PLAYING
        if sys.stderr.isatty() and playback.sample_rate_hz:
            here, whole = (
                f"{int(frames / playback.sample_rate_hz // 60)}:"
                f"{frames / playback.sample_rate_hz % 60:04.1f}"
                for frames in (playback.frame, playback.frames)
            )
            typer.echo(f"\r{here} of {whole}  {playback.message}\x1b[K", nl=False, err=True)
        if playback.message and playback.state is PlayState.STOPPED:
            self.message = playback.message
            self.event.set()
        if self._moved and playback.state is PlayState.STOPPED:
            self.event.set()
