"""`musflow words`: a preset changed by words, for a clip."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from musflow_studio.command_line.clips import find_clip, print_clips
from musflow_studio.command_line.console import open_console
from musflow_studio.command_line.cue import AsJson
from musflow_studio.command_line.remake import ClipArgument
from musflow_studio.command_line.waiting import ProgressLine, wait, wait_for_job
from musflow_studio.documents import encode
from musflow_studio.domain.clip import Clip
from musflow_studio.domain.effect_table import EFFECTS
from musflow_studio.domain.effect_words import WordsRequest, WordsResult
from musflow_studio.domain.preset import Effect, FinishingPreset
from musflow_studio.domain.request import RefinishRequest
from musflow_studio.presets import finishing_preset
from musflow_studio.studio import Studio


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(words)


def words(
    clip: ClipArgument,
    text: Annotated[str, typer.Argument(metavar="WORDS", help='"a bit warmer, like a cathedral"')],
    preset: Annotated[
        str, typer.Option("--preset", help="What to change; the clip's own if unsaid.")
    ] = "",
    words_model: Annotated[
        str,
        typer.Option(
            "--words-model",
            metavar="NAME",
            help="The language model that proposes the numbers; none for the built-in reading.",
        ),
    ] = "",
    save: Annotated[
        str, typer.Option("--save", metavar="NAME", help="Save what comes of it as a preset.")
    ] = "",
    finish: Annotated[
        bool, typer.Option("--finish", help="Finish the clip's take under it, as a new clip.")
    ] = False,
    output: Annotated[
        Path | None,
        typer.Option("-o", metavar="DIR", help="Put the clip there, not in the library."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Change a preset by words and say what changed; nothing is kept unless asked for."""
    begin = finishing_preset(preset) if preset else None
    with Studio() as studio:
        found = find_clip(studio, clip)
        result = wait(studio.presets.by_words(WordsRequest(found.folder, text, begin, words_model)))
        after = result.after
        if save:
            after = replace(after, name=save, title=save)
            wait(studio.presets.save(after))
        if as_json:
            typer.echo(json.dumps(encode(result), ensure_ascii=False))
        else:
            _print(result, open_console())
        if finish and after != result.before:
            _finish(studio, found, after, output, as_json=as_json)


def _finish(
    studio: Studio, clip: Clip, preset: FinishingPreset, output: Path | None, *, as_json: bool
) -> None:
    place = None if output is None else output.expanduser().absolute()
    with ProgressLine(studio):
        job = wait(studio.refinish(RefinishRequest(clip.folder, preset=preset, output=place)))
        clips = wait_for_job(studio, job.job_id, job.clips)
    print_clips(clips, as_json=as_json)


def _print(result: WordsResult, console: Console) -> None:
    for one in result.understood:
        how = "" if one.nearness == 1 else f", as near as {one.nearness:.2f}"
        console.print(f'"{one.words}": {one.meaning} x {one.amount:g}{how}', markup=False)
    for sentence in result.said:
        console.print(sentence, markup=False)
    if result.after == result.before:
        console.print("Nothing changes.")
        return
    before = set(_lines(result.before))
    after = set(_lines(result.after))
    for line in _lines(result.before):
        if line not in after:
            console.print(f"- {line}", markup=False, soft_wrap=True)
    for line in _lines(result.after):
        if line not in before:
            console.print(f"+ {line}", markup=False, soft_wrap=True)


def _lines(preset: FinishingPreset) -> list[str]:
    """The effects that are on, one a line."""
    return [_said(effect) for effect in preset.effects if effect.on]


def _said(effect: Effect) -> str:
    ranges = EFFECTS[effect.kind].parameters
    numbers = (f"{name} {value:g} {ranges[name].unit}".rstrip()
               for name, value in effect.parameters.items())  # fmt: skip
    return f"{effect.kind}: {', '.join(numbers)}"
