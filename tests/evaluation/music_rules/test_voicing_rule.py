"""Rule 2 over sample cues, and planted violations: out of range, mud, leaps, parallels."""

from __future__ import annotations

from dataclasses import replace

import pytest

from musflow_studio.domain.plan import ChordSpan, CuePlan
from musflow_studio.domain.score import Note, Part, Role
from musflow_studio.evaluation.instrument_ranges import is_pitched, playable_range
from musflow_studio.evaluation.music_rules import voicing
from musflow_studio.evaluation.sample_boards import sample_cues
from musflow_studio.evaluation.tally import Tally, add_up
from musflow_studio.presets import load_styles

STYLES = load_styles()
STYLE = STYLES["tender-piano"]
RANGE = "notes in the instrument's range"
E2, C3, C4 = (
    "below E2 single notes",
    "below C3 octaves and fifths",
    "below C4 no neighbours under 3 semitones",
)
MOVEMENT, PARALLELS = (
    "mean voice movement at most 2.5 semitones",
    "outer parallels at most 2%",
)


@pytest.fixture(scope="module")
def cue() -> CuePlan:
    return next(iter(sample_cues(STYLE, 1)))


def tallies(cue: CuePlan) -> dict[str, Tally]:
    return {tally.name: tally for tally in voicing.check(cue, STYLE)}


def with_parts(cue: CuePlan, *parts: Part) -> CuePlan:
    return replace(cue, score=replace(cue.score, parts=parts))


def part(role: Role, *tones: tuple[int, int, int], program: int = 49, bank: int = 0) -> Part:
    """A part of (start, length, pitch) notes."""
    notes = tuple(Note(start, length, pitch, 80, "p1") for start, length, pitch in tones)
    return Part(role, role.value, program, bank, notes)


def chorale(cue: CuePlan, melody: list[int], pads: list[list[int]], bass: list[int]) -> CuePlan:
    """A whole note each for melody, pads and bass over C, F, G and so on."""
    bar = 3840
    chords = tuple(
        ChordSpan(i * bar, (i + 1) * bar, "C", (low % 12, (low + 4) % 12, (low + 7) % 12),
                  low % 12, "p1")
        for i, low in enumerate(bass)
    )  # fmt: skip
    return with_parts(
        replace(cue, chords=chords),
        part(Role.MELODY, *((i * bar, bar, p) for i, p in enumerate(melody)), program=73),
        part(Role.PAD, *((i * bar, bar, p) for i, v in enumerate(pads) for p in v)),
        part(Role.BASS, *((i * bar, bar, p) for i, p in enumerate(bass)), program=43),
    )


@pytest.mark.parametrize("name", STYLES)
def test_cues_of_every_style_keep_the_rule(name: str) -> None:
    cues = [cue for seed in (0, 1000) for cue in sample_cues(STYLES[name], 8, seed)]
    for tally in add_up(t for cue in cues for t in voicing.check(cue, STYLES[name])):
        least = tally.needed - (0.02 if tally.name == PARALLELS else 0.0)  # few cases a cue
        assert tally.share >= least, tally


def test_a_note_no_violin_has_is_counted(cue: CuePlan) -> None:
    low = with_parts(cue, part(Role.MELODY, (0, 960, 54), (960, 960, 55), program=40))
    assert tallies(low)[RANGE].kept == 1
    assert "F#3" in tallies(low)[RANGE].broken[0]


@pytest.mark.parametrize(
    ("pitches", "broken"),
    [
        ((33, 36), {E2, C3}),
        ((33, 40), set()),
        ((33, 45), set()),
        ((41, 46), {C3}),
        ((41, 48), set()),
        ((41, 43), {C3, C4}),
        ((52, 54), {C4}),
        ((59, 61), {C4}),
        ((60, 61), set()),
        ((60, 63, 67), set()),
    ],
)
def test_mud_is_counted_across_parts(
    cue: CuePlan, pitches: tuple[int, ...], broken: set[str]
) -> None:
    parts = [part(role, (0, 960, p)) for role, p in zip(Role, pitches, strict=False)]
    found = tallies(with_parts(cue, *parts))
    assert {name for name in (E2, C3, C4) if not found[name].holds} == broken


def test_unisons_short_overlaps_and_drums_are_no_intervals(cue: CuePlan) -> None:
    bass = part(Role.BASS, (0, 1920, 41))
    twin = part(Role.PAD, (0, 1920, 41))
    legato = part(Role.COUNTER, (1920 - 40, 960, 43))
    kit = part(Role.PERCUSSION, (0, 960, 42), bank=128)
    taiko = part(Role.PERCUSSION, (0, 960, 42), program=116)
    assert tallies(with_parts(cue, bass, twin, legato, kit, taiko))[C3].holds
    assert not tallies(with_parts(cue, bass, part(Role.PERCUSSION, (0, 960, 43), program=47)))[
        C3
    ].holds


def test_leaping_voices_are_counted(cue: CuePlan) -> None:
    bass = [36, 41, 43, 41, 36]
    calm = [[60, 64, 67], [60, 65, 69], [59, 62, 67], [60, 65, 69], [60, 64, 67]]
    block = [[60, 64, 67], [65, 69, 72], [67, 71, 74], [65, 69, 72], [60, 64, 67]]
    tune = [76, 77, 79, 77, 76]
    assert tallies(chorale(cue, tune, calm, bass))[MOVEMENT].holds
    found = tallies(chorale(cue, tune, block, bass))[MOVEMENT]
    assert (found.counted, found.holds) == (1, False)


def test_parallel_outer_voices_are_counted(cue: CuePlan) -> None:
    bass, pads = [36, 41, 43], [[60, 64, 67]] * 3
    assert tallies(chorale(cue, [76, 81, 83], pads, bass))[PARALLELS].holds  # tenths
    octaves = tallies(chorale(cue, [72, 77, 71], pads, bass))[PARALLELS]
    assert octaves.counted - octaves.kept == 2  # from chord to chord, and note to note
    fifths = tallies(chorale(cue, [76, 72, 74], pads, bass))[PARALLELS]
    assert any("fifths" in said for said in fifths.broken)
    contrary = chorale(cue, [79, 72, 83], pads, [48, 53, 55])
    assert tallies(contrary)[PARALLELS].holds


def test_untonal_styles_may_move_in_parallels(cue: CuePlan) -> None:
    found = voicing.check(cue, replace(STYLE, tonal=False))
    assert PARALLELS not in {tally.name for tally in found}


def test_ranges_are_ranges() -> None:
    for program in range(128):
        low, high = playable_range(program)
        assert 20 < low < high <= 108
        assert high - low >= 12
    assert playable_range(40) == (55, 103)
    assert is_pitched(47, 0)
    assert not is_pitched(0, 128)
    assert not is_pitched(116, 0)
