"""The nodding kit and its bass."""

from __future__ import annotations

import pytest
from desks import desk_at

from musflow_studio.planning.meter import METERS, parse_meter
from musflow_studio.planning.patterns import PATTERNS, Desk
from musflow_studio.planning.patterns.kit import KICK, RIM, SNARE
from musflow_studio.planning.stroke import Stroke
from musflow_studio.presets import style

STYLES_METERS = style("lo-fi").meters


def desk(pattern: str, energy: float, **options: object) -> Desk:
    return desk_at(energy, style_name="lo-fi", pattern=pattern, bpm=80, **options)  # type: ignore[arg-type]


def strokes(pattern: str, energy: float, **options: object) -> list[Stroke]:
    return PATTERNS[pattern](desk(pattern, energy, **options))


@pytest.mark.parametrize("meter", STYLES_METERS)
def test_kick_on_the_one_and_a_backbeat_in_every_bar(meter: str) -> None:
    bar = parse_meter(meter).bar_ticks
    for seed in range(5):
        found = strokes("boom-bap", 0.8, meter=meter, seed=seed)
        bars = [[s for s in found if s.start // bar == index] for index in range(4)]
        assert all(min(s.start % bar for s in b if s.pitch == KICK) == 0 for b in bars)
        assert all(any(s.pitch == SNARE and s.stress > 0 for s in b) for b in bars)
        kicks = [{s.start % bar for s in b if s.pitch == KICK} for b in bars]
        assert kicks[0] != kicks[1]
        backbeats = [{s.start % bar for s in b if s.pitch == SNARE and s.stress > 0} for b in bars]
        assert not any(k & b for k, b in zip(kicks, backbeats, strict=True))


def test_calm_panels_play_the_rim() -> None:
    assert {s.pitch for s in strokes("boom-bap", 0.4)} == {KICK, RIM}
    assert {s.pitch for s in strokes("boom-bap", 0.7)} == {KICK, SNARE}


def test_the_fourth_bar_ends_on_ghost_notes() -> None:
    ghosts = [s.start // 3840 for s in strokes("boom-bap", 0.7) if s.stress <= -0.6]
    assert ghosts == [3, 3]


@pytest.mark.parametrize("meter", STYLES_METERS)
def test_the_bass_holds_the_root_and_answers_off_the_beat(meter: str) -> None:
    d = desk("leaning-bass", 0.6, meter=meter)
    found = PATTERNS["leaning-bass"](d)
    for span in d.spans:
        first, *others = [s for s in found if span.start <= s.start < span.end]
        assert first.start == span.start
        assert first.pitch % 12 == span.chord.bass
        assert others
        assert (others[0].start - span.start) % 960 == 480
        assert {s.pitch % 12 for s in others} <= set(span.chord.pitch_classes)
    assert len(strokes("leaning-bass", 0.2, meter=meter)) == len(d.spans)


@pytest.mark.parametrize("pattern", ["boom-bap", "leaning-bass"])
@pytest.mark.parametrize("last", [False, True])
def test_a_scrap_of_a_panel_is_not_left_silent(pattern: str, last: bool) -> None:
    for energy in (0.1, 0.5, 0.95):
        for meter in METERS:
            assert strokes(pattern, energy, meter=meter, chords="Am", last=last)
