"""`musflow serve`, `musflow osc` and `musflow bridge`: without a window, by hand, inside DAWs."""

from __future__ import annotations

import signal
import threading
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.studio import Studio
from plugin_bridge.by_hand import Probe, typed
from plugin_bridge.daw_install import DAWS, Daw, install, remove
from plugin_bridge.hosting import BridgeHost
from plugin_bridge.options import BridgeOptions, load_options
from plugin_bridge.protocol import ROOT
from plugin_bridge.running import Running, find_running
from plugin_bridge.traffic import written

Address = Annotated[str, typer.Argument(metavar="ADDRESS", help=f"{ROOT}/… or what follows it.")]
DawName = Annotated[str, typer.Argument(metavar="DAW", help=", ".join(DAWS))]
Into = Annotated[
    Path | None, typer.Option("--into", metavar="DIR", help="The DAW's own folder, if not found.")
]
LONGEST_SILENCE_S = 60.0
Port = Annotated[
    int | None, typer.Option("--port", help="OSC port; the running studio's if unsaid.")
]


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    osc = typer.Typer(help="Send OSC messages to the running studio, and watch its answers.")
    app.command()(serve)
    osc.command()(send)
    osc.command()(monitor)
    app.add_typer(osc, name="osc")
    bridge = typer.Typer(help="Scripts inside DAWs: put them there, take them away.")
    bridge.command("install")(install_scripts)
    bridge.command("remove")(remove_scripts)
    app.add_typer(bridge, name="bridge")


def serve(
    port: Annotated[int | None, typer.Option("--port", help="OSC port, UDP and TCP.")] = None,
    lan: Annotated[
        bool, typer.Option("--lan", help="Answer the local network too, to who has the token.")
    ] = False,
    allow: Annotated[
        list[Path] | None,
        typer.Option("--allow", metavar="DIR", help="Let clients name panels in this folder."),
    ] = None,
    midi: Annotated[
        str | None,
        typer.Option(
            "--midi", metavar="PORT", help="Hear MIDI: a device's name, virtual, jack or tcp:PORT."
        ),
    ] = None,
    deliver: Annotated[
        Path | None,
        typer.Option("--deliver", metavar="DIR", help="Copy every clip's WAVs and MIDI there."),
    ] = None,
    send_to: Annotated[
        list[str] | None,
        typer.Option("--send-to", metavar="HOST:PORT", help="Tell every job there too."),
    ] = None,
) -> None:
    """Serve OSC clients without a window until Ctrl-C."""
    options = _options(port, lan, allow or [], midi, send_to or [])
    if deliver:
        options = replace(options, deliver_to=str(deliver))
    asked = port or lan or allow or midi or deliver or send_to
    if (running := find_running()) and not asked:
        typer.echo(f"A studio is serving you already: {_where(running)}")
        return
    with Studio() as studio, closing(BridgeHost(studio)) as host:
        typer.echo(f"Serving: {_where(host.start(options).result())}")
        if problem := host.status.midi_problem:
            typer.echo(problem.sentence())
        if host.status.token:
            typer.echo(f"Open to the local network with the token {host.status.token}")
        _until_told_to_stop()


def send(
    address: Address,
    values: Annotated[
        list[str] | None, typer.Argument(help="Values; i:7, f:7, s:7 and T, F set the type.")
    ] = None,
    port: Port = None,
    wait: Annotated[
        float, typer.Option("--wait", metavar="S", help="Print answers until none came so long.")
    ] = 0.5,
    until: Annotated[
        str, typer.Option("--until", metavar="ADDRESS", help="Wait for this answer, or an error.")
    ] = "",
) -> None:
    """Send one message and print what is answered."""
    with Probe(port or _running().osc_port) as probe:
        probe.send(_whole(address), [typed(value) for value in values or []])
        ends = {_whole(until), f"{ROOT}/error", f"{ROOT}/job/error"} if until else set()
        failed = False
        for answer, row in probe.answers(max(wait, LONGEST_SILENCE_S) if until else wait, ends):
            typer.echo(written(answer, row))
            failed = failed or answer in (f"{ROOT}/error", f"{ROOT}/job/error")
    if failed:
        raise typer.Exit(1)


def monitor(port: Port = None) -> None:
    """Print every job's messages and the heartbeat until Ctrl-C."""
    with Probe(port or _running().osc_port) as probe:
        for answer, row in probe.listen():
            typer.echo(written(answer, row))


def install_scripts(name: DawName, into: Into = None) -> None:
    """Put the scripts for a DAW where it looks for them, and say what to do there."""
    daw = _daw(name)
    for file in install(daw, into):
        typer.echo(f"Installed {file}")
    typer.echo(daw.after)


def remove_scripts(name: DawName, into: Into = None) -> None:
    """Take the scripts for a DAW away again."""
    removed = remove(_daw(name), into)
    for file in removed:
        typer.echo(f"Removed {file}")
    if not removed:
        typer.echo("Nothing of ours is there.")


def _daw(name: str) -> Daw:
    if daw := DAWS.get(name.lower()):
        return daw
    legal = ", ".join(DAWS)
    raise StudioError(ErrorCode.UNKNOWN_NAME, "no scripts for this DAW", value=name, legal=legal)


def _options(
    port: int | None, lan: bool, allow: list[Path], midi: str | None, send_to: list[str]
) -> BridgeOptions:
    """The settings with what the command line says over them."""
    options = load_options()
    for folder in allow:
        if not folder.expanduser().is_dir():
            raise StudioError(ErrorCode.FILE_NOT_FOUND, "there is no such folder", value=folder)
    return replace(
        options,
        osc_port=options.osc_port if port is None else port,
        http_port=options.http_port if port is None else min(port + 1, 65535),
        midi_port=options.midi_port if midi is None else midi,
        lan=lan or options.lan,
        folders=(*options.folders, *(folder.expanduser().absolute() for folder in allow)),
        send_to=(*options.send_to, *send_to),
    )


def _where(running: Running) -> str:
    told = [
        f"OSC on {running.host}, port {running.osc_port}, UDP and TCP",
        f"OSCQuery on port {running.http_port}",
        *([f"MIDI from {running.midi}"] if running.midi else []),
        f"process {running.pid}",
    ]
    return "; ".join(told)


def _running() -> Running:
    if running := find_running():
        return running
    raise StudioError(
        ErrorCode.NOT_ALLOWED, "no studio is serving", hint="start one with `musflow serve`"
    )


def _whole(address: str) -> str:
    return address if address.startswith("/") else f"{ROOT}/{address}"


def _until_told_to_stop() -> None:
    """Wait for Ctrl-C (which rises as KeyboardInterrupt) or SIGTERM, which ends quietly."""
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    try:
        while not stop.wait(0.5):
            pass
    except KeyboardInterrupt:
        typer.echo("Closing.")
