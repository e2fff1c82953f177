"""Finding: one thing the doctor looked at."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One thing looked at.

    Attributes:
        what: the thing ("soundfont").
        ok: whether it will do.
        says: what was found, or what is wrong and what to do.
    """

    what: str
    ok: bool
    says: str
