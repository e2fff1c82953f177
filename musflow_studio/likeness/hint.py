"""Hint: how near a result came to its reference, in one sentence. A hint, never a verdict."""

from __future__ import annotations

from pathlib import Path

from musflow_studio.domain.reference import Likeness, Reference
from musflow_studio.likeness.chroma_match import matched_share
from musflow_studio.likeness.fingerprint import shared_share
from musflow_studio.likeness.reading import fingerprinted, heard

NOTES_ABOVE = 0.45
"""Of the shorter piece: a longer run than this in melody and harmony is worth a second listen."""
COPY_ABOVE = 0.17
"""Of the fingerprint: more than this in common is the same recording somewhere."""


def likeness_of(reference: Reference, result: Path) -> Likeness:
    """The result's likeness to its reference. Raises StudioError where one cannot be heard."""
    notes = matched_share(heard(reference.path).chroma, heard(result).chroma)
    copied = shared_share(fingerprinted(reference.path), fingerprinted(result))
    return Likeness(reference.name, round(notes, 3), round(copied, 3), words(notes, copied))


def words(notes: float, copied: float) -> str:
    """One sentence for people."""
    if copied > COPY_ABOVE:
        return "Hint: part of this seems to be the very recording of the reference; listen again."
    if notes > NOTES_ABOVE:
        return (
            "Hint: melody and harmony run side by side with the reference for long stretches "
            f"({100 * notes:.0f} %); listen again before it is used."
        )
    return "Hint: shape and sound may be alike; no long stretch of notes in common was heard."
