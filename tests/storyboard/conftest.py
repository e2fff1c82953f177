"""Pictures for boards: small real files, each different."""

from __future__ import annotations

import colorsys
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

Draw = Callable[..., Path]


def colour(index: int) -> tuple[int, int, int]:
    """The colour of picture `index`; no two within a test are equal."""
    red, green, blue = colorsys.hsv_to_rgb((index * 0.381966) % 1.0, 0.8, 0.9)
    return int(red * 255), int(green * 255), int(blue * 255)


@pytest.fixture
def draw(tmp_path: Path) -> Draw:
    """Write a picture of its own colour: `draw("a.png", 3)`; returns its path in tmp_path."""

    def write(name: str, index: int = 0, pages: int = 1) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        sheets = [Image.new("RGB", (16, 9), colour(index + page)) for page in range(pages)]
        more = {"save_all": True, "append_images": sheets[1:]} if pages > 1 else {}
        sheets[0].save(path, **more)
        return path

    return write
