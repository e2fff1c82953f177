"""Gate: how large to run a check, and the book its figure goes into (see conftest)."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class GateBook:
    """Figures measured in this session, and whether they were measured at full size."""

    full: bool
    rows: list[tuple[str, str, str, str, bool]] = field(default_factory=list)


@dataclass
class Gate:
    """Handed to a gate test: how large to run, and where to write the figure."""

    book: GateBook

    @property
    def full(self) -> bool:
        """True under `make gates`."""
        return self.book.full

    def size(self, full: int) -> int:
        """`full` under `make gates`, else a tenth of it, at least 1."""
        return full if self.book.full else max(1, full // 10)

    def record(self, what: str, figure: str, target: str, how: str, *, met: bool) -> None:
        """Keep one row for docs/benchmarks.md; `met` says whether the target was reached."""
        self.book.rows.append((what, figure, target, how, met))
