"""Lines of text as panels hold them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musflow_studio.domain.errors import StudioError
from musflow_studio.domain.text_line import starred, tidy


def test_tidy_is_one_line() -> None:
    assert tidy(" The\tdoor\r\n opens.\0 ", "panel 1") == "The door opens."
    assert tidy("🎬 4/4 Übung", "panel 1") == "🎬 4/4 Übung"
    assert tidy(None, "panel 1") == ""
    assert tidy(3, "panel 1") == "3"
    with pytest.raises(StudioError, match="anel 1.*10001 characters"):
        tidy("x" * 10_001, "panel 1")


@given(st.text(st.characters(), max_size=80))
def test_tidy_always_gives_text_that_can_be_written(text: str) -> None:
    once = tidy(text, "panel")
    assert once.encode().decode() == once
    assert tidy(once, "panel") == once


def test_stars() -> None:
    assert starred("* The door slams.") == ("The door slams.", True)
    assert starred("The * is a star.") == ("The * is a star.", False)
    assert starred("") == ("", False)
