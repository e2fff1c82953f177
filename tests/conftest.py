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

# Before torch is loaded: tests run side by side, and threads that spin would hinder each other.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

PARTS = {
    "": "The main path (2 speed and memory, 3 exactness, 4 fit, 5 edits, 6 must-hits, 7 no loss)",
    "music": "The music (1 rules, 2 mood, 3 cut-downs and loops, 4 alternates, 6 PDF, 7 video)",
    "window": "The window",
    "bridge": "The bridge",
    "presets": "Presets, live",
    "model": "The model (A codec, B adherence, C alignment, D distribution, E seams, F speed)",
    "ears": "Ears and eyes (references, library search, pretrained encoders, foreign engines)",
}
"""Rows whose name begins with one of these words stand under its title."""
BENCHMARKS = Path(__file__).parent.parent / "docs" / "benchmarks.md"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--full", action="store_true", help="run gates at full size")
    parser.addoption("--record", action="store_true", help="write docs/benchmarks.md anew")
    parser.addoption(
        "--record-part", action="store_true", help="put what was measured into docs/benchmarks.md"
    )


_BOOK = pytest.StashKey[GateBook]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_BOOK] = GateBook(full=bool(config.getoption("--full")))


@pytest.fixture
def gate(request: pytest.FixtureRequest) -> Gate:
    """The size and the book of a gate test."""
    return Gate(request.config.stash[_BOOK])


# Engines are offered as if no model shipped; tests of the model name it.
os.environ["MUSFLOW_MODEL"] = os.devnull


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
    part = bool(session.config.getoption("--record-part"))
    if not (book.full and book.rows and (part or session.config.getoption("--record"))):
        return
    today = datetime.date.today().isoformat()
    rows = _kept_rows() if part else {}
    for what, figure, target, how, met in book.rows:
        rows[_row(what)] = (
            f"| {figure} | {target} | {'yes' if met else '**no**'} | {how} | {today} |"
        )
    BENCHMARKS.write_text(_page(rows), encoding="utf-8")


def _kept_rows() -> dict[str, str]:
    """The rows of the page as it is: what -> the rest of the line."""
    rows, part = {}, ""
    titles = {title: name for name, title in PARTS.items()}
    for line in BENCHMARKS.read_text("utf-8").splitlines():
        if line.startswith("## "):
            part = titles[line.removeprefix("## ")]
        elif line.startswith("| ") and not line.startswith(("| what |", "| --- |")):
            what, _, rest = line.removeprefix("| ").partition(" | ")
            rows[_row(f"{part} {what}".strip())] = f"| {rest}"
    return rows


def _page(rows: dict[str, str]) -> str:
    lines = [
        "# Benchmarks",
        "",
        "Written by `make gates`; each row is printed by a test marked `gate` and is checked by it",
        "at a tenth of the size in `make test`.",
        "",
        f"Measured on {os.cpu_count()} cores ({platform.machine()}, {platform.system()}), "
        f"Python {platform.python_version()}, no GPU.",
    ]
    for part, title in PARTS.items():
        own = sorted(what for what in rows if _part(what) == part)
        if own:
            lines += ["", f"## {title}", "", "| what | figure | target | met | how | measured |"]
            lines += ["| --- | --- | --- | --- | --- | --- |"]
            lines += [f"| {what.removeprefix(part).lstrip()} {rows[what]}" for what in own]
    return "\n".join(lines) + "\n"


def _row(what: str) -> str:
    """A row's name with its part before it: "ears: 100 cues" and "ears 100 cues" are one row."""
    part = _part(what)
    return f"{part} {what.removeprefix(part).lstrip(' :')}".strip()


def _part(what: str) -> str:
    """The part of the page a row belongs to: its first word, where that is one."""
    first = what.split()[0].rstrip(":")
    return first if first in PARTS else ""
