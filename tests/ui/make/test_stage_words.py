"""Every stage a job can be in has words in the window."""

from __future__ import annotations

from musflow_studio.command_line.waiting import _WORDS
from musflow_studio.domain.events import Stage
from ui.make.wording import STAGES


def test_no_stage_is_without_words() -> None:
    assert set(STAGES) == set(_WORDS) == set(Stage)
