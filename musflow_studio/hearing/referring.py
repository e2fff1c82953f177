"""Referring: an audio file heard as a `Reference`."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from musflow_studio.domain.reference import Reference
from musflow_studio.hearing.heard import Heard
from musflow_studio.hearing.listening import listen_to_file
from musflow_studio.hearing.timbre import VERSION

ENCODER = f"timbre {VERSION}"
_CURVE_STEP_S = 0.5


def reference_of_file(path: Path, why: str = "") -> Reference:
    """A file as a reference, embedded by its timbre. Raises StudioError where it cannot be read."""
    return reference_of(listen_to_file(path), path, why=why)


def reference_of(heard: Heard, path: Path, name: str = "", why: str = "") -> Reference:
    """What was heard of a file, as a reference.

    Args:
        heard: of that file.
        path: the file.
        name: for people; "" takes the file's.
        why: why it steers, one sentence; "" says what was heard.
    """
    key = heard.key
    bpm = round(heard.pulse.bpm, 2) or None
    return Reference(
        path=path.absolute(),
        name=name or path.stem,
        seconds=heard.seconds,
        bpm=bpm,
        key=key.name if key else None,
        energy_curve=energy_points(heard),
        embedding=tuple(float(value) for value in heard.timbre),
        encoder=ENCODER,
        why=why or _told(path.stem, bpm, key.name if key else None),
        bpm_sure=heard.pulse.sure,
        key_sure=key.sure if key else 0.0,
    )


def energy_points(heard: Heard) -> tuple[tuple[float, float], ...]:
    """(second, energy 0..1) every half second, the last at the sound's end."""
    steps = max(1, round(heard.seconds / _CURVE_STEP_S))
    times_s = np.linspace(0.0, heard.seconds, steps + 1)
    energy = heard.loudness.energy(times_s)
    return tuple(
        (round(float(t), 3), round(float(e), 4)) for t, e in zip(times_s, energy, strict=True)
    )


def _told(name: str, bpm: float | None, key: str | None) -> str:
    pulse = f"about {bpm:.0f} bpm" if bpm else "no steady pulse"
    return f"{name}: {pulse}, {key or 'no key'}"
