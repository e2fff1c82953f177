"""Which sources are read, and how each bad one is refused."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from PIL import Image

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.storyboard import HitWeight
from musflow_studio.domain.timecode import FrameRate
from musflow_studio.storyboard import read, read_text

Draw = Callable[..., Path]


def test_pictures_are_panels_in_the_given_order(tmp_path: Path, draw: Draw) -> None:
    b, a = draw("b.png", 1), draw("a.png", 2)
    (tmp_path / "a.txt").write_text("She waits.")
    board = read((b, a), default_length_s=1.5)
    assert [p.picture for p in board.panels] == [b, a]
    assert board.panels[1].story == "She waits."
    assert board.length_frames == 72
    assert board.title == tmp_path.name
    assert read((a,)).title == "a"


def test_each_page_of_a_tiff_is_a_panel(draw: Draw) -> None:
    board = read((draw("pages.tif", 1, pages=3), draw("last.png", 9)))
    assert [p.page for p in board.panels] == [0, 1, 2, 0]
    assert [p.number for p in board.panels] == ["1", "2", "3", "4"]
    assert len({p.uid for p in board.panels}) == 4


def test_relative_sources_become_absolute(
    tmp_path: Path, draw: Draw, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw("scene/a.png")
    monkeypatch.chdir(tmp_path / "scene")
    board = read((Path("."),))
    assert board.title == "scene"
    assert board.panels[0].picture == tmp_path / "scene" / "a.png"


def test_identity_follows_the_picture_when_panels_move(draw: Draw) -> None:
    a, b, twin = draw("a.png", 1), draw("b.png", 2), draw("twin.png", 1)
    before = {p.picture: p.uid for p in read((a, b)).panels}
    after = {p.picture: p.uid for p in read((b, a)).panels}
    assert before == after
    uids = [p.uid for p in read((a, b, twin, a)).panels]
    assert uids == [before[a], before[b], before[a] + "-2", before[a] + "-3"]


@pytest.mark.parametrize("rate", ["24", "23.976", "25", "29.97df", "30"])
def test_frame_rates(draw: Draw, rate: str) -> None:
    board = read((draw("a.png", 1), draw("b.png", 2)), fps=rate, default_length_s=2.5)
    assert board.rate == FrameRate.parse(rate)
    exact = Fraction(5) * board.rate.fps
    assert abs(board.length_frames - exact) <= Fraction(1, 2)


@pytest.mark.parametrize(
    "name", ["a b.png", "Übergröße.png", "🎬 scene.png", "4∕4 take.png", "é" * 120 + ".png"]
)
def test_names_people_give(draw: Draw, name: str) -> None:
    path = draw(name)
    assert read((path,)).panels[0].picture == path


def test_a_name_that_is_not_unicode_is_named(tmp_path: Path) -> None:
    path = tmp_path / "take\udcff.png"
    Image.new("RGB", (16, 9)).save(path)
    with pytest.raises(StudioError, match="not Unicode; rename it"):
        read((path,))


@pytest.mark.parametrize("name", ["gone.png", "gone", "x" * 300 + ".png", "nul\0l.png"])
def test_missing_sources(tmp_path: Path, name: str) -> None:
    with pytest.raises(StudioError, match="here is no") as caught:
        read((tmp_path / name,))
    assert caught.value.code is ErrorCode.FILE_NOT_FOUND


def test_other_kinds_of_file_say_what_is_accepted(tmp_path: Path) -> None:
    (tmp_path / "script.docx").write_bytes(b"PK")
    with pytest.raises(StudioError, match="script.docx.*PNG, JPEG.*folder.*storyboarder") as caught:
        read((tmp_path / "script.docx",))
    assert caught.value.exit_status == 2
    with pytest.raises(StudioError, match="no panels were given|No panels were given"):
        read(())


def test_a_folder_among_pictures(tmp_path: Path, draw: Draw) -> None:
    with pytest.raises(StudioError, match="together with other sources"):
        read((draw("a.png"), tmp_path))


def test_broken_pictures_are_found_while_reading(tmp_path: Path, draw: Draw) -> None:
    draw("1.png")
    bad = tmp_path / "2.png"
    bad.write_bytes(b"")
    with pytest.raises(StudioError, match="2.png is an empty file"):
        read((tmp_path,))
    bad.write_bytes((tmp_path / "1.png").read_bytes()[:-30])
    with pytest.raises(StudioError, match="2.png is damaged or cut short"):
        read((tmp_path,))
    bad.write_text("renamed")
    with pytest.raises(StudioError, match="2.png is not a picture"):
        read((tmp_path,))
    head = b"IHDR" + struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    data = b"IDAT" + zlib.compress(b"\0")
    chunks = [
        struct.pack(">I", len(c) - 4) + c + struct.pack(">I", zlib.crc32(c)) for c in (head, data)
    ]
    bad.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(chunks))
    with pytest.raises(StudioError, match="60000 x 60000"):
        read((tmp_path,))


def test_too_many_panels(tmp_path: Path, draw: Draw) -> None:
    draw("a.png")
    (tmp_path / "panels.csv").write_text("file,length_s\n" + "a.png,1\n" * 2001)
    with pytest.raises(StudioError, match="2001 panels; legal: 1 to 2000"):
        read((tmp_path,))


@pytest.mark.parametrize("fps", ["0", "x", "1000", "24df", "1e9999999999"])
def test_bad_frame_rates(draw: Draw, fps: str) -> None:
    with pytest.raises(StudioError) as caught:
        read((draw("a.png"),), fps=fps)
    assert caught.value.exit_status == 2


@pytest.mark.parametrize("length", [0, -1, float("nan"), float("inf"), 36_000])
def test_bad_lengths(draw: Draw, length: float) -> None:
    with pytest.raises(StudioError, match="ext: the length.*1 frame to 3600 s"):
        read_text("Dawn.", length)
    with pytest.raises(StudioError, match="efault length.*1 frame to 3600 s"):
        read((draw("a.png"),), default_length_s=length)


def test_a_line_of_text_is_one_panel() -> None:
    board = read_text("*A door opens.  Nobody is there.\n", 12.5, fps="25")
    (panel,) = board.panels
    assert panel.story == "A door opens. Nobody is there."
    assert (panel.picture, panel.weight, panel.length_frames) == (None, HitWeight.MUST, 313)
    assert board.title == "A door opens. Nobody is there"
    assert board.source is None
    assert read_text("A door opens. Nobody is there.", 3).panels[0].uid == panel.uid


def test_a_long_text_has_a_short_title() -> None:
    title = read_text("In 4/4, the band " + "plays on and on " * 40, 10).title
    assert title.startswith("In 4/4, the band plays")
    assert len(title) <= 60


def test_empty_text() -> None:
    with pytest.raises(StudioError, match="text is empty"):
        read_text(" \n", 10)
