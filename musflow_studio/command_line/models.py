"""`musflow models list|info|pull|add|remove|verify`: pretrained models on this machine."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn
from rich.table import Table
from rich.text import Text

from musflow_studio import models as shelf
from musflow_studio.command_line.console import open_console
from musflow_studio.command_line.waiting import wait
from musflow_studio.documents import encode
from musflow_studio.domain.model import (
    InstalledModel,
    Licence,
    ModelEntry,
    PullProgress,
    PullRequest,
    memory_mb,
)
from musflow_studio.model_desk import Pull
from musflow_studio.studio import Studio

Name = Annotated[str, typer.Argument(metavar="NAME", help="A model's name, as in the list.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON on standard output only.")]
Accept = Annotated[
    bool,
    typer.Option(
        "--accept-non-commercial",
        help="I agree to do no paid work with this model; its takes are marked.",
    ),
]


def add_to(app: typer.Typer) -> None:
    """Add the group of commands."""
    group = typer.Typer(help="Pretrained models, fetched only when asked.", no_args_is_help=True)
    group.command("list")(list_models)
    group.command()(info)
    group.command()(pull)
    group.command()(add)
    group.command()(remove)
    group.command()(verify)
    app.add_typer(group, name="models")


def list_models(as_json: AsJson = False) -> None:
    """List the models that are known, and which of them are here."""
    with Studio() as studio:
        entries = wait(studio.models.list())
    if as_json:
        for entry in entries:
            typer.echo(json.dumps(encode(entry), ensure_ascii=False))
        return
    table = Table(box=None, pad_edge=False)
    for heading in ("model", "here", "size", "what for", "licence of its weights"):
        table.add_column(heading, no_wrap=heading in ("model", "here", "size"))
    for entry in entries:
        table.add_row(*_row(entry))
    open_console().print(table)
    typer.echo(f"They lie in {shelf.models_folder()}.")


def _row(entry: ModelEntry) -> tuple[str, str, str, str, str]:
    one = entry.one
    licence = one.licence.name + ("" if one.licence.commercial else " (not for paid work)")
    here = "yes" if entry.installed else "partly" if entry.fetched_bytes else ""
    return entry.name, here, _size(entry.size_mb), one.kind.value, licence


def _size(megabytes: float) -> str:
    return f"{megabytes / 1000:.1f} GB" if megabytes >= 1000 else f"{megabytes:.0f} MB"


def info(name: Name, as_json: AsJson = False) -> None:
    """Say what a model is for, where it lies, what it needs, and what its licence allows."""
    with Studio() as studio:
        entries = wait(studio.models.list())
    entry = next((one for one in entries if one.name == name), None)
    entry = entry or ModelEntry(shelf.card(name).name, shelf.card(name), None)
    if as_json:
        typer.echo(json.dumps(encode(entry), ensure_ascii=False))
        return
    console = open_console()
    for what, says in _facts(entry):
        console.print(Text.assemble((f"{what:<9}", "bold"), says), soft_wrap=True)


def _facts(entry: ModelEntry) -> list[tuple[str, str]]:
    one = entry.one
    says = f"{one.kind.value}; {entry.card.says}" if entry.card else one.kind.value
    facts = [
        ("model", f"{entry.name} ({one.repo or 'added from a folder'})"),
        ("is for", says),
        ("here", str(entry.installed.folder) if entry.installed else _how_to_get(entry)),
        ("size", _size(entry.size_mb)),
        ("memory", shelf.says_enough(memory_mb(one.parameters_m))),
        ("licence", f"{one.licence.name}: {one.licence.words}"),
    ]
    if one.rate_hz:
        facts.insert(4, ("audio", f"{one.rate_hz} Hz"))
    if one.licence.source:
        facts.append(("stated", one.licence.source))
    return facts


def _how_to_get(entry: ModelEntry) -> str:
    if entry.fetched_bytes:
        here = _size(entry.fetched_bytes / 1e6)
        return f"{here} of it; `musflow models pull {entry.name}` goes on from there"
    return f"no; `musflow models pull {entry.name}` fetches it"


def pull(name: Name, accept_non_commercial: Accept = False) -> None:
    """Fetch a model from the Hugging Face hub; what was stopped goes on from there."""
    with Studio() as studio:
        under_way = studio.models.pull(PullRequest(name, accept_non_commercial))
        model = _followed(studio, under_way)
    _say_licence(model)


def _followed(studio: Studio, under_way: Pull) -> InstalledModel:
    """Wait for a fetch with a bar; Ctrl-C stops it."""
    bar = Progress(
        TextColumn("{task.description}"), BarColumn(bar_width=28), DownloadColumn(),
        TransferSpeedColumn(), console=Console(stderr=True), transient=True,
        disable=not sys.stderr.isatty(),
    )  # fmt: skip
    task = bar.add_task(under_way.request.name, total=None)

    def show(so_far: PullProgress) -> None:
        bar.update(task, completed=so_far.done_bytes, total=so_far.total_bytes)

    studio.models.pulled.connect(show)
    try:
        with bar:
            return wait(under_way.model)
    except KeyboardInterrupt:
        under_way.cancel()
        raise
    finally:
        studio.models.pulled.disconnect(show)


def _say_licence(model: InstalledModel) -> None:
    typer.echo(f"{model.name} lies in {model.folder} ({_size(model.size_bytes / 1e6)}).")
    typer.echo(f"Its weights are {model.licence.name}: {model.licence.words}.")


def add(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="With config.json and weights.")],
    name: Annotated[str, typer.Option("--name", help="What to call it; else the folder's.")] = "",
    licence: Annotated[str, typer.Option("--licence", help="Of its weights.")] = "",
    commercial: Annotated[
        bool, typer.Option("--commercial", help="That licence allows paid work.")
    ] = False,
    accept_non_commercial: Accept = False,
) -> None:
    """Take note of weights that lie in a folder already; nothing is copied."""
    words = "free to use, for paid work too" if commercial else "not known to allow paid work"
    stated = Licence(licence, words, commercial) if licence else None
    with Studio() as studio:
        added = studio.models.add(folder, name=name, licence=stated, accept=accept_non_commercial)
        _say_licence(wait(added))


def remove(name: Name) -> None:
    """Move a model to the trash of the models folder; one added from a folder is only forgotten."""
    with Studio() as studio:
        typer.echo(f"moved to {wait(studio.models.remove(name))}")


def verify(
    names: Annotated[list[str] | None, typer.Argument(metavar="[NAME]...")] = None,
) -> None:
    """Read every file of the models again; status 1 if one is missing or changed."""
    with Studio() as studio:
        here = [entry.name for entry in wait(studio.models.list()) if entry.installed]
        checks = [wait(studio.models.verify(name)) for name in names or here]
    bad = [check for check in checks if not check.whole]
    for check in bad:
        typer.echo(f"{check.name}: changed or missing: {', '.join(check.changed + check.missing)}")
    typer.echo(f"{len(checks) - len(bad)} of {len(checks)} models are whole.")
    if bad:
        raise typer.Exit(1)
