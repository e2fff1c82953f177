"""The deck: bit for bit the file, gapless loops, switches on the sample, no clicks."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from musflow_studio.player.deck import CUT_S, SWITCH_S, Deck
from musflow_studio.player.ring import Block, Ring

RATE_HZ = 8000
SWITCH = round(SWITCH_S * RATE_HZ)
CUT = round(CUT_S * RATE_HZ)


class Ramp:
    """A sound whose left channel counts frames, so that every frame is known."""

    def __init__(self, frames: int, offset: float = 0.0) -> None:
        self.frames = frames
        self.offset = offset

    def read(self, start: int, count: int) -> Block:
        at = np.arange(start, start + count, dtype=np.float32) + np.float32(self.offset)
        at[np.arange(start, start + count) >= self.frames] = 0.0
        return np.column_stack([at, -at])

    def turned_back(self, end: int, start: int) -> None:
        return None


class Tone:
    """A sine, for clicks."""

    def __init__(self, frames: int, hz: float, level: float) -> None:
        t = np.arange(frames) / RATE_HZ
        self.samples = (level * np.sin(2 * np.pi * hz * t)).astype(np.float32)
        self.frames = frames

    def read(self, start: int, count: int) -> Block:
        found = np.zeros(count, np.float32)
        part = self.samples[start : start + count]
        found[: len(part)] = part
        return np.column_stack([found, found])

    def turned_back(self, end: int, start: int) -> None:
        return None


def playing(sound: object, **options: object) -> Deck:
    deck = Deck(RATE_HZ)
    deck.put(sound, 1.0)  # type: ignore[arg-type]
    for name, value in options.items():
        setattr(deck, name, value)
    deck.play()
    return deck


def rendered(deck: Deck, count: int, block: int) -> np.ndarray:
    parts = [deck.render(min(block, count - done)) for done in range(0, count, block)]
    return np.concatenate(parts)[:, 0]


@given(block=st.integers(1, 700), frames=st.integers(1, 900))
@settings(deadline=None, max_examples=40)
def test_the_output_is_the_file_then_silence_whatever_the_block(block: int, frames: int) -> None:
    deck = playing(Ramp(frames, offset=1))
    out = rendered(deck, 1000, block)
    assert np.array_equal(out[:frames], np.arange(1, frames + 1))
    assert not out[frames:].any()
    assert not deck.playing


@given(block=st.integers(1, 300), start=st.integers(0, 90), length=st.integers(1, 120))
@settings(deadline=None, max_examples=40)
def test_loops_have_no_gap_and_no_fade(block: int, start: int, length: int) -> None:
    deck = playing(Ramp(400), loop=(start, start + length))
    out = rendered(deck, 10 * length + start, block)
    one = np.arange(start, start + length)
    assert np.array_equal(out, np.concatenate([np.arange(start), np.tile(one, 10)]))


@given(block=st.integers(1, 300), at=st.integers(1, 60), seed=st.integers(0, 99))
@settings(deadline=None, max_examples=40)
def test_a_switch_begins_on_its_exact_frame(block: int, at: int, seed: int) -> None:
    places = sorted(np.random.default_rng(seed).choice(np.arange(1, 900), 6, replace=False))
    deck = playing(Ramp(2000))
    before = deck.render(at)[:, 0]
    deck.put_at(Ramp(2000, offset=5000), 1.0, [int(p) for p in places])
    out = np.concatenate([before, rendered(deck, 1400, block)])
    begins = next((p for p in places if p > at), None)
    if begins is None:
        assert np.array_equal(out, np.arange(len(out)))
        return
    assert np.array_equal(out[:begins], np.arange(begins))
    after = np.arange(begins + SWITCH, len(out))
    assert np.array_equal(out[begins + SWITCH :], after + 5000)
    assert not np.isclose(out[begins], begins, atol=1)


def test_in_a_loop_a_switch_without_a_place_ahead_happens_at_the_seam() -> None:
    deck = playing(Ramp(1000), loop=(0, 500))
    deck.render(100)
    deck.put_at(Ramp(1000, offset=5000), 1.0, [50])
    out = rendered(deck, 1400, 64)
    assert np.array_equal(out[:400], np.arange(100, 500))
    assert np.array_equal(out[400 + SWITCH : 800], np.arange(SWITCH, 400) + 5000)


def test_after_a_switch_loops_stay_exact() -> None:
    deck = playing(Ramp(1000), loop=(0, 500))
    deck.put_at(Ramp(1000, offset=7000), 1.0, [250])
    out = rendered(deck, 3000, 77)
    assert np.array_equal(out[500:], np.tile(np.arange(500), 5) + 7000)


@pytest.mark.parametrize("do", ["pause", "seek", "put", "gain"])
def test_nothing_clicks(do: str) -> None:
    one, other = Tone(9000, 200, 0.5), Tone(9000, 330, 0.5)
    deck = playing(one)
    out = [deck.render(1003)]
    if do == "pause":
        deck.pause()
        out.append(deck.render(500))
        deck.play()
    elif do == "seek":
        deck.seek(4011)
    elif do == "put":
        deck.put(other, 1.0)
    else:
        deck.set_gain(0.25)
    out.append(deck.render(2000))
    heard = np.concatenate(out)[:, 0]
    own = max(np.abs(np.diff(t.samples)).max() for t in (one, other))
    assert np.abs(np.diff(heard)).max() <= 1.5 * own


def test_switching_inside_a_crossfade_does_not_click_either() -> None:
    tones = [Tone(9000, hz, 0.5) for hz in (200, 250, 330)]
    deck, rng, out = playing(tones[0]), np.random.default_rng(2), []
    for _ in range(60):
        deck.put(tones[rng.integers(3)], 1.0)
        out.append(deck.render(int(rng.integers(1, 60))))
    heard = np.concatenate(out)[:, 0]
    own = max(np.abs(np.diff(t.samples)).max() for t in tones)
    assert np.abs(np.diff(heard)).max() <= 1.5 * own


def test_pause_goes_on_where_it_was() -> None:
    deck = playing(Ramp(5000))
    deck.render(300)
    deck.pause()
    assert not deck.render(CUT + 200)[CUT:].any()
    deck.play()
    assert np.array_equal(deck.render(400)[CUT:, 0], np.arange(300 + CUT, 700))


def test_playing_again_after_the_end_begins_at_the_start() -> None:
    deck = playing(Ramp(100))
    deck.render(200)
    deck.play()
    assert np.array_equal(deck.render(100)[:, 0], np.arange(100))


def test_the_heard_frame_follows_loops_and_jumps() -> None:
    deck = playing(Ramp(1000), loop=(0, 300))
    deck.render(500)
    deck.loop = None
    deck.seek(800)
    deck.render(100)
    assert [deck.heard(at)[0] for at in (0, 299, 300, 499, 500, 599)] == [0, 299, 0, 199, 800, 899]
    assert deck.heard(100)[1]


def test_gain_scales() -> None:
    deck = Deck(RATE_HZ)
    deck.put(Ramp(100), 0.5)
    deck.play()
    assert np.array_equal(deck.render(100)[:, 0], np.arange(100) * 0.5)


@given(st.lists(st.tuples(st.integers(1, 60), st.integers(1, 60)), max_size=30))
def test_the_ring_hands_on_what_it_got(steps: list[tuple[int, int]]) -> None:
    ring, written, taken = Ring(64), 0, []
    for put, take in steps:
        count = min(put, ring.room)
        ring.write(np.repeat(np.arange(written, written + count, dtype=np.float32)[:, None], 2, 1))
        written += count
        out = np.full((take, 2), np.nan, np.float32)
        there = ring.take_into(out)
        taken += out[:there, 0].tolist()
        assert not out[there:].any()
    assert taken == list(range(len(taken)))
    assert all(b - a == 1 for a, b in pairwise(taken))


class Ringing(Ramp):
    """A ramp with a tail: where it turns back at its end, three frames of 1000 ring on."""

    def turned_back(self, end: int, start: int) -> Tail | None:  # type: ignore[override]
        return Tail() if end == self.frames else None


class Tail(Ramp):
    """Three frames of 1000."""

    def __init__(self) -> None:
        super().__init__(3)

    def read(self, start: int, count: int) -> Block:
        return (
            np.full((count, 2), 1000.0, np.float32) * (np.arange(start, start + count) < 3)[:, None]
        )


@pytest.mark.parametrize("block", [1, 7, 64])
def test_what_rings_on_is_heard_over_the_loops_start(block: int) -> None:
    deck = playing(Ringing(10, offset=1), loop=(0, 10))
    out = rendered(deck, 30, block)
    one = np.arange(1, 11)
    ring = np.array([1000.0] * 3 + [0.0] * 7)
    assert np.array_equal(out, np.concatenate([one, one + ring, one + ring]))


def test_what_rings_on_is_let_go_at_a_pause() -> None:
    deck = playing(Ringing(10), loop=(0, 10))
    rendered(deck, 11, 11)
    deck.pause()
    rendered(deck, CUT + 1, 8)
    assert not rendered(deck, 50, 50).any()


def test_it_is_settled_when_only_one_sound_is_read() -> None:
    deck = playing(Ramp(8000))
    assert deck.settled
    deck.put(Ramp(8000, 0.5), 1.0)
    assert not deck.settled  # the first one is fading
    deck.render(SWITCH)
    assert deck.settled
    deck.put_at(Ramp(8000), 1.0, [SWITCH + 100])
    assert not deck.settled  # this one comes
    deck.render(100 + SWITCH)
    assert deck.settled
    deck.loop = (0, deck.frame)
    deck.render(1)
    assert deck.settled  # nothing rings on here
