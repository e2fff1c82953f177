"""Which of many texts hold a word."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from musflow_studio.retrieval.lines import Lines


@given(
    some.lists(some.text("aAbß \n", max_size=6), max_size=8),
    some.text("aAbß", min_size=1, max_size=3),
)
def test_lines_hold_what_their_texts_hold(texts: list[str], word: str) -> None:
    plain = [word.casefold() in " ".join(text.casefold().split()) for text in texts]
    lines = Lines(texts)
    assert lines.holding(word).tolist() == plain
    assert [lines.holds(place, word) for place in range(len(texts))] == plain
