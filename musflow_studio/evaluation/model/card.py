"""Card: docs/model-card.md, written from a report; no figure in it is typed by hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from musflow_studio.disk import replace_file
from musflow_studio.evaluation.model.report import TITLES, Figure, Report, Verdict, grouped

_HEAD = (
    "# Model card",
    "",
    "Written by `musflow-eval MODEL_FOLDER --card docs/model-card.md`. Beside each figure stands",
    "how many things it was measured on. *sampled* is the sampled engine on the same plans, the",
    "ceiling; *shuffled* is the model given other cues' plans, the floor: a gate whose floor does",
    "not lie below the model is void. [evaluation.md](evaluation.md) says how each figure is made.",
)


def write_card(report: Report, file: Path) -> None:
    """Write the page, whole or not at all."""
    replace_file(file, ("\n".join(lines(report)) + "\n").encode())


def lines(report: Report) -> Iterator[str]:
    """The page, line by line."""
    yield from _HEAD
    yield from ("", "## What was judged", "")
    yield from (f"- {said}" for said in _about(report.about))
    if report.verdicts:
        yield from ("", "## Gates", "")
        yield from _gates(report.verdicts)
    for part, measures in sorted(grouped(report.figures).items()):
        yield from ("", f"## {TITLES.get(part, part)}", "")
        yield from _part(part, measures, report.figures)


def _about(about: dict[str, Any]) -> Iterator[str]:
    model = about.get("model")
    if model is None:
        yield "no model: the reference rows alone"
    else:
        card = model["card"]
        yield f"weights {model['sha256'][:12]}, configuration {card.get('config', 'unknown')}"
        for network, told in (card.get("training") or {}).items():
            kept = ", ".join(f"{name} {value:g}" for name, value in told.items())
            yield f"{network} trained: {kept}"
        if card.get("untrained"):
            yield f"not trained: {', '.join(card['untrained'])}"
        if card.get("remarks"):
            yield f"remarks: {card['remarks']}"
        yield f"training seed {card.get('seed', 'unknown')}"
    yield f"{about['cues']} held-out cues ({about['kind']}), first {about['seconds']:g} s of each"
    yield "where more stand beside a figure, it is on so many"
    if "ear" in about:
        ear = about["ear"]
        yield f"the ear was taught on {ear['cues']} cues a soundfont in {ear['steps']} steps"
    yield f"evaluation seed {about['seed']}; {about['machine']}; {about['date']}"


def _gates(verdicts: Sequence[Verdict]) -> Iterator[str]:
    yield "| gate | figure | target | outcome |"
    yield "| --- | --- | --- | --- |"
    for one in verdicts:
        outcome = f"**{one.state.value}**" + (f": {one.why}" if one.why else "")
        yield f"| {one.gate} | {one.figure} | {one.target} | {outcome} |"


def _part(
    part: str, measures: dict[str, dict[str, str]], figures: Sequence[Figure]
) -> Iterator[str]:
    rows = list(dict.fromkeys(f.row for f in figures if f.part == part))
    if len(rows) > len(measures):  # many rows and few measures read better turned round
        yield f"| row | {' | '.join(measures)} |"
        yield "| --- |" + " --- |" * len(measures)
        for row in rows:
            cells = " | ".join(cells.get(row, "") for cells in measures.values())
            yield f"| {row} | {cells} |"
        return
    yield f"| measure | {' | '.join(rows)} |"
    yield "| --- |" + " --- |" * len(rows)
    for measure, by_row in measures.items():
        yield f"| {measure} | {' | '.join(by_row.get(row, '') for row in rows)} |"
