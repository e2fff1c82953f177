"""Wavering: how far the partials of held instruments are off their pitch, measured by playing them.

    python -m musflow_studio.evaluation.wavering

prints, for every instrument of the bed's corpus, the deviation of partials under 1.2 kHz in cents:
1.4826 times the median deviation about the median (what a normal law's standard deviation would
be), from the turn of phase in a hop. `generation.musflow.source` holds what came out.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from musflow_studio.generation.musflow.shapes import FFT_SIZE, HOP, SAMPLE_RATE_HZ
from musflow_studio.generation.soundfont import find_soundfont
from musflow_studio.generation.synth import open_instrument, shelf
from musflow_studio.training.parts import PLAYERS

PITCHES = (48, 55, 60, 67, 72)
HIGHEST_HZ = 1200.0
HELD_S = 4
_CENTS_A_RATIO = 1731
_QUIETEST = 1e-3
"""Partials under it, of the loudest bin, are left out."""


def waver_cents(font: Path, bank: int, program: int) -> float:
    """The median over pitches and partials; 0 where nothing sounds."""
    shelf(font).hold(bank, program)
    found: list[float] = []
    for pitch in PITCHES:
        instrument = open_instrument(font, SAMPLE_RATE_HZ, bank, program)
        instrument.note_on(pitch, 90)
        sound = instrument.render(HELD_S * SAMPLE_RATE_HZ // 64 * 64).mean(0)
        instrument.close()
        held = sound[SAMPLE_RATE_HZ // 2 : -SAMPLE_RATE_HZ // 2]
        found += deviations_cents(held, 440 * 2 ** ((pitch - 69) / 12))
    return float(np.median(found)) if found else 0.0


def deviations_cents(sound: NDArray[np.float32], hertz: float) -> Iterator[float]:
    """For each partial of a held tone that is loud enough, how far it is off."""
    frames = np.lib.stride_tricks.sliding_window_view(sound, FFT_SIZE)[::HOP]
    bins = np.fft.rfft(frames * np.hanning(FFT_SIZE), axis=1)
    loudest = np.abs(bins).mean(0).max()
    for partial_hz in np.arange(hertz, HIGHEST_HZ, hertz):
        place = round(partial_hz * FFT_SIZE / SAMPLE_RATE_HZ)
        near = np.abs(bins[:, place - 1 : place + 2]).mean(0)
        tone = bins[:, place - 1 + int(near.argmax())]
        size = np.abs(tone)
        if size.mean() <= _QUIETEST * loudest:
            continue
        hop_s = HOP / SAMPLE_RATE_HZ
        turned = tone[1:] * np.conj(tone[:-1]) * np.exp(-2j * np.pi * partial_hz * hop_s)
        off_hz = (np.angle(turned) / (2 * np.pi * hop_s))[size[1:] > size.mean() / 10]
        spread = 1.4826 * np.median(np.abs(off_hz - np.median(off_hz)))
        yield _CENTS_A_RATIO * float(spread) / partial_hz


def main() -> None:
    """Print the table."""
    font, table = find_soundfont(), Table("bank:program", "cents", box=None)
    for bank, program in PLAYERS:
        table.add_row(f"{bank}:{program}", f"{waver_cents(font, bank, program):.1f}")
    Console().print(table)


if __name__ == "__main__":
    main()
