"""Migration: what a file of an older schema says, in the words of the next one, a step at a time.

A step takes the fields of a document (without `kind` and `schema_version`) and returns new ones;
it changes nothing it is given.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

Fields = Mapping[str, Any]
Step = Callable[[Fields], dict[str, Any]]


def migrated(fields: Fields, version: int, steps: Sequence[Step]) -> dict[str, Any]:
    """The fields of a document of schema `version` (1 is the first) in today's schema."""
    for step in steps[version - 1 :]:
        fields = step(fields)
    return dict(fields)


def _finishing_1_to_2(fields: Fields) -> dict[str, Any]:
    """Schema 2 knows `wet` and `tags`; before, presets were all wet and had no tags."""
    return {**fields, "wet": 1.0, "tags": []}


FINISHING_STEPS: Sequence[Step] = (_finishing_1_to_2,)
STYLE_STEPS: Sequence[Step] = ()
