"""A folder of panels: order, words beside pictures, and what is left out."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.storyboard import HitWeight, Storyboard
from musflow_studio.storyboard import read
from musflow_studio.storyboard.folder import natural_key

Draw = Callable[..., Path]


def names(board: Storyboard) -> list[str]:
    return [panel.picture.name if panel.picture else "" for panel in board.panels]


def test_natural_sort() -> None:
    order = ["1", "2", "2a", "2b", "10", "a 2", "A 10", "Über 1", "über 2"]
    shuffled = order.copy()
    random.Random(3).shuffle(shuffled)
    assert sorted(shuffled, key=natural_key) == order


def test_pictures_in_natural_order_with_their_texts(tmp_path: Path, draw: Draw) -> None:
    for index, name in enumerate(["10.png", "2.jpg", "1.webp", "3.gif", "4.bmp", "5.tiff"]):
        draw(name, index)
    (tmp_path / "2.txt").write_text("Rain on\nthe harbour.\n")
    (tmp_path / "10.txt").write_text("* The door slams.")
    board = read((tmp_path,))
    assert names(board) == ["1.webp", "2.jpg", "3.gif", "4.bmp", "5.tiff", "10.png"]
    assert board.panels[1].story == "Rain on the harbour."
    assert board.panels[5].story == "The door slams."
    assert [p.weight for p in board.panels] == [HitWeight.MUST] + [HitWeight.SHOULD] * 4 + [
        HitWeight.MUST
    ]
    assert [p.number for p in board.panels] == list("123456")
    assert {p.length_frames for p in board.panels} == {72}
    assert board.title == tmp_path.name
    assert board.source == tmp_path
    assert board.remarks == ("6 panels have no length and last 3 s",)


def test_what_is_left_out_is_said(tmp_path: Path, draw: Draw) -> None:
    draw("1.png")
    for name in (".hidden.png", "Thumbs.db", "README.txt", "~$panels.csv", "score.mid"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "sub").mkdir()
    (tmp_path / "board.psd").write_bytes(b"8BPS")
    (tmp_path / "2.txt").write_text("A story without a picture")
    board = read((tmp_path,))
    assert names(board) == ["1.png"]
    assert board.remarks[:2] == (
        "left out, not a picture (PNG, JPEG, WebP, TIFF, BMP, GIF): board.psd",
        "left out, no picture of the same name: 2.txt",
    )


def test_the_table_decides_order_lengths_words_and_weights(tmp_path: Path, draw: Draw) -> None:
    for index, name in enumerate(["a.png", "b.png", "c.png", "spare.png"]):
        draw(name, index)
    (tmp_path / "a.txt").write_text("From the text file.")
    (tmp_path / "panels.csv").write_text(
        "file,length_s,story,dialogue,notes,weight,number\n"
        'c.png,2.5,"Dawn, and fog.",Hello?,WIDE,,1A\n'
        "a.png,1,,,,must,1B\n"
        ",2,* Black. Nothing yet.,,,,2\n"
        "b.png,4,*Light.,,,ignore,3\n"
    )
    board = read((tmp_path,))
    assert names(board) == ["c.png", "a.png", "", "b.png"]
    assert [p.length_frames for p in board.panels] == [60, 24, 48, 96]
    assert [p.number for p in board.panels] == ["1A", "1B", "2", "3"]
    assert [p.story for p in board.panels] == [
        "Dawn, and fog.",
        "From the text file.",
        "Black. Nothing yet.",
        "Light.",
    ]
    assert (board.panels[0].dialogue, board.panels[0].notes) == ("Hello?", "WIDE")
    assert [p.weight for p in board.panels] == [
        HitWeight.MUST,
        HitWeight.MUST,
        HitWeight.MUST,
        HitWeight.IGNORE,
    ]
    assert board.remarks == ("left out, not listed in panels.csv: spare.png",)


def test_the_table_itself_is_a_source(tmp_path: Path, draw: Draw) -> None:
    draw("a.png")
    (tmp_path / "panels.csv").write_text("file\na.png\n")
    assert names(read((tmp_path / "panels.csv",))) == ["a.png"]


def test_names_are_found_in_another_case_or_form_of_accents(tmp_path: Path, draw: Draw) -> None:
    draw(unicodedata.normalize("NFD", "Käfig 1.png"))
    draw("images/deep.png", 1)
    (tmp_path / "panels.csv").write_text("file\nkäfig 1.PNG\nimages\\deep.png\n", encoding="utf-8")
    assert len(read((tmp_path,)).panels) == 2


def test_a_missing_file_names_the_row_and_the_nearest_name(tmp_path: Path, draw: Draw) -> None:
    draw("panel_01.png")
    (tmp_path / "panels.csv").write_text("file\npanel_01.png\npanel_1.png\n")
    with pytest.raises(StudioError, match="ow 3 of panels.csv.*'panel_1.png'.*'panel_01.png'") as e:
        read((tmp_path,))
    assert e.value.code is ErrorCode.FILE_NOT_FOUND
    (tmp_path / "panels.csv").write_text(f"file\n{'x' * 300}.png\n")
    with pytest.raises(StudioError, match="ow 2 of panels.csv"):
        read((tmp_path,))


def test_a_row_of_nothing_but_a_length(tmp_path: Path, draw: Draw) -> None:
    draw("a.png")
    (tmp_path / "panels.csv").write_text("file,length_s\na.png,2\n,3\n")
    with pytest.raises(StudioError, match="ow 3 of panels.csv names neither"):
        read((tmp_path,))


@pytest.mark.parametrize("length", ["0", "-2", "nan", "inf", "two", "36000", "0.001", "1e3"])
def test_bad_lengths_name_the_row_and_the_range(tmp_path: Path, draw: Draw, length: str) -> None:
    draw("a.png")
    (tmp_path / "panels.csv").write_text(f"file,length_s\na.png,{length}\n")
    with pytest.raises(StudioError, match=r"ow 2 of panels.csv \(a.png\).*1 frame to 3600 s") as e:
        read((tmp_path,))
    assert e.value.exit_status == 2


def test_an_empty_folder_says_what_it_may_hold(tmp_path: Path) -> None:
    with pytest.raises(StudioError, match="holds no panels.*PNG.*panels.csv.*storyboarder") as e:
        read((tmp_path,))
    assert e.value.exit_status == 2
    (tmp_path / "notes.txt").write_text("nothing drawn yet")
    with pytest.raises(StudioError, match="holds no panels"):
        read((tmp_path,))
