"""Bars are cropped, skies and paper are not; marks are marks only on grey pictures."""

from __future__ import annotations

import numpy as np

from musflow_studio.encoders.picture_frame import crop_bars, production_marks, widened


def _noise(height: int, width: int) -> np.ndarray:
    return np.random.default_rng(3).uniform(0.2, 0.9, (height, width, 3)).astype(np.float32)


def test_bars_go_and_one_mixed_line_with_them() -> None:
    inside = _noise(60, 100)
    framed = np.zeros((80, 120, 3), np.float32)
    framed[10:70, 10:110] = inside
    assert np.array_equal(crop_bars(framed), inside[1:-1, 1:-1])


def test_white_page_then_black_frame_line() -> None:
    inside = _noise(60, 100)
    page = np.ones((84, 124, 3), np.float32)
    page[9:75, 9:115] = 0
    page[12:72, 12:112] = inside
    assert np.array_equal(crop_bars(page), inside[1:-1, 1:-1])


def test_a_sky_over_a_straight_horizon_stays() -> None:
    scene = _noise(90, 120)
    scene[:25] = (0.4, 0.6, 0.9)
    assert crop_bars(scene).shape == scene.shape


def test_paper_around_a_figure_stays() -> None:
    paper = np.ones((90, 120, 3), np.float32)
    paper[30:60, 50:60] = 0.2
    assert crop_bars(paper).shape == paper.shape


def test_a_uniform_picture_stays() -> None:
    assert crop_bars(np.zeros((30, 40, 3), np.float32)).shape == (30, 40, 3)
    assert crop_bars(np.zeros((1, 1, 3), np.float32)).shape == (1, 1, 3)


def test_something_is_always_left() -> None:
    for height in range(1, 9):
        striped = np.zeros((height, height, 3), np.float32)
        striped[1:-1, 1:-1] = 1
        assert crop_bars(striped).size


def test_marks_only_where_the_rest_is_grey() -> None:
    paper = np.ones((60, 80, 3), np.float32)
    paper[20:24, 10:40] = (0.9, 0.1, 0.1)
    marks = production_marks(paper)
    assert marks[20:24, 10:40].all()
    assert marks.mean() < 0.05
    colourful = _noise(60, 80)
    assert not production_marks(colourful).any()
    red = np.full((60, 80, 3), (0.9, 0.1, 0.1), np.float32)
    assert not production_marks(red).any()


def test_widened_grows_by_one_pixel() -> None:
    dot = np.zeros((5, 5), bool)
    dot[2, 2] = True
    assert widened(dot).sum() == 9
    corner = np.zeros((3, 3), bool)
    corner[0, 0] = True
    assert widened(corner).sum() == 4
