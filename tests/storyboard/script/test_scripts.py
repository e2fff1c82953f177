"""Fountain and Final Draft scripts become panels; bad ones are refused."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.selection import panel_range
from musflow_studio.storyboard import read
from musflow_studio.storyboard.script.fountain import parse_fountain
from musflow_studio.storyboard.script.page_lengths import pages_of, printed_lines
from musflow_studio.storyboard.script.screenplay import Kind, Paragraph

SCRIPTS = Path(__file__).parent / "scripts"
WAVES = (
    "Thunder. The lamp goes out, and far below the waves break over the pier with a noise like "
    "falling masonry."
)


def test_a_fountain_script() -> None:
    board = read((SCRIPTS / "harbour.fountain",))
    assert board.title == "THE LONG RAIN Episode 2"
    assert [(p.number, p.story, p.dialogue, p.notes, str(p.weight)) for p in board.panels] == [
        (
            "12.1",
            "A grey sea. MAYA, 30, stands alone on the quay. The last boat is a speck on the"
            " horizon.",
            "",
            "EXT. HARBOUR - DAWN.",
            "must",
        ),
        ("12.2", "She drops her suitcase.", "Too late.", "EXT. HARBOUR - DAWN. (to herself)",
         "should"),
        ("12.3", "An OLD MAN comes out of the fog.", "You will catch a cold, child. Leave me.",
         "EXT. HARBOUR - DAWN. He must sound kind.", "should"),
        ("12A", WAVES, "", "THE LIGHTHOUSE. The storm arrives.", "must"),
        ("13", "INT. CABIN - NIGHT", "", "INT. CABIN - NIGHT.", "must"),
    ]  # fmt: skip
    assert board.remarks[0].startswith("lengths are estimated from the script")


def test_the_same_script_by_another_program() -> None:
    ours, theirs = (read((SCRIPTS / f"harbour.{kind}",)) for kind in ("fountain", "fdx"))
    told = [[(p.story, p.dialogue, p.length_frames) for p in b.panels] for b in (ours, theirs)]
    assert told[0] == told[1]
    assert [p.number for p in theirs.panels] == ["1.1", "1.2", "1.3", "2", "3"]


def test_a_final_draft_script_with_its_own_page_counts() -> None:
    board = read((SCRIPTS / "tower.fdx",))
    assert board.title == "The Tower"
    assert [(p.number, p.story, p.dialogue, p.notes) for p in board.panels] == [
        ("7.1", "Stairs, hundreds of them.", "Wait & see.",
         "INT. TOWER - NIGHT. Keep it quiet. (out of breath)"),
        ("7.2", "A bell.", "", "INT. TOWER - NIGHT."),
        ("9", "Pigeons.", "", "EXT. SQUARE - DAY."),
    ]  # fmt: skip
    frames = [p.length_frames for p in board.panels]
    assert sum(frames[:2]) == round(1.375 * 60 * 24)
    assert frames[2] == 15 * 24
    assert board.remarks[-1] == "left out, omitted in the script: 1 scene"


@pytest.mark.parametrize(
    ("letters", "kind", "lines"),
    [(61, Kind.ACTION, 2), (62, Kind.ACTION, 3), (35, Kind.DIALOGUE, 1), (36, Kind.DIALOGUE, 2),
     (10, Kind.CHARACTER, 2), (500, Kind.NOTE, 0)],
)  # fmt: skip
def test_lines_on_the_page(letters: int, kind: Kind, lines: int) -> None:
    assert printed_lines([Paragraph(kind, "x" * letters)]) == lines


@pytest.mark.parametrize(
    ("lines", "eighths"), [(1, 1), (10, 1), (11, 2), (55, 8), (110, 16), (58, 8), (59, 9)]
)
def test_scenes_are_counted_in_eighths(lines: int, eighths: int) -> None:
    assert pages_of(lines) == Fraction(eighths, 8)


def test_a_page_is_a_minute(tmp_path: Path) -> None:
    action = "\n\n".join(["The rain goes on."] * 26)
    (tmp_path / "a.fountain").write_text(f"INT. HOUSE - DAY\n\n{action}\n")
    board = read((tmp_path / "a.fountain",), fps="25")
    assert len(board.panels) == 26
    assert board.length_frames == 60 * 25
    assert not any("between frames" in remark for remark in board.remarks)


def test_a_scene_is_named_by_its_number() -> None:
    board = read((SCRIPTS / "harbour.fountain",))
    starts = board.start_frames
    assert panel_range(board, "12", "12") == (0, starts[3])
    assert panel_range(board, "12.2", "12a") == (starts[1], starts[4])
    assert panel_range(board, "2", "2") == (starts[1], starts[2])


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("INT. A - DAY\n\nJOHN\nHello.", ["character", "dialogue"]),
        ("INT. A - DAY\n\nJOHN\n\nHe is gone.", ["action", "action"]),
        ("INT. A - DAY\n\n@McAvoy\nHello.", ["character", "dialogue"]),
        ("INT. A - DAY\n\n!SCANNING THE AISLES\nHe stops.", ["action"]),
        ("INT. A - DAY\n\n> Burn to white.", ["transition"]),
        ("INT. A - DAY\n\n> THE END <", ["action"]),
        ("INT. A - DAY\n\n# Act two\n\n...and so on.", ["action"]),
        ("INT. A - DAY\n\nHe [[maybe\nnot]] waits.", ["action", "note", "action"]),
        ("int. a - day\r\n\r\nHe waits.\r\n", ["action"]),
    ],
)
def test_what_fountain_marks(text: str, kinds: list[str]) -> None:
    (scene,) = parse_fountain(text).scenes
    assert [str(one.kind) for one in scene.paragraphs] == kinds


@given(st.text(alphabet="INT. A\n#>=[]/*@!()~", max_size=80))
def test_any_text_is_parsed(text: str) -> None:
    parse_fountain(f"INT. A - DAY\n\n{text}")


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.fountain", b"Bread\n\nMilk", "has no scenes"),
        ("a.fountain", b"", "has no scenes"),
        ("a.fountain", b"\x00\x01\x02", "is not text"),
        ("a.fdx", b"", "is not XML as Final Draft writes it"),
        ("a.fdx", b"<FinalDraft><Content>", "is not XML as Final Draft writes it"),
        ("a.fdx", b"<html><body/></html>", "not a Final Draft script"),
        ("a.fdx", b"<FinalDraft><Content/></FinalDraft>", "has no scenes"),
        (
            "a.fdx",
            b'<!DOCTYPE x [<!ENTITY a "b">]><FinalDraft><Content>&a;</Content></FinalDraft>',
            "it declares entities",
        ),
    ],
)
def test_files_that_are_no_scripts(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(StudioError, match=says) as refused:
        read((path,))
    assert refused.value.code is ErrorCode.BAD_FILE
    assert str(path) in refused.value.message


def test_a_script_of_more_than_two_hours_is_refused(tmp_path: Path) -> None:
    scene = "\n\nINT. HOUSE - DAY\n\n" + "\n\n".join(["He waits."] * 55)
    (tmp_path / "a.fountain").write_text(scene * 70)
    with pytest.raises(StudioError, match="panels|lasts"):
        read((tmp_path / "a.fountain",))


def test_a_missing_script(tmp_path: Path) -> None:
    with pytest.raises(StudioError) as refused:
        read((tmp_path / "gone.fdx",))
    assert refused.value.code is ErrorCode.FILE_NOT_FOUND
