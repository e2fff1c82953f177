"""Pictures with known contents measure as what they are."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from musflow_studio.domain.features import PictureFeatures, PictureKind
from musflow_studio.encoders.picture_features import VECTOR_LENGTH, measure_picture


def _drawing(seed: int = 1, strokes: int = 60) -> Image.Image:
    sheet = Image.new("RGB", (960, 540), (250, 250, 248))
    pen = ImageDraw.Draw(sheet)
    draw = np.random.default_rng(seed)
    for _ in range(strokes):
        ends = draw.integers(40, 500, 4)
        pen.line([int(end) for end in ends], fill=(70, 70, 70), width=3)
    return sheet


def _painting(size: tuple[int, int] = (640, 360)) -> Image.Image:
    down = Image.linear_gradient("L").resize(size)
    return Image.merge("RGB", [down, down.rotate(180), Image.new("L", size, 90)])


def _near(a: PictureFeatures, b: PictureFeatures, tolerance: float) -> bool:
    return bool(np.abs(np.subtract(a.vector, b.vector)).max() <= tolerance)


def test_kinds() -> None:
    assert measure_picture(_drawing()).kind is PictureKind.DRAWING
    assert measure_picture(_painting()).kind is PictureKind.COLOUR
    assert measure_picture(Image.new("RGB", (64, 48), "white")).kind is PictureKind.BLANK
    assert measure_picture(Image.new("RGB", (64, 48), "black")).kind is PictureKind.BLANK
    assert measure_picture(Image.new("RGB", (64, 48), "navy")).kind is PictureKind.COLOUR
    grey = Image.linear_gradient("L").resize((640, 360)).convert("RGB")
    assert measure_picture(grey).kind is PictureKind.PREVIS


def test_drawings_are_bright_whatever_is_drawn() -> None:
    for strokes in (5, 60, 120):
        seen = measure_picture(_drawing(strokes=strokes))
        assert seen.kind is PictureKind.DRAWING
        assert seen.brightness > 0.85
        assert seen.saturation < 0.02


@pytest.mark.parametrize(
    ("colour", "brightness", "saturation", "warmth"),
    [
        ("#ff8000", 1.0, 1.0, 1.0),
        ("#0080ff", 1.0, 1.0, -1.0),
        ("#804020", 0.502, 0.75, 0.966),
        ("#204080", 0.502, 0.75, -0.966),
    ],
)
def test_flat_colours(colour: str, brightness: float, saturation: float, warmth: float) -> None:
    seen = measure_picture(Image.new("RGB", (90, 60), colour))
    assert seen.brightness == pytest.approx(brightness, abs=0.01)
    assert seen.saturation == pytest.approx(saturation, abs=0.01)
    assert seen.hue_warmth == pytest.approx(warmth, abs=0.02)
    assert seen.contrast == pytest.approx(0, abs=1e-3)
    assert seen.line_density == 0


def test_black_and_white_halves() -> None:
    image = Image.new("RGB", (200, 100), "white")
    image.paste("black", (0, 0, 100, 100))
    seen = measure_picture(image)
    assert seen.contrast == pytest.approx(1.0, abs=0.01)
    assert seen.darkness == pytest.approx(0.5, abs=0.02)
    assert seen.diagonals == pytest.approx(0, abs=0.01)
    assert seen.line_density == pytest.approx(2 / 200, abs=0.006)


def test_diagonal_and_level_lines_are_told_apart() -> None:
    slanted, level = (Image.new("RGB", (240, 240), "white") for _ in range(2))
    for step in range(0, 480, 24):
        ImageDraw.Draw(slanted).line((step, 0, step - 240, 240), fill="black", width=3)
        ImageDraw.Draw(level).line((0, step, 240, step), fill="black", width=3)
    assert measure_picture(slanted).diagonals > 0.9
    assert measure_picture(level).diagonals < 0.05


@pytest.mark.parametrize("colour", ["black", "white", "#808080"])
def test_letterbox_and_page_border_change_next_to_nothing(colour: str) -> None:
    plain = measure_picture(_painting())
    letterbox = Image.new("RGB", (640, 480), colour)
    letterbox.paste(_painting(), (0, 60))
    page = Image.new("RGB", (760, 450), colour)
    page.paste(_painting(), (60, 45))
    assert _near(measure_picture(letterbox), plain, 0.06)
    assert _near(measure_picture(page), plain, 0.06)
    assert abs(measure_picture(page).brightness - plain.brightness) < 0.01


def test_red_arrows_and_notes_on_a_drawing_are_overlooked() -> None:
    plain = measure_picture(_drawing())
    marked = _drawing()
    pen = ImageDraw.Draw(marked)
    pen.line((100, 100, 700, 420), fill=(230, 20, 30), width=14)
    pen.polygon([(700, 440), (730, 400), (740, 450)], fill=(230, 20, 30))
    pen.text((500, 60), "PAN LEFT", fill=(20, 60, 230))
    seen = measure_picture(marked)
    assert seen.kind is PictureKind.DRAWING
    assert seen.saturation < 0.02
    assert abs(seen.brightness - plain.brightness) < 0.02
    assert abs(seen.line_density - plain.line_density) < 0.05


def test_the_vector_is_fixed_in_length_and_range() -> None:
    for image in (_drawing(), _painting(), Image.new("RGB", (1, 1)), Image.new("L", (3, 900), 77)):
        seen = measure_picture(image)
        assert len(seen.vector) == VECTOR_LENGTH
        assert min(seen.vector) >= 0
        assert max(seen.vector) <= 1


def test_opened_small_or_large_measures_alike() -> None:
    large = _painting((1920, 1080))
    small = large.copy()
    small.thumbnail((512, 512), reducing_gap=2.0)
    assert _near(measure_picture(large), measure_picture(small), 0.01)


@settings(max_examples=25, deadline=None)
@given(
    st.integers(1, 40), st.integers(1, 40), st.sampled_from(["RGB", "L"]), st.integers(0, 2**32 - 1)
)
def test_any_picture_measures_within_range_and_the_same_twice(
    width: int, height: int, mode: str, seed: int
) -> None:
    shape = (height, width, 3) if mode == "RGB" else (height, width)
    noise = np.random.default_rng(seed).integers(0, 256, shape, dtype=np.uint8)
    seen = measure_picture(Image.fromarray(noise))
    assert seen == measure_picture(Image.fromarray(noise))
    numbers = (seen.brightness, seen.saturation, seen.contrast, seen.darkness, seen.line_density)
    assert all(0 <= number <= 1 for number in (*numbers, seen.diagonals, *seen.vector))
    assert -1 <= seen.hue_warmth <= 1


def test_measuring_leaves_the_picture_alone() -> None:
    image = _painting((1024, 700))
    before = image.tobytes()
    measure_picture(image)
    assert image.tobytes() == before
    assert image.size == (1024, 700)
