"""What two pieces have in common: notes in any key, and the very same recording."""

from __future__ import annotations

import numpy as np
import pytest

from musflow_studio.hearing.chroma import Chroma
from musflow_studio.likeness.chroma_match import EMBEDDED, best_shift, matched_share, qmax, sequence
from musflow_studio.likeness.fingerprint import fingerprint, shared_share
from musflow_studio.likeness.hint import COPY_ABOVE, NOTES_ABOVE, words

RATE_HZ = 22050


def melody(seed: int, notes: int = 48, frames_each: int = 5) -> Chroma:
    """Random notes, one each 0.46 s."""
    rng = np.random.default_rng(seed)
    pitches = np.repeat(rng.integers(0, 12, notes), frames_each)
    values = 0.1 * rng.random((12, pitches.size))
    values[pitches, np.arange(pitches.size)] += 1
    return Chroma(values.astype(np.float32), 10.77, 0.0)


def tune(seed: int, seconds: float = 8.0) -> np.ndarray:
    """Random tones with harmonics, four a second."""
    rng = np.random.default_rng(seed)
    time = np.arange(RATE_HZ // 4) / RATE_HZ
    tones = []
    for _ in range(int(seconds * 4)):
        hz = 110 * 2 ** (rng.integers(0, 36) / 12)
        tone = sum(np.sin(2 * np.pi * hz * k * time) / k for k in range(1, 8))
        tones.append(tone * np.exp(-6 * time))
    return np.concatenate(tones).astype(np.float32) * 0.2


def test_a_piece_matches_itself_in_any_key():
    one = melody(1)
    higher = Chroma(np.roll(one.values, 5, axis=0), one.frames_per_second, 0.0)
    assert best_shift(sequence(one), sequence(higher)) == 7
    assert matched_share(one, one) == pytest.approx(1.0, abs=0.02)
    assert matched_share(one, higher) == pytest.approx(1.0, abs=0.02)


def test_half_a_copy_is_found_where_it_lies():
    one, other = melody(1), melody(2)
    half = one.values.shape[1] // 2
    pasted = np.concatenate((other.values[:, :half], one.values[:, :half]), axis=1)
    found = matched_share(one, Chroma(pasted, one.frames_per_second, 0.0))
    assert 0.3 < found < 0.7
    assert found > 1.5 * matched_share(one, other)


def test_other_notes_do_not_match():
    assert matched_share(melody(1), melody(2)) < 0.35
    silent = Chroma(np.zeros((12, 200), np.float32), 10.77, 0.0)
    short = Chroma(np.zeros((12, 5), np.float32), 10.77, 0.0)
    assert matched_share(short, melody(1)) == 0
    assert matched_share(melody(1), silent) <= 0.5


def test_the_longest_run_is_counted_in_frames():
    rng = np.random.default_rng(3)
    one = rng.random((60, 12))
    other = rng.random((60, 12))
    other[20:40] = one[10:30]
    assert qmax(one, other) >= 20
    assert EMBEDDED >= 4


def test_the_same_recording_is_known_in_another_place_at_another_level():
    sound = tune(1)
    later = np.concatenate((np.zeros(5000, np.float32), 0.4 * sound))
    noisy = later + np.random.default_rng(1).normal(0, 1e-3, later.size).astype(np.float32)
    first = fingerprint(sound, RATE_HZ)
    assert shared_share(first, fingerprint(noisy, RATE_HZ)) > 1.5 * COPY_ABOVE
    assert shared_share(first, fingerprint(tune(2), RATE_HZ)) < COPY_ABOVE / 2
    assert shared_share(first, fingerprint(np.zeros(8000, np.float32), RATE_HZ)) == 0


def test_a_hint_is_worded_as_one():
    said = {words(0.0, 0.0), words(NOTES_ABOVE + 0.1, 0.0), words(0.0, COPY_ABOVE + 0.1)}
    assert len(said) == 3
    assert all(sentence.startswith("Hint:") for sentence in said)
