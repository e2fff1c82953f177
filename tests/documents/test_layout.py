"""JSON text: the same data, small things on one line."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musflow_studio.documents.layout import LINE_WIDTH, json_text

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=("Cs",))),
    lambda inner: st.lists(inner, max_size=14) | st.dictionaries(st.text(), inner, max_size=14),
    max_leaves=30,
)  # fmt: skip


@given(PLAIN)
def test_reads_back_as_the_same_data(data: object) -> None:
    assert json.loads(json_text(data)) == data


def test_small_things_stand_on_one_line() -> None:
    text = json_text({"notes": [{"pitch": 60, "velocity": 80}] * 3, "long": ["x" * 40] * 3})
    assert text.count("\n") == 12
    assert '{"pitch": 60, "velocity": 80}' in text
    assert max(map(len, text.splitlines())) <= LINE_WIDTH


def test_nan_is_refused() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        json_text({"a": [float("nan")]})
