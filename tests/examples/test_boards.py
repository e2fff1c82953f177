"""The example boards are read whole, look as intended and can be drawn again."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from musflow_studio.domain.storyboard import HitWeight, Storyboard
from musflow_studio.encoders.pictures import open_panel_picture, open_picture
from musflow_studio.storyboard import read

EXAMPLES = Path(__file__).parents[2] / "examples"
BOARDS = ("harbour-dawn", "cellar-door", "rooftop-chase")


def seen(board: Storyboard) -> list[Image.Image]:
    pictures = [open_panel_picture(panel) for panel in board.panels]
    return [picture for picture in pictures if picture is not None]


@pytest.mark.parametrize("name", BOARDS)
def test_each_board_is_about_half_a_minute_with_irregular_cuts(name: str) -> None:
    board = read((EXAMPLES / name,))
    assert 5 <= len(board.panels) <= 8
    assert 27 <= board.length_frames / board.rate.fps <= 33
    assert len({panel.length_frames for panel in board.panels}) == len(board.panels)
    assert all(panel.story for panel in board.panels)
    assert board.panels[0].weight is HitWeight.MUST
    assert sum(panel.weight is HitWeight.MUST for panel in board.panels) >= 3


@pytest.mark.parametrize("name", BOARDS)
def test_every_panel_has_its_own_picture_of_16_to_9(name: str) -> None:
    pictures = seen(read((EXAMPLES / name,)))
    assert [picture.size for picture in pictures] == [(960, 540)] * len(pictures)
    assert len({picture.tobytes() for picture in pictures}) == len(pictures)


def test_the_three_boards_look_different() -> None:
    def mean(name: str) -> tuple[float, float]:
        hsv = np.stack([np.asarray(p.convert("HSV")) for p in seen(read((EXAMPLES / name,)))]) / 255
        return float(hsv[..., 1].mean()), float(hsv[..., 2].mean())

    harbour, cellar, rooftop = (mean(name) for name in BOARDS)
    assert harbour[0] > 0.3  # colour
    assert cellar[0] < 0.05  # pencil on
    assert cellar[1] > 0.7  # white paper
    assert rooftop[0] < 0.01
    assert rooftop[1] < 0.45  # night in ink


def test_the_project_is_as_loose_as_real_ones() -> None:
    board = read((EXAMPLES / "rooftop-chase",))
    composed = [panel.number for panel in board.panels if panel.layers]
    assert composed == ["1B", "2B"]
    posters = [p.number for p in board.panels if p.picture and "posterframe" in p.picture.name]
    assert posters == ["4B"]
    assert [p.number for p in board.panels if p.weight is HitWeight.MUST] == [
        "1A",
        "2A",
        "3A",
        "4A",
        "5A",
    ]
    reds = [np.asarray(picture).astype(int) for picture in seen(board)]
    assert all((p[..., 0] - p[..., 1]).max() < 40 for p in reds)  # no arrow of the notes layer


def test_a_project_at_24_has_whole_frames() -> None:
    project = EXAMPLES / "rooftop-chase" / "rooftop-chase.storyboarder"
    durations = [b["duration"] for b in json.loads(project.read_text(encoding="utf-8"))["boards"]]
    frames = [panel.length_frames for panel in read((project,)).panels]
    assert [round(Fraction(n, 24) * 1000) for n in frames] == durations


def test_all_examples_together_are_small() -> None:
    files = [f for f in EXAMPLES.rglob("*") if f.is_file() and "__pycache__" not in f.parts]
    assert sum(f.stat().st_size for f in files) < 2_000_000


@pytest.fixture
def draw_again(tmp_path: Path) -> Callable[[str, int], Path]:
    """Draw one panel again in a fresh interpreter, as the script does."""

    def draw(board: str, position: int) -> Path:
        out = tmp_path / "again.jpg"
        code = (
            f"import sys; sys.path.insert(0, {str(EXAMPLES)!r});"
            f"from artwork.{board} import PANELS;"
            f"PANELS[{position}]().save({str(out)!r}, quality=80, optimize=True)"
        )
        subprocess.run([sys.executable, "-c", code], check=True)
        return out

    return draw


@pytest.mark.parametrize(
    ("board", "position", "kept"),
    [
        ("harbour_dawn", 3, "harbour-dawn/harbour_04.jpg"),
        ("cellar_door", 2, "cellar-door/cellar_03.jpg"),
    ],
)
def test_pictures_come_out_the_same_when_drawn_again(
    draw_again: Callable[[str, int], Path], board: str, position: int, kept: str
) -> None:
    again = np.asarray(open_picture(draw_again(board, position))).astype(int)
    before = np.asarray(open_picture(EXAMPLES / kept)).astype(int)
    assert np.abs(again - before).mean() < 1.0  # JPEG and resampling differ between Pillows
