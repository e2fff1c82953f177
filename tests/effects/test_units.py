"""Our own effects do what their numbers say, and turn without forgetting what rings."""

from __future__ import annotations

import numpy as np
import pytest

from musflow_studio.domain.effect_table import EFFECTS
from musflow_studio.domain.preset import Effect
from musflow_studio.effects import EffectChain
from musflow_studio.effects.figures import figures, room_figures

RATE_HZ = 44100


def noise(seconds: float = 1.0, level: float = 0.2) -> np.ndarray:
    frames = round(seconds * RATE_HZ)
    return np.random.default_rng(4).uniform(-level, level, (frames, 2)).astype(np.float32)


def pink(seconds: float) -> np.ndarray:
    white = np.fft.rfft(noise(seconds)[:, 0])
    mono = np.fft.irfft(white / np.sqrt(np.maximum(np.arange(len(white)), 50)))
    return np.column_stack([mono, mono]).astype(np.float32)


def through(sound: np.ndarray, kind: str, wet: float = 1.0, **numbers: float) -> np.ndarray:
    return EffectChain([Effect(kind, numbers)], RATE_HZ, 2, wet).processed(sound)


@pytest.mark.parametrize("decay_s", [0.8, 1.5, 3.0, 6.0])
def test_a_space_decays_in_its_seconds(decay_s: float) -> None:
    room = room_figures([Effect("Space", {"decay_s": decay_s, "direct_db": -60.0, "room_db": 0})])
    assert room.decay_s == pytest.approx(decay_s, rel=0.2)


def test_a_space_answers_after_its_pre_delay_at_its_level() -> None:
    click = np.zeros((RATE_HZ, 2), np.float32)
    click[0] = 1
    answer = through(click, "Space", pre_delay_ms=100, direct_db=-60, room_db=0)
    first = np.flatnonzero(np.abs(answer[50:, 0]) > 1e-3)[0] + 50
    assert 0.1 <= first / RATE_HZ < 0.15
    steady = pink(6)
    open_room = {"decay_s": 1.0, "direct_db": -60.0, "low_cut_hz": 20.0, "high_cut_hz": 20000.0}
    for room_db in (0.0, -12.0):
        answer = through(steady, "Space", room_db=room_db, **open_room)[2 * RATE_HZ :]
        level_db = 20 * np.log10(answer.std() / steady.std())
        assert level_db == pytest.approx(room_db, abs=2)


def test_saturation_leaves_quiet_sound_and_bends_peaks() -> None:
    quiet = noise(0.2, 0.001)
    np.testing.assert_allclose(through(quiet, "Saturation", drive_db=12), quiet, atol=2e-6)
    bent = through(noise(0.2, 0.9), "Saturation", drive_db=12)
    assert np.abs(bent).max() < 0.26
    half = through(noise(0.2, 0.9), "Saturation", drive_db=12, mix=0.5)
    np.testing.assert_allclose(half, (bent + noise(0.2, 0.9)) / 2, atol=1e-4)


def test_width_is_the_share_of_the_side() -> None:
    sound = noise()
    assert np.ptp(through(sound, "Width", width=0), axis=1).max() < 1e-6
    np.testing.assert_allclose(through(sound, "Width", width=1), sound, atol=1e-6)
    wider = figures(through(sound, "Width", width=2), RATE_HZ).width_db
    assert wider - figures(sound, RATE_HZ).width_db == pytest.approx(6.02, abs=0.01)
    mono = EffectChain([Effect("Width", {"width": 2})], RATE_HZ, 1).processed(sound[:, :1])
    assert np.array_equal(mono, sound[:, :1])


def test_wet_mixes_and_an_effect_that_is_off_is_not_there() -> None:
    sound = noise()
    all_wet = through(sound, "Gain", gain_db=-60)
    mixed = through(sound, "Gain", wet=0.25, gain_db=-60)
    np.testing.assert_allclose(mixed, 0.25 * all_wet + 0.75 * sound, atol=1e-6)
    off = EffectChain([Effect("Gain", {"gain_db": -60}, on=False)], RATE_HZ, 2)
    assert np.array_equal(off.processed(sound), sound)


@pytest.mark.parametrize("kind", sorted(kind for kind in EFFECTS if EFFECTS[kind].defaults))
def test_turning_ends_where_a_new_chain_would_be(kind: str) -> None:
    ranges = EFFECTS[kind].parameters
    there = {name: (legal.low + legal.high) / 2 for name, legal in ranges.items()}
    turned = EffectChain([Effect(kind, {})], RATE_HZ, 2)
    for name, value in there.items():
        turned.turn(0, name, value)
    fresh = EffectChain([Effect(kind, there)], RATE_HZ, 2)
    sound = noise(2)
    settled = slice(RATE_HZ, None)
    mine, theirs = turned.processed(sound)[settled], fresh.processed(sound)[settled]
    assert np.abs(mine - theirs).max() < 0.02 * np.abs(theirs).max()


def test_a_longer_block_later_forgets_nothing() -> None:
    effects = [Effect("Space", {"decay_s": 3.0, "room_db": 0.0}), Effect("Chorus", {})]
    sound = noise(0.5)
    whole = EffectChain(effects, RATE_HZ, 2).processed(sound)
    chain, parts, at = EffectChain(effects, RATE_HZ, 2), [], 0
    for length in (64, 700, 3, 5000, 16000):
        parts.append(chain.processed(sound[at : at + length]))
        at += length
    assert np.array_equal(np.concatenate(parts), whole[:at])
