"""`musflow rank`: kept takes in the order in which they fit their panels' captions, or words."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Annotated

import typer
from rich.text import Text

from musflow_studio.command_line.clips import find_clip
from musflow_studio.command_line.console import indented, open_console
from musflow_studio.command_line.cue import AsJson
from musflow_studio.command_line.waiting import ProgressLine, wait
from musflow_studio.documents import encode
from musflow_studio.domain.ranking import RankedTake, Ranking, RankRequest
from musflow_studio.studio import Studio


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(rank)


def rank(
    clips: Annotated[
        list[str], typer.Argument(metavar="CLIP...", help="Ids, or how they begin, or folders.")
    ],
    words: Annotated[
        str, typer.Option("--words", help="Compare with these; else with each panel's caption.")
    ] = "",
    model: Annotated[
        str, typer.Option("--model", metavar="NAME", help="Which installed model listens.")
    ] = "",
    keep_tags: Annotated[
        bool, typer.Option("--keep-tags", help="Add the tags that were heard to the clips'.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Say which takes fit their captions best, and what a model hears in each."""
    with Studio() as studio:
        found = [find_clip(studio, clip) for clip in clips]
        request = RankRequest(tuple(clip.folder for clip in found), words, model)
        with ProgressLine(studio):
            report = wait(studio.models.rank(request))
        if keep_tags:
            for take in report.takes:
                _keep_tags(studio, take)
    if as_json:
        typer.echo(json.dumps(encode(report), ensure_ascii=False))
    else:
        print_report(report)


def _keep_tags(studio: Studio, take: RankedTake) -> None:
    marks = wait(studio.clip_in(take.folder)).marks
    tags = tuple(dict.fromkeys((*marks.tags, *(tag.word for tag in take.tags))))
    wait(studio.mark_in(take.folder, replace(marks, tags=tags)))


def print_report(report: Ranking) -> None:
    """The takes, nearest first; panel by panel where captions were compared with."""
    console = open_console()
    for place, take in enumerate(report.takes, 1):
        head = f"  {take.likeness:+.3f}  {take.name}"
        console.print(Text.assemble((f"{place}. {take.clip_id[:6]}", "bold"), head))
        if take.tags:
            console.print(indented(", ".join(tag.word for tag in take.tags), 3))
        for panel in take.panels:
            said = f"{panel.number}  {panel.likeness:+.3f}  {panel.words}"
            console.print(indented(said, 3, "dim"))
    for remark in report.remarks:
        console.print(f"note: {remark}")
    console.print(Text(f"heard by {report.model}, {report.licence}", "dim"))
