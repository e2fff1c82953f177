"""`musflow preset`: the shelf of finishing presets."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from musflow_studio.command_line.console import open_console
from musflow_studio.command_line.cue import AsJson
from musflow_studio.documents import encode
from musflow_studio.domain.effect_table import EFFECTS
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.preset import Effect, FinishingPreset, PresetEntry
from musflow_studio.presets import finishing_preset, shelf

Name = Annotated[str, typer.Argument(metavar="NAME", help="A preset's name.")]
Replace = Annotated[bool, typer.Option("--replace", help="Replace what has this name.")]


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="Finishing presets: list, show, save, import, export, favourites.")
    group.command("list")(list_presets)
    group.command()(show)
    group.command()(save)
    group.command("import")(take_in)
    group.command("export")(write_out)
    group.command()(remove)
    group.command()(favourite)
    app.add_typer(group, name="preset")


def list_presets(
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[WORDS]", help="Only presets with these words.")
    ] = None,
    favourites: Annotated[bool, typer.Option("--favourites", help="Only those you like.")] = False,
    as_json: AsJson = False,
) -> None:
    """List the presets, with their tags."""
    found = shelf.list_presets(" ".join(words or []), favourites_only=favourites)
    console = open_console()
    for entry in found.entries:
        if as_json:
            typer.echo(json.dumps(encode(entry), ensure_ascii=False))
        else:
            console.print(_line(entry), soft_wrap=True)
    for trouble in found.troubles:
        typer.echo(f"musflow: {trouble}", err=True)


def show(name: Name, as_json: AsJson = False) -> None:
    """Show a preset: its effects with every number."""
    preset = finishing_preset(name)
    if as_json:
        typer.echo(json.dumps(encode(preset), ensure_ascii=False))
    else:
        _print(preset, open_console())


def save(
    name: Name,
    source: Annotated[
        str, typer.Option("--from", metavar="PRESET", help="The preset to begin with.")
    ] = "as-composed",
    title: Annotated[str, typer.Option("--title", help="For people.")] = "",
    tag: Annotated[list[str] | None, typer.Option("--tag", help="May be repeated.")] = None,
    change: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="N.NUMBER=X", help="A number of the Nth effect, or wet=X."),
    ] = None,
    replaces: Replace = False,
) -> None:
    """Save a preset under a new name, with some numbers changed."""
    preset = finishing_preset(source)
    for said in change or ():
        preset = _changed(preset, said)
    preset = replace(
        preset, name=name, title=title or name, tags=tuple(tag) if tag else preset.tags
    )
    typer.echo(shelf.save_preset(preset, replaces=replaces))


def take_in(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A preset's JSON file.")],
    name: Annotated[str, typer.Option("--name", help="Another name for it.")] = "",
    replaces: Replace = False,
) -> None:
    """Take a preset from a file into your own."""
    preset = shelf.import_preset(file.expanduser(), name=name, replaces=replaces)
    typer.echo(preset.name)


def write_out(
    name: Name,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file, or a folder.")],
    replaces: Replace = False,
) -> None:
    """Write a preset to a file, to give it away."""
    typer.echo(shelf.export_preset(name, file.expanduser(), replaces=replaces))


def remove(name: Name) -> None:
    """Move a preset of yours to the trash."""
    typer.echo(f"{name} is now {shelf.remove_preset(name)}")


def favourite(
    name: Name, off: Annotated[bool, typer.Option("--off", help="No longer.")] = False
) -> None:
    """Make a preset a favourite."""
    shelf.set_favourite(name, favourite=not off)


def _line(entry: PresetEntry) -> Text:
    star, preset = "*" if entry.favourite else " ", entry.preset
    whose = "" if entry.factory else " (yours)"
    tags = f"  [{', '.join(preset.tags)}]" if preset.tags else ""
    return Text.assemble(
        star, " ", (f"{preset.name:<18}", "bold"), preset.title, whose, (tags, "dim")
    )


def _print(preset: FinishingPreset, console: Console) -> None:
    console.print(Text.assemble((preset.title, "bold"), f"  ({preset.name})"))
    if preset.description:
        console.print(Text(preset.description))
    for number, effect in enumerate(preset.effects, 1):
        console.print(Text(f"  {number} {_said(effect)}"), soft_wrap=True)
    target = f"{preset.target_lufs:g} LUFS" if preset.target_lufs is not None else "as composed"
    console.print(
        f"  level {target}, ceiling {preset.true_peak_ceiling_dbtp:g} dBTP, wet {preset.wet:g}"
        + (", closed to a loop" if preset.loop_seam else "")
    )


def _said(effect: Effect) -> str:
    ranges = EFFECTS[effect.kind].parameters
    numbers = (
        f"{name} {value:g} {ranges[name].unit}".rstrip()
        for name, value in effect.parameters.items()
    )
    off = "" if effect.on else " (off)"
    return f"{effect.kind}{off}: {', '.join(numbers)}".rstrip(": ")


def _changed(preset: FinishingPreset, said: str) -> FinishingPreset:
    """The preset with one number changed: `2.decay_s=4`, `wet=0.5`."""
    place, _, written = said.partition("=")
    number, _, parameter = place.partition(".")
    try:
        value = float(written)
        if place == "wet":
            return replace(preset, wet=value)
        index = int(number) - 1
        if index < 0:
            raise IndexError
        effect = preset.effects[index]
    except (ValueError, IndexError):
        raise StudioError(
            ErrorCode.BAD_INPUT,
            "a change is an effect's number, a parameter and a value",
            value=said,
            legal=f"1.gain_db=-2 and so on, up to effect {len(preset.effects)}, or wet=0.5",
        ) from None
    turned = replace(effect, parameters={**effect.parameters, parameter: value})
    effects = (*preset.effects[:index], turned, *preset.effects[index + 1 :])
    return replace(preset, effects=effects)
