"""Rule 10 on a rendered cue, and planted violations as audio."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

import numpy as np
import pytest

from musflow_studio.domain.plan import CuePlan
from musflow_studio.domain.score import Role
from musflow_studio.evaluation.music_rules import mix
from musflow_studio.evaluation.rendered import RATE_HZ, Rendered, Sound, excerpt
from musflow_studio.evaluation.sample_boards import sample_cues
from musflow_studio.evaluation.tally import Tally
from musflow_studio.presets import load_styles

STYLE = load_styles()["tender-piano"]
MONO, FOLD = "mono under 120 Hz", "mono fold-down loses at most 3 dB"
MELODY = "melody 2 dB over harmony in 1-4 kHz"
LOW_CUT, ROOM = "off-bass parts are cut at 80 Hz or higher", "one room, nothing under 150 Hz in it"


class Altered(Rendered):
    """A rendered cue whose mix or stems were changed afterwards."""

    def __init__(self, sound: Rendered, mixed: Sound, stems: dict[Role, Sound]) -> None:
        self.plan, self._mixed, self._stems = sound.plan, mixed, stems

    @cached_property
    def mix(self) -> Sound:
        return self._mixed

    @cached_property
    def stems(self) -> dict[Role, Sound]:
        return self._stems


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    cues = (excerpt(cue, 14) for cue in sample_cues(STYLE, 20))
    wanted = {Role.MELODY, Role.PAD, Role.HARMONY}
    cue = next(c for c in cues if wanted <= {part.role for part in c.score.parts})
    return Rendered(cue, tmp_path_factory.mktemp("mix"))


def tallies(sound: Rendered, cue: CuePlan | None = None) -> dict[str, Tally]:
    return {tally.name: tally for tally in mix.check(cue or sound.plan, STYLE, sound)}


def test_a_cue_keeps_the_rule(sound: Rendered) -> None:
    found = tallies(sound)
    assert [(t.name, t.broken) for t in found.values() if not t.holds] == []
    assert found[MELODY].counted > 0
    assert found[LOW_CUT].counted > 0


def test_wide_bass_is_counted(sound: Rendered) -> None:
    hum = 0.2 * np.sin(2 * np.pi * 60 * np.arange(sound.mix.shape[1]) / RATE_HZ)
    wide = sound.mix + np.stack((hum, -hum))
    assert not tallies(Altered(sound, wide, sound.stems))[MONO].holds


def test_sides_against_each_other_are_counted(sound: Rendered) -> None:
    turned = sound.mix * np.array([[1.0], [-0.9]])
    assert not tallies(Altered(sound, turned, sound.stems))[FOLD].holds


def test_a_few_seconds_against_each_other_are_counted(sound: Rendered) -> None:
    turned = sound.mix.copy()
    turned[1, : 3 * RATE_HZ] *= -0.9
    assert tallies(Altered(sound, turned, sound.stems))[FOLD].broken


def test_a_buried_melody_is_counted(sound: Rendered) -> None:
    loud = {r: 8 * s if r in (Role.PAD, Role.HARMONY) else s for r, s in sound.stems.items()}
    found = tallies(Altered(sound, sound.mix, loud))[MELODY]
    assert found.kept < tallies(sound)[MELODY].kept


def test_an_uncut_pad_is_counted(sound: Rendered) -> None:
    parts = tuple(
        replace(p, high_pass_hz=20.0) if p.role is Role.PAD else p for p in sound.plan.score.parts
    )
    plan = replace(sound.plan, score=replace(sound.plan.score, parts=parts))
    assert not tallies(sound, plan)[LOW_CUT].holds


def test_the_measures_against_closed_forms() -> None:
    sine = np.sin(2 * np.pi * 1000 * np.arange(RATE_HZ) / RATE_HZ)
    assert mix.band_power(sine, 900, 1100) == pytest.approx(0.5, rel=1e-6)
    assert mix.band_power(sine, 1100, 20000) == pytest.approx(0, abs=1e-9)
    assert mix.fold_loss_db(np.stack((sine, sine))) == pytest.approx(0, abs=1e-9)
    assert mix.fold_loss_db(np.stack((sine, 0 * sine))) == pytest.approx(3.01, abs=0.01)
    hum = np.sin(2 * np.pi * 60 * np.arange(RATE_HZ) / RATE_HZ)
    assert mix.side_under_middle_db(np.stack((hum, hum))) < -60
    assert mix.side_under_middle_db(np.stack((hum, 0 * hum))) == pytest.approx(0, abs=0.01)


def test_a_room_with_bass_in_it_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    clean = mix.room_bass_db({})
    monkeypatch.setattr("musflow_studio.generation.room._low_cut", lambda whole, rate: whole)
    rumbling = mix.room_bass_db({"room_size": 0.613})
    assert clean < mix.ROOM_BASS_DB < rumbling
