"""The report: its JSON comes back as it was, its tables hold every figure."""

import io

import pytest
from rich.console import Console

from musflow_studio.domain.errors import StudioError
from musflow_studio.evaluation.model.report import (
    Figure,
    Report,
    State,
    Verdict,
    load_report,
    save_report,
    tables,
    value_of,
    verdict_table,
)

FIGURES = (
    Figure("B", "sampled", "tempo", 0.9, 18),
    Figure("B", "model", "tempo", 0.5, 18, 0.4, 0.6),
    Figure("A", "vocoder", "distance", 1.234, 100),
)
VERDICTS = (Verdict("B tempo", "0.556 of the ceiling", "0.9", State.NOT_MET),)


def test_a_report_comes_back_as_it_was(tmp_path):
    report = Report({"cues": 3}, FIGURES, VERDICTS)
    save_report(report, tmp_path / "r.json")
    assert load_report(tmp_path / "r.json") == report


def test_another_file_is_refused(tmp_path):
    (tmp_path / "r.json").write_text('{"kind": "musflow.plan", "schema_version": 1}')
    with pytest.raises(StudioError, match="no report"):
        load_report(tmp_path / "r.json")


def test_tables_hold_every_figure_with_its_count():
    said = io.StringIO()
    console = Console(width=120, file=said)
    for table in [*tables(FIGURES), verdict_table(VERDICTS)]:
        console.print(table)
    for words in ("0.900 (18)", "0.500, 0.400 to 0.600 (18)", "1.234 (100)", "not met"):
        assert words in said.getvalue()


def test_a_figure_is_found_by_row_and_measure():
    assert value_of(FIGURES, "model", "tempo") == FIGURES[1]
    assert value_of(FIGURES, "untrained", "tempo") is None
