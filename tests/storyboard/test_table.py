"""panels.csv as editors and spreadsheets write it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musflow_studio.domain.errors import StudioError
from musflow_studio.domain.storyboard import HitWeight
from musflow_studio.storyboard.table import COLUMNS, read_table


def table(folder: Path, content: str | bytes) -> Path:
    path = folder / "panels.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize(
    "content",
    [
        "file,length_s,story\na.png,2.5,Übermut\nb.png,3,Ende\n",
        "\ufefffile;length_s;story\r\na.png;2.5;Übermut\r\nb.png;3;Ende\r\n",
        "file\tlength_s\tstory\na.png\t2.5\tÜbermut\n\nb.png\t3\tEnde",
        "sep=;\nfile;length_s;story\na.png;2.5;Übermut\nb.png;3;Ende\n",
        "story,FILE , Length_S\nÜbermut,a.png,2.5\nEnde,b.png,3,,\n",
        "file;length_s;story\na.png;2.5;Übermut\nb.png;3;Ende\n".encode("cp1252"),
        "file\tlength_s\tstory\na.png\t2.5\tÜbermut\nb.png\t3\tEnde\n".encode("utf-16"),
        '"file";"length_s";"story"\n"a.png";"2.5";"Übermut"\n"b.png";"3";"Ende"\n;;\n',
    ],
)
def test_spreadsheet_dialects_say_the_same(tmp_path: Path, content: str | bytes) -> None:
    rows, remarks = read_table(table(tmp_path, content))
    assert [(r.cells["file"], r.cells["length_s"], r.cells["story"]) for r in rows] == [
        ("a.png", "2.5", "Übermut"),
        ("b.png", "3", "Ende"),
    ]
    assert rows[0].cells["notes"] == ""
    assert remarks == ()


def test_rows_are_named_as_an_editor_counts_them(tmp_path: Path) -> None:
    rows, _ = read_table(table(tmp_path, "file\na.png\n\nb.png\n"))
    assert [row.where for row in rows] == ["row 2 of panels.csv", "row 4 of panels.csv"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "is empty"),
        ("\n\n", "is empty"),
        ("file,story\n", "lists no panels"),
        ("picture,story\na.png,x\n", "no column 'file'"),
        ("a.png,2,Hello\nb.png,2,There\n", "no column 'file'"),
        (
            "file,story\na.png,He runs, then falls\n",
            "ow 2 of panels.csv has 3 fields, the header has 2",
        ),
        ("file,file\na.png,b.png\n", "'file' twice"),
        ('file,story\na.png,"never closed\n', "cannot be read"),
        (b"file\nx\0y.png\n", "not text"),
        (b"file\n\x81\xff.png\n", "not text"),
    ],
)
def test_broken_tables_say_what_is_wrong(tmp_path: Path, content: str | bytes, says: str) -> None:
    with pytest.raises(StudioError, match=says) as caught:
        read_table(table(tmp_path, content))
    assert caught.value.exit_status == 2
    assert "panels.csv" in str(caught.value)


def test_unknown_columns_are_left_out_and_said(tmp_path: Path) -> None:
    rows, remarks = read_table(table(tmp_path, "file,lenght_s\na.png,3\n"))
    assert rows[0].cells["length_s"] == ""
    assert remarks == ("panels.csv: the column 'lenght_s' is not known and was left out",)


def test_weights(tmp_path: Path) -> None:
    rows, _ = read_table(table(tmp_path, "file,weight\na,Must\nb,avoid\nc,\nd,perhaps\n"))
    assert [row.weight() for row in rows[:3]] == [HitWeight.MUST, HitWeight.AVOID, None]
    with pytest.raises(
        StudioError, match="ow 5 of panels.csv.*perhaps.*must, should, ignore, avoid"
    ):
        rows[3].weight()


@given(content=st.one_of(st.binary(max_size=300), st.text(max_size=200).map(str.encode)))
def test_any_bytes_are_rows_or_one_sentence(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = table(tmp_path_factory.getbasetemp(), b"file,story\n" + content)
    try:
        rows, _ = read_table(path)
    except StudioError as error:
        outcome = str(error)
    else:
        outcome = "panels.csv" if all(tuple(r.cells) == COLUMNS for r in rows) else ""
    assert "panels.csv" in outcome
