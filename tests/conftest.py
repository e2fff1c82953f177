"""Shared by all tests: the `gate` fixture, which sizes checks and keeps their figures.

`make test` runs every gate at a tenth of its size; `pytest -m gate --full` runs them whole, and
`make gates` adds `--record`, which writes what was measured to docs/benchmarks.md.
"""

from __future__ import annotations

import datetime
import os
import platform
from collections.abc import Iterator
from pathlib import Path

import pytest
from gates import Gate, GateBook

PARTS = {
    "": "The main path (2 speed and memory, 3 exactness, 4 fit, 5 edits, 6 must-hits, 7 no loss)",
    "music": "The music (1 rules, 2 mood, 3 cut-downs and loops, 4 alternates, 6 PDF, 7 video)",
    "window": "The window",
    "bridge": "The bridge",
    "presets": "Presets, live",
}
"""Rows whose name begins with one of these words stand under its title."""
BENCHMARKS = Path(__file__).parent.parent / "docs" / "benchmarks.md"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--full", action="store_true", help="run gates at full size")
    parser.addoption("--record", action="store_true", help="write docs/benchmarks.md anew")


_BOOK = pytest.StashKey[GateBook]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_BOOK] = GateBook(full=bool(config.getoption("--full")))


@pytest.fixture
def gate(request: pytest.FixtureRequest) -> Gate:
    """The size and the book of a gate test."""
    return Gate(request.config.stash[_BOOK])


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Every test has its own MUSFLOW_HOME, so that none touches the user's library."""
    before = os.environ.get("MUSFLOW_HOME")
    os.environ["MUSFLOW_HOME"] = str(tmp_path_factory.mktemp("home"))
    yield
    if before is None:
        del os.environ["MUSFLOW_HOME"]
    else:
        os.environ["MUSFLOW_HOME"] = before


def pytest_sessionfinish(session: pytest.Session) -> None:
    book = session.config.stash[_BOOK]
    if not (book.full and book.rows and session.config.getoption("--record")):
        return
    lines = [
        "# Benchmarks",
        "",
        "Written by `make gates`; each row is printed by a test marked `gate` and is checked by it",
        "at a tenth of the size in `make test`.",
        "",
        f"Measured {datetime.date.today().isoformat()} on {os.cpu_count()} cores "
        f"({platform.machine()}, {platform.system()}), Python {platform.python_version()}, no GPU.",
    ]
    for part, title in PARTS.items():
        rows = sorted(row for row in book.rows if _part(row[0]) == part)
        if rows:
            lines += ["", f"## {title}", "", "| what | figure | target | met | how |"]
            lines += ["| --- | --- | --- | --- | --- |", *(_row(part, *row) for row in rows)]
    BENCHMARKS.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _part(what: str) -> str:
    """The part of the page a row belongs to: its first word, where that is one."""
    first = what.split()[0]
    return first if first in PARTS else ""


def _row(part: str, what: str, figure: str, target: str, how: str, met: bool) -> str:
    name = what.removeprefix(part).strip()
    return f"| {name} | {figure} | {target} | {'yes' if met else '**no**'} | {how} |"
