"""`musflow-eval`: one table of what the model is worth, and JSON.

    musflow-eval MODEL_FOLDER                     everything, 100 cues
    musflow-eval MODEL_FOLDER --set codec --clips 20 --json report.json
    musflow-eval                                  the reference rows alone

What was rendered is kept in a folder, so that the next run begins where this one listens.
"""

from __future__ import annotations

import argparse
import datetime
import os
import platform
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.evaluation.model.bench import Asked, Bench
from musflow_studio.evaluation.model.card import write_card
from musflow_studio.evaluation.model.listeners import Schooling
from musflow_studio.evaluation.model.parts import PARTS
from musflow_studio.evaluation.model.report import (
    Figure,
    Report,
    load_report,
    save_report,
    tables,
    verdict_table,
)
from musflow_studio.evaluation.model.verdicts import verdicts
from musflow_studio.generation.musflow.model import Model, load_model
from musflow_studio.training.corpus import KINDS


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command."""
    asked = _parser().parse_args(arguments)
    console = Console()
    try:
        report = evaluated(asked, Console(stderr=True))
    except StudioError as error:
        raise SystemExit(str(error)) from error
    for table in tables(report.figures):
        console.print(table)
    console.print(verdict_table(report.verdicts))
    if asked.json:
        save_report(report, asked.json)
    if asked.card:
        write_card(report, asked.card)


def evaluated(asked: argparse.Namespace, console: Console) -> Report:
    """The report that was asked for."""
    model = load_model(asked.model) if asked.model else None
    if asked.clips < 4:
        raise StudioError(
            ErrorCode.OUT_OF_RANGE, "too few cues to compare", value=asked.clips, legal="4 or more"
        )
    kind = asked.kind or kind_of(model)
    schooling = Schooling(asked.lessons, min(asked.seconds, 20.0), asked.steps)
    sizes = Asked(
        asked.work,
        asked.clips,
        asked.seconds,
        asked.seed,
        kind,
        schooling,
        asked.minutes,
    )
    bench = Bench(sizes, model, lambda said: console.print(said, style="dim"))
    digest = model.digest if model else None
    figures = [figure for file in asked.add for figure in _earlier(file, digest)]
    for name in asked.set or (() if asked.add else PARTS):
        console.print(name, style="dim")
        figures += PARTS[name](bench)
    about = {
        "date": datetime.date.today().isoformat(),
        "machine": f"{os.cpu_count()} cores ({platform.machine()}, {platform.system()})",
        "model": {"sha256": digest, "card": model.card} if model else None,
        "kind": kind,
        "ear": {"cues": schooling.cues, "steps": schooling.steps},
        "cues": asked.clips,
        "seconds": asked.seconds,
        "seed": asked.seed,
    }
    return Report(about, tuple(figures), tuple(verdicts(figures)))


def _earlier(file: Path, digest: str | None) -> tuple[Figure, ...]:
    """The figures of a report on the same weights. Raises StudioError for another model's."""
    report = load_report(file)
    if (report.about.get("model") or {}).get("sha256") != digest:
        raise StudioError(ErrorCode.BAD_INPUT, "this report is on another model", value=file)
    return report.figures


def kind_of(model: Model | None) -> str:
    """The cues a model was made for: a dry one plays bare parts."""
    dry = model is not None and model.card.get("sound") == "dry"
    return "parts" if dry else "mixes"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("musflow-eval", description="Judge a MusFlow model.")
    parser.add_argument("model", nargs="?", type=Path, help="a model's folder; none: references")
    parser.add_argument("--set", action="append", choices=sorted(PARTS), help="only this part")
    parser.add_argument(
        "--add", action="append", type=Path, default=[], metavar="JSON",
        help="a report on the same model, joined; with it only what --set names is measured",
    )  # fmt: skip
    parser.add_argument("--clips", type=int, default=100, help="held-out cues (100)")
    parser.add_argument("--seconds", type=float, default=20.0, help="of each (20)")
    parser.add_argument("--seed", type=int, default=1, help="of what is drawn (1)")
    parser.add_argument("--kind", choices=sorted(KINDS), help="of cues; else what it plays")
    parser.add_argument("--minutes", type=float, default=10.0, help="of the long cue (10)")
    parser.add_argument("--lessons", type=int, default=600, help="cues that teach its ear (600)")
    parser.add_argument("--steps", type=int, default=2000, help="of teaching it (2000)")
    parser.add_argument(
        "--work", type=Path, default=Path("evaluation-run"), help="kept between runs"
    )
    parser.add_argument("--json", type=Path, help="write the report here")
    parser.add_argument("--card", type=Path, help="write the model card here (docs/model-card.md)")
    return parser


if __name__ == "__main__":
    main()
