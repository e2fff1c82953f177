"""No more than ten pitches at once, and who gives way."""

from __future__ import annotations

import random
from dataclasses import replace

from scored_boards import STYLE

from musflow_studio.domain.score import Role
from musflow_studio.domain.style import RoleStyle
from musflow_studio.planning.performance.thickness import MOST_PITCHES, Written, lighten
from musflow_studio.planning.stroke import Stroke


def voice(role: Role, bank: int = 0) -> RoleStyle:
    return replace(STYLE.roles[0], role=role, bank=bank)


def sounding(written: list[Written], tick: int) -> set[int]:
    return {s.pitch for _, line in written for s in line if s.start <= tick < s.start + s.length}


def test_any_writing_is_thinned_to_ten_pitches_and_melody_and_bass_stay() -> None:
    rng = random.Random(1)
    roles = (Role.ARPEGGIO, Role.HARMONY, Role.PAD, Role.COUNTER, Role.ACCENT)
    thick = [
        (voice(role), [Stroke(240 * rng.randrange(16), 240 * rng.randint(1, 6),
                              rng.randint(40, 80)) for _ in range(60)])
        for role in roles
    ]  # fmt: skip
    sings = replace(voice(Role.MELODY), pattern="melody")
    lead = (sings, [Stroke(480 * i, 480, 90 + i % 3) for i in range(8)])
    bass = (voice(Role.BASS), [Stroke(0, 3840, 30)])
    written: list[Written] = [*thick, lead, bass]
    assert max(len(sounding(written, tick)) for tick in range(0, 3840, 240)) > 2 * MOST_PITCHES
    lightened = lighten(written)
    assert max(len(sounding(lightened, tick)) for tick in range(0, 5300, 60)) <= MOST_PITCHES
    assert lightened[-2:] == [lead, bass]


def test_what_rings_gives_way_before_what_begins() -> None:
    harp = (voice(Role.ARPEGGIO), [Stroke(0, 1920, 60), Stroke(480, 1440, 62)])
    pad = (voice(Role.PAD), [Stroke(960, 960, 40 + i) for i in range(9)])
    assert lighten([harp, pad])[0][1] == [Stroke(0, 960, 60), Stroke(480, 1440, 62)]


def test_few_notes_and_drums_are_left_alone() -> None:
    kit = (voice(Role.PERCUSSION, 128), [Stroke(0, 480, 35 + i) for i in range(12)])
    keys = (voice(Role.HARMONY), [Stroke(0, 480, 50 + i) for i in range(10)])
    assert lighten([kit, keys]) == [kit, keys]


def test_a_doubling_gives_way_before_the_melody_and_a_slow_one_is_counted_on() -> None:
    lead = (replace(voice(Role.MELODY), pattern="melody"), [Stroke(0, 480, 80)])
    above = (replace(voice(Role.MELODY), pattern="octave-double"), [Stroke(0, 480, 92)])
    bass = (voice(Role.BASS), [Stroke(0, 480, 20 + i) for i in range(9)])
    assert lighten([lead, above, bass]) == [lead, (above[0], []), bass]
    bows = (replace(above[0], program=48, attack_ms=130), above[1])
    pad = (voice(Role.PAD), [Stroke(0, 480, 40 + i) for i in range(8)])
    assert len(sounding(lighten([lead, above, pad]), 0)) == MOST_PITCHES
    assert len(sounding(lighten([lead, bows, pad]), 0)) == MOST_PITCHES - 1
