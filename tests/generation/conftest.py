"""The `render` fixture: parts become a take."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from small_plans import plan_of

from musflow_studio.domain.request import GenerationRequest, Quality
from musflow_studio.domain.score import Part
from musflow_studio.domain.take import Take
from musflow_studio.generation import generate

Render = Callable[..., Take]


@pytest.fixture
def render(tmp_path: Path) -> Render:
    """Render parts (and a room) with the sampled engine into a new folder."""
    count = 0

    def made(parts: Iterable[Part], frames: int = 48, room: dict[str, float] | None = None) -> Take:
        nonlocal count
        count += 1
        folder = tmp_path / f"take{count}"
        folder.mkdir()
        return generate(
            GenerationRequest(plan_of(parts, frames, room), 1, Quality.STANDARD, folder)
        )

    return made
