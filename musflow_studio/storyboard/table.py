"""Table: `panels.csv`, as editors and spreadsheets of any country write it, as rows.

Header `file,length_s,story,dialogue,notes`, all but the first optional, in any order; also
`weight` (must, should, ignore, avoid) and `number`. Separators are comma, semicolon or tab.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.storyboard import HitWeight
from musflow_studio.storyboard.words import read_words

COLUMNS = ("file", "length_s", "story", "dialogue", "notes", "weight", "number")


@dataclass(frozen=True)
class Row:
    """One row that is not empty.

    Attributes:
        where: how errors call it ("row 3 of panels.csv"; the header is row 1).
        cells: column -> text, stripped; known columns only, absent ones "".
    """

    where: str
    cells: dict[str, str]

    def weight(self) -> HitWeight | None:
        """The weight written in the row; None if the cell is empty. Raises StudioError."""
        word = self.cells["weight"].lower()
        if not word:
            return None
        try:
            return HitWeight(word)
        except ValueError:
            raise StudioError(
                ErrorCode.UNKNOWN_NAME,
                f"{self.where}: unknown weight",
                value=word,
                legal=", ".join(HitWeight),
            ) from None


def read_table(path: Path) -> tuple[tuple[Row, ...], tuple[str, ...]]:
    """The rows of a table in their order, and remarks about columns left out.

    Raises StudioError naming file and row: no `file` column, a column twice, a row longer than
    the header, no rows at all.
    """
    lines = _fields(path)
    if not lines:
        raise StudioError(
            ErrorCode.BAD_FILE, f"the table {path} is empty", hint="write a header row with 'file'"
        )
    (_, header), *body = lines
    columns = _columns(path, header)
    rows = tuple(_row(f"row {number} of {path.name}", columns, fields) for number, fields in body)
    if not rows:
        raise StudioError(ErrorCode.BAD_FILE, f"the table {path} lists no panels")
    return rows, _remarks(path, columns)


def _fields(path: Path) -> list[tuple[int, list[str]]]:
    """Line number and fields of every line that is not empty, the header first."""
    text = read_words(path)
    first, _, rest = text.partition("\n")
    declared = first.strip().lower().startswith("sep=")  # Excel's own first line
    if declared:
        text = rest
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    try:
        lines = [(number, fields) for number, fields in enumerate(reader, 1 + declared)]
    except csv.Error as error:
        raise StudioError(
            ErrorCode.BAD_FILE,
            f"the table {path} cannot be read near row {reader.line_num} ({error})",
        ) from None
    return [(n, fields) for n, fields in lines if any(field.strip() for field in fields)]


def _separator(text: str) -> str:
    header = next((line for line in text.splitlines() if line.strip()), "")
    return max(",;\t", key=header.count)


def _columns(path: Path, header: list[str]) -> list[str]:
    columns = [name.strip().lower() for name in header]
    if "file" not in columns:
        raise StudioError(
            ErrorCode.BAD_FILE,
            f"the table {path} has no column 'file'",
            value=", ".join(header),
            legal=", ".join(COLUMNS),
            hint="write the header in the first row",
        )
    for name in COLUMNS:
        if columns.count(name) > 1:
            raise StudioError(ErrorCode.BAD_FILE, f"the table {path} has the column {name!r} twice")
    return columns


def _row(where: str, columns: list[str], fields: list[str]) -> Row:
    if any(field.strip() for field in fields[len(columns) :]):
        raise StudioError(
            ErrorCode.BAD_FILE,
            f"{where} has {len(fields)} fields, the header has {len(columns)}",
            hint="put double quotes around text that holds the separator",
        )
    cells = dict.fromkeys(COLUMNS, "")
    cells |= {c: f.strip() for c, f in zip(columns, fields, strict=False) if c in cells}
    return Row(where, cells)


def _remarks(path: Path, columns: list[str]) -> tuple[str, ...]:
    unknown = [c for c in columns if c and c not in COLUMNS]
    return tuple(f"{path.name}: the column {c!r} is not known and was left out" for c in unknown)
