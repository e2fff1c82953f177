"""Sheet: a plan as the network is told it: notes, and a row of numbers for every latent frame.

numpy alone; the training corpus holds the same.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from musflow_studio.domain.general_midi import KIT_BANK
from musflow_studio.domain.plan import CuePlan
from musflow_studio.domain.score import Part, Role
from musflow_studio.generation.musflow.shapes import SAMPLE_RATE_HZ, latent_seconds, latents_for

GROUPS = ("melody", "harmony", "bass", "drums")
"""Who is told apart in the note roll."""
DRUM_PROGRAM = 128
PROGRAMS = 257
"""General MIDI programs, the standard drum kit, and the programs' variations (banks other than 0);
of drums, the other kits."""
BEAT, BAR, CHORD, BASS = slice(0, 2), slice(2, 4), slice(4, 16), slice(16, 28)
ENERGY, EXPRESSION = slice(28, 29), slice(29, 33)
ROW_WIDTH = 33
START_S, END_S, PITCH, VELOCITY, GROUP, PROGRAM = range(6)
NOTE_WIDTH = 6

Array = NDArray[np.float32]


@dataclass(frozen=True)
class Sheet:
    """What is to be played.

    Attributes:
        notes: (n, 6), ascending starts: start and end in seconds as they sound, pitch 0 to 127,
            velocity 0 to 1, index in GROUPS, program 0 to 256 (see PROGRAMS).
        rows: (latents, 33): beat phase (cosine, sine), bar phase likewise, chord (12 pitch
            classes), its bass (12), energy 0 to 1, expression of each group 0 to 1.
    """

    notes: Array
    rows: Array


def group_of(part: Part) -> int:
    """The index in GROUPS of a part."""
    if part.bank == KIT_BANK:
        return GROUPS.index("drums")
    if part.role in (Role.MELODY, Role.COUNTER):
        return GROUPS.index("melody")
    return GROUPS.index("bass" if part.role is Role.BASS else "harmony")


def program_of(part: Part) -> int:
    """What plays a part, 0 to 256; see PROGRAMS."""
    if part.bank == KIT_BANK and part.program == 0:
        return DRUM_PROGRAM
    return part.program + (DRUM_PROGRAM + 1 if part.bank else 0)


def on_drums(notes: Array) -> NDArray[np.bool_]:
    """Which notes (n, 6) are a drum kit's, (n,)."""
    kits: NDArray[np.bool_] = notes[:, GROUP] == GROUPS.index("drums")
    return kits


def sheet_of(plan: CuePlan, samples: int, roles: Collection[Role] | None = None) -> Sheet:
    """The sheet of a plan's first `samples` (44.1 kHz), of these roles alone if they are named.

    Notes written at or after the cue's out point are left out, as the sampled engine does.
    """
    end_s = plan.length_samples(SAMPLE_RATE_HZ) / SAMPLE_RATE_HZ
    parts = [
        replace(p, notes=tuple(n for n in p.notes if plan.grid.seconds_at(n.start_tick) < end_s))
        for p in plan.score.parts
        if roles is None or p.role in roles
    ]
    parts = [part for part in parts if part.notes]
    count = latents_for(samples)
    rows = np.zeros((count, ROW_WIDTH), np.float32)
    at_s = [Fraction(latent_seconds(1)) * i + Fraction(latent_seconds(1)) / 2 for i in range(count)]
    ticks = [plan.grid.tick_at(second) for second in at_s]
    _write_grid(rows, plan, ticks)
    _write_chords(rows, plan, ticks)
    curve = np.array(plan.energy_curve, float).reshape(-1, 2)
    rows[:, ENERGY.start] = np.interp([float(t) for t in ticks], curve[:, 0], curve[:, 1])
    _write_expression(rows, parts, ticks)
    return Sheet(_notes(plan, parts), rows)


def level(sheet: Sheet) -> Sheet:
    """The sheet at full expression, for a model whose desk moves the level."""
    rows = sheet.rows.copy()
    rows[:, EXPRESSION] = rows[:, EXPRESSION].max(0) > 0
    return Sheet(sheet.notes, rows)


def _write_grid(rows: Array, plan: CuePlan, ticks: list[Fraction]) -> None:
    for row, tick in zip(rows, ticks, strict=True):
        bar = plan.grid.bar_at(tick)
        past = float(tick - bar.start_tick)
        for columns, whole in ((BEAT, bar.meter.beat_ticks), (BAR, bar.meter.bar_ticks)):
            turn = 2 * np.pi * past / whole
            row[columns] = np.cos(turn), np.sin(turn)


def _write_chords(rows: Array, plan: CuePlan, ticks: list[Fraction]) -> None:
    spans = iter(plan.chords)
    span = next(spans, None)
    for row, tick in zip(rows, ticks, strict=True):
        while span is not None and tick >= span.end_tick:
            span = next(spans, None)
        if span is None:
            return
        if tick >= span.start_tick:
            row[CHORD][[pitch % 12 for pitch in span.pitch_classes]] = 1
            row[BASS][span.bass % 12] = 1


def _write_expression(rows: Array, parts: list[Part], ticks: list[Fraction]) -> None:
    for part in parts:
        points = part.expression
        value = np.interp(
            [float(t) for t in ticks], [p.tick for p in points], [p.value / 127 for p in points]
        ) if points else np.ones(len(ticks))  # fmt: skip
        column = EXPRESSION.start + group_of(part)
        rows[:, column] = np.maximum(rows[:, column], value)


def _notes(plan: CuePlan, parts: list[Part]) -> Array:
    found = []
    for part in parts:
        group = group_of(part)
        program = program_of(part)
        for note in part.notes:
            end = note.start_tick + note.duration_ticks
            start_s = float(plan.grid.seconds_at(note.start_tick)) + note.shift_us / 1e6
            end_s = float(plan.grid.seconds_at(end)) + note.end_shift_us / 1e6
            end_s = max(end_s, start_s + 0.03)
            found.append((start_s, end_s, note.pitch, note.velocity / 127, group, program))
    return np.array(sorted(found), np.float32).reshape(-1, NOTE_WIDTH)
