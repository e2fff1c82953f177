"""Report: figures, verdicts, the table people read and the JSON programs do."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from rich.table import Table

from musflow_studio.disk import replace_file
from musflow_studio.domain.errors import ErrorCode, StudioError

KIND, VERSION = "musflow.evaluation", 1


class State(StrEnum):
    """What became of a gate: void where its own check shows that it measures nothing."""

    MET = "met"
    NOT_MET = "not met"
    VOID = "void"


@dataclass(frozen=True)
class Figure:
    """One number of the table.

    Attributes:
        part: "A" to "H", where it stands.
        row: who it belongs to ("sampled", "model", "shuffled").
        measure: what was measured, in words.
        value: the figure.
        count: how many things it was measured on.
        low, high: where it lies with 95 % certainty, where that is known.
    """

    part: str
    row: str
    measure: str
    value: float
    count: int
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Verdict:
    """A gate's outcome.

    Attributes:
        gate: what is asked ("B tempo").
        figure: what was measured, in words.
        target: what it should be.
        state: the outcome.
        why: the reason, where it is void.
    """

    gate: str
    figure: str
    target: str
    state: State
    why: str = ""


@dataclass(frozen=True)
class Report:
    """All of it.

    Attributes:
        about: the model, its training, sets and seeds, machine; words and numbers for people.
        figures: in order.
        verdicts: in order.
    """

    about: dict[str, Any]
    figures: tuple[Figure, ...]
    verdicts: tuple[Verdict, ...]


def value_of(figures: Iterable[Figure], row: str, measure: str) -> Figure | None:
    """The figure of a row, if it was measured."""
    return next((f for f in figures if f.row == row and f.measure == measure), None)


def save_report(report: Report, file: Path) -> None:
    """Write the JSON, whole or not at all."""
    told = {"kind": KIND, "schema_version": VERSION, **asdict(report)}
    replace_file(file, (json.dumps(told, indent=1, ensure_ascii=False) + "\n").encode())


def load_report(file: Path) -> Report:
    """Read what `save_report` wrote. Raises StudioError if it is something else."""
    try:
        told = json.loads(file.read_text("utf-8"))
        if (told["kind"], told["schema_version"]) != (KIND, VERSION):
            raise ValueError
        return Report(
            told["about"],
            tuple(Figure(**one) for one in told["figures"]),
            tuple(Verdict(**(one | {"state": State(one["state"])})) for one in told["verdicts"]),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise StudioError(
            ErrorCode.BAD_FILE, "this is no report of musflow-eval", value=file
        ) from error


def tables(figures: Sequence[Figure]) -> list[Table]:
    """A table a part: measures down, rows across, "figure (of how many)"."""
    made = []
    for part, lines in sorted(grouped(figures).items()):
        rows = list(dict.fromkeys(f.row for f in figures if f.part == part))
        table = Table("measure", *rows, title=TITLES.get(part, part), title_justify="left")
        for measure, cells in lines.items():
            table.add_row(measure, *(cells.get(row, "") for row in rows))
        made.append(table)
    return made


def grouped(figures: Sequence[Figure]) -> dict[str, dict[str, dict[str, str]]]:
    """Part -> measure -> row -> the cell's text."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    for one in figures:
        found.setdefault(one.part, {}).setdefault(one.measure, {})[one.row] = cell(one)
    return found


def cell(figure: Figure) -> str:
    """As "0.853 (431)", with its bounds where they are known."""
    bounds = ""
    if figure.low is not None and figure.high is not None:
        bounds = f", {figure.low:.3f} to {figure.high:.3f}"
    return f"{figure.value:.3f}{bounds} ({figure.count})"


TITLES = {
    "A": "A. Codec",
    "B": "B. Adherence",
    "C": "C. Alignment",
    "D": "D. Distribution",
    "E": "E. Long cues",
    "F": "F. Speed",
    "G": "G. Ablations",
}


def verdict_table(verdicts: Sequence[Verdict]) -> Table:
    """The gates, a line each."""
    table = Table("gate", "figure", "target", "", "", title="Gates", title_justify="left")
    for one in verdicts:
        table.add_row(one.gate, one.figure, one.target, one.state.value, one.why)
    return table
