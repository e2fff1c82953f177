"""Images of panels: regions, layers and pages as small files, kept, made anew, or refused."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.storyboard import Panel, Region
from musflow_studio.panel_images import PanelImages, drawing

RED, GREEN, BLUE = (200, 30, 30), (30, 160, 60), (30, 60, 200)
SHOWN_S = 20


@pytest.fixture
def images(tmp_path: Path) -> Iterator[PanelImages]:
    made = PanelImages(tmp_path / "cache")
    yield made
    made.close()


def halves(path: Path, left: tuple[int, int, int], right: tuple[int, int, int]) -> Path:
    sheet = Image.new("RGB", (400, 100), left)
    sheet.paste(right, (200, 0, 400, 100))
    sheet.save(path)
    return path


def near(path: Path | None, colour: tuple[int, int, int]) -> bool:
    """Whether the middle of an image has a colour, as JPEG keeps it."""
    assert path is not None
    with Image.open(path) as image:
        found = image.getpixel((image.width // 2, image.height // 2))
    assert isinstance(found, tuple)
    return max(abs(a - b) for a, b in zip(found, colour, strict=True)) < 12


def test_a_region_is_shown_no_larger_than_asked(images: PanelImages, tmp_path: Path) -> None:
    picture = halves(tmp_path / "board.png", RED, BLUE)
    panel = Panel("a", "1", 24, picture=picture, region=Region(0.5, 0.0, 1.0, 1.0))
    path = images.image(panel, 100).result(SHOWN_S)
    assert near(path, BLUE)
    with Image.open(str(path)) as image:
        assert image.size == (100, 50)


def test_layers_lie_on_one_another(images: PanelImages, tmp_path: Path) -> None:
    ground, ink = tmp_path / "ground.png", tmp_path / "ink.png"
    Image.new("RGBA", (60, 40), (*RED, 255)).save(ground)
    sheet = Image.new("RGBA", (60, 40), (0, 0, 0, 0))
    sheet.paste((*GREEN, 255), (20, 10, 40, 30))
    sheet.save(ink)
    panel = Panel("a", "1", 24, layers=(ground, ink))
    assert near(images.image(panel, 60).result(SHOWN_S), GREEN)


def test_a_page_of_a_pdf(images: PanelImages, tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "board.pdf"), pagesize=(200, 100))
    for colour in (RED, BLUE):
        canvas.setFillColorRGB(*(part / 255 for part in colour))
        canvas.rect(0, 0, 200, 100, stroke=0, fill=1)
        canvas.showPage()
    canvas.save()
    panel = Panel("a", "1", 24, picture=tmp_path / "board.pdf", page=1)
    assert near(images.image(panel, 80).result(SHOWN_S), BLUE)


def test_words_alone_show_nothing(images: PanelImages) -> None:
    assert images.image(Panel("a", "1", 24, story="Night."), 80).result(SHOWN_S) is None


def test_an_image_is_kept_until_its_picture_changes(images: PanelImages, tmp_path: Path) -> None:
    picture = halves(tmp_path / "a.png", RED, RED)
    panel = Panel("a", "1", 24, picture=picture)
    first = images.image(panel, 80).result(SHOWN_S)
    again = images.image(panel, 80).result(SHOWN_S)
    larger = images.image(panel, 160).result(SHOWN_S)
    halves(picture, GREEN, GREEN)
    os.utime(picture, ns=(1, 1))
    redrawn = images.image(panel, 80).result(SHOWN_S)
    assert first == again != larger
    assert redrawn != first
    assert near(redrawn, GREEN)


def test_what_cannot_be_shown_is_said(images: PanelImages, tmp_path: Path) -> None:
    (tmp_path / "bad.png").write_bytes(b"\x89PNG\r\n\x1a\n but no more")
    with pytest.raises(StudioError, match="here is no picture"):
        images.image(Panel("a", "1", 24, picture=tmp_path / "gone.png"), 80).result(SHOWN_S)
    with pytest.raises(StudioError, match=r"bad\.png"):
        images.image(Panel("a", "1", 24, picture=tmp_path / "bad.png"), 80).result(SHOWN_S)
    with pytest.raises(StudioError, match="16 to 8192 pixels"):
        images.image(Panel("a", "1", 24), 8193)
    assert not [*(tmp_path / "cache").glob("*")]


def test_an_unwritable_cache_is_said(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("in the way")
    images = PanelImages(tmp_path / "cache")
    panel = Panel("a", "1", 24, picture=halves(tmp_path / "a.png", RED, RED))
    with pytest.raises(StudioError, match="annot make the folder"):
        images.image(panel, 80).result(SHOWN_S)
    images.close()


def test_after_closing_everything_is_answered(images: PanelImages, tmp_path: Path) -> None:
    panel = Panel("a", "1", 24, picture=halves(tmp_path / "a.png", RED, RED))
    asked = [images.image(panel, side) for side in range(80, 100)]
    images.close()
    asked.append(images.image(panel, 200))
    for future in asked:
        error = future.exception(SHOWN_S)
        assert error is None or (
            isinstance(error, StudioError) and error.code is ErrorCode.CANCELLED
        )
    assert asked[-1].exception() is not None


def test_images_not_asked_for_longest_are_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawing, "MOST_FILES", 2)
    for age, name in enumerate(("old.jpg", "half.part", "middle.jpg", "new.jpg"), start=1):
        (tmp_path / name).write_bytes(b"")
        os.utime(tmp_path / name, (age, age))
    drawing.sweep(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"middle.jpg", "new.jpg"}
    drawing.sweep(tmp_path / "not there")


def test_a_process_that_dies_fails_what_waits_and_is_started_again(
    images: PanelImages, tmp_path: Path
) -> None:
    panel = Panel("a", "1", 24, picture=halves(tmp_path / "a.png", RED, RED))
    assert near(images.image(panel, 80).result(SHOWN_S), RED)
    first = images.pid
    assert first
    os.kill(first, signal.SIGSTOP)
    waiting = images.image(panel, 90)
    os.kill(first, signal.SIGKILL)
    with pytest.raises(StudioError, match="ended unexpectedly"):
        waiting.result(SHOWN_S)
    assert near(images.image(panel, 90).result(SHOWN_S), RED)
    assert images.pid != first
