"""The cover takes every kind of picture a board may hold and leaves out what it cannot read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import tiny_cue
from PIL import Image

from musflow_studio.domain.plan import CuePlan
from musflow_studio.domain.storyboard import Panel, Region, Storyboard
from musflow_studio.library.cover import write_cover


def _plan(panels: tuple[Panel, ...]) -> CuePlan:
    plan = tiny_cue.plan()
    told = tuple(replace(plan.panels[0], panel_uid=panel.uid) for panel in panels)
    return replace(plan, storyboard=Storyboard("b", plan.storyboard.rate, panels), panels=told)


def _middle(plan: CuePlan, folder: Path) -> tuple[int, ...]:
    """Write the cover and return the colour in the middle of its first tile."""
    mix = tiny_cue.audio(folder / "mix.wav", "PCM_24", 0.5, 1000)
    write_cover(plan, mix, folder / "cover.png")
    with Image.open(folder / "cover.png") as cover:
        pixel = cover.getpixel((104, 58))
    assert isinstance(pixel, tuple)
    return pixel


def _save(kind: str, file: Path) -> None:
    if kind == "16 bit":
        Image.fromarray(np.full((90, 160), 40_000, np.uint16)).save(file.with_suffix(".png"))
    elif kind == "cmyk":
        Image.new("CMYK", (160, 90), (0, 255, 255, 0)).save(file.with_suffix(".jpg"))
    elif kind == "clear":
        Image.new("RGBA", (160, 90), (0, 0, 0, 0)).save(file.with_suffix(".png"))
    elif kind == "palette":
        Image.new("P", (160, 90), 0).save(file.with_suffix(".gif"))
    else:
        Image.new("1", (160, 90), 1).save(file.with_suffix(".bmp"))


@pytest.mark.parametrize(
    ("kind", "colour"),
    [
        ("16 bit", (156, 156, 156)),
        ("cmyk", (254, 0, 0)),
        ("clear", (255, 255, 255)),
        ("palette", (0, 0, 0)),
        ("bitmap", (255, 255, 255)),
    ],
)
def test_every_kind_of_picture(kind: str, colour: tuple[int, ...], tmp_path: Path) -> None:
    _save(kind, tmp_path / "picture")
    (file,) = tmp_path.iterdir()
    assert _middle(_plan((Panel("a", "1", 24, picture=file),)), tmp_path) == pytest.approx(
        colour, abs=2
    )


def test_layers_are_laid_over_each_other(tmp_path: Path) -> None:
    Image.new("RGBA", (160, 90), (0, 0, 200, 255)).save(tmp_path / "below.png")
    Image.new("RGBA", (160, 90), (200, 0, 0, 0)).save(tmp_path / "above.png")
    layers = (tmp_path / "below.png", tmp_path / "above.png")
    assert _middle(_plan((Panel("a", "1", 24, layers=layers),)), tmp_path) == (0, 0, 200)


def test_a_second_page_is_shown(tmp_path: Path) -> None:
    pages = [Image.new("RGB", (160, 90), colour) for colour in ("red", "lime")]
    pages[0].save(tmp_path / "two.tif", save_all=True, append_images=pages[1:])
    panel = Panel("a", "1", 24, picture=tmp_path / "two.tif", page=1)
    assert _middle(_plan((panel,)), tmp_path) == (0, 255, 0)


def test_the_region_of_a_page_is_shown(tmp_path: Path) -> None:
    sheet = Image.new("RGB", (320, 90), "red")
    sheet.paste("lime", (160, 0, 320, 90))
    sheet.save(tmp_path / "sheet.png")
    half = Region(0.5, 0.0, 1.0, 1.0)
    panel = Panel("a", "1", 24, picture=tmp_path / "sheet.png", region=half)
    assert _middle(_plan((panel,)), tmp_path) == (0, 255, 0)


def test_unreadable_pictures_are_left_out_and_six_fit(tmp_path: Path) -> None:
    (tmp_path / "0.png").write_text("no picture")
    for i in range(1, 8):
        Image.new("RGB", (160, 90), (i * 20, 0, 0)).save(tmp_path / f"{i}.png")
    panels = tuple(Panel(str(i), str(i), 24, picture=tmp_path / f"{i}.png") for i in range(8))
    assert _middle(_plan(panels), tmp_path) == (20, 0, 0)
    with Image.open(tmp_path / "cover.png") as cover:
        assert cover.size == (632, 238)
        assert cover.getpixel((528, 180)) == (120, 0, 0)
