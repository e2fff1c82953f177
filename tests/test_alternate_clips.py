"""Alternates of a kept clip: same grid and level, silent where something was left out, quick."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray
from scipy import signal
from test_main_path import draw_board, musflow

from musflow_studio.domain.alternate import LESS_THAN_FULL, Alternate
from musflow_studio.domain.clip import Clip
from musflow_studio.domain.errors import StudioError
from musflow_studio.domain.plan import CuePlan
from musflow_studio.domain.request import AlternatesRequest, Quality
from musflow_studio.domain.score import Role
from musflow_studio.evaluation.sample_boards import sample_board
from musflow_studio.pipeline import Delivery, make_alternates, played
from musflow_studio.planning import plan
from musflow_studio.presets import finishing_preset, load_styles
from musflow_studio.progress import Progress, Timings
from musflow_studio.studio import Studio
from musflow_studio.tools import Tools

if TYPE_CHECKING:
    from gates import Gate

Sound = NDArray[np.float64]
STYLES = load_styles()
LSB = 2.0**-23
GATED_LENGTH_S = (24.0, 36.0)


@pytest.fixture(scope="module")
def tools() -> Tools:
    loaded = Tools()
    loaded.engine("sampled")
    return loaded


def progress() -> Progress:
    return Progress("job", lambda _: None, lambda: False, Timings())


def planned(seed: int, style: str) -> CuePlan:
    board, seen = sample_board(seed)
    return plan(board, seen, STYLES[style], cue_uid="1M1", seed=seed)


def everybody() -> CuePlan:
    """Three panels that a whole orchestra plays, drums included."""
    board, seen = sample_board(3)
    loud = tuple(replace(p, energy=e) for p, e in zip(seen.panels, (0.9, 0.4, 0.95), strict=False))
    short = replace(board, panels=board.panels[:3])
    told = replace(seen, panels=loud)
    return plan(short, told, STYLES["orchestral-hope"], cue_uid="1M1", seed=3)


def made(cue: CuePlan, folder: Path, tools: Tools, finish: str = "as-composed") -> Clip:
    delivery = Delivery(
        "sampled", finishing_preset(finish), 44100, -6.0, Quality.STANDARD, folder, "Cue"
    )
    return played(cue, delivery, tools, progress())


def alternates(clip: Clip, tools: Tools, **wanted: object) -> dict[Alternate, Clip]:
    request = AlternatesRequest(clip.folder, LESS_THAN_FULL, output=clip.folder.parent)
    clips = make_alternates(replace(request, **wanted), tools, progress())  # type: ignore[arg-type]
    return {clip.recipe.alternate: clip for clip in clips}


def heard(path: Path) -> Sound:
    sound: Sound = soundfile.read(path, dtype="float64", always_2d=True)[0]
    return sound


def loudest(sound: Sound) -> float:
    return float(np.max(np.abs(sound)))


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory, tools: Tools) -> Clip:
    """A short clip with everybody in it, its level under the ceiling."""
    cue = everybody()
    assert {Role.MELODY, Role.PERCUSSION} <= {part.role for part in cue.score.parts}
    return made(cue, tmp_path_factory.mktemp("clips"), tools)


@pytest.fixture(scope="module")
def family(full: Clip, tools: Tools) -> dict[Alternate, Clip]:
    return alternates(full, tools)


def test_they_are_of_one_family(full: Clip, family: dict[Alternate, Clip]) -> None:
    assert tuple(family) == LESS_THAN_FULL
    for kind, clip in family.items():
        assert clip.recipe.alternate_of == full.clip_id
        assert clip.marks.name == f"Cue {kind.words}"
        assert clip.marks.tags == (kind.words,)
        assert clip.frames == full.frames
        assert clip.recipe.plan.grid == full.recipe.plan.grid
        value = json.loads((clip.folder / "clip.json").read_text("utf-8"))["value"]
        assert value["recipe"]["alternate"] == kind.value


def test_without_the_melody_the_rest_is_the_same(full: Clip, family: dict[Alternate, Clip]) -> None:
    less = family[Alternate.NO_MELODY]
    assert "melody" not in less.stems
    whole, sung = heard(full.folder / full.wav), heard(full.folder / full.stems["melody"])
    assert loudest(whole - sung - heard(less.folder / less.wav)) <= 4 * LSB
    assert loudest(sung) > 0.01
    for role, stem in less.stems.items():
        same = heard(less.folder / stem) - heard(full.folder / full.stems[role])
        assert loudest(same) == 0.0


def test_without_drums_only_the_accents_were_played_again(
    full: Clip, family: dict[Alternate, Clip]
) -> None:
    less = family[Alternate.NO_DRUMS]
    assert "percussion" not in less.stems
    rest = [role for role in less.stems if role != "accent"]
    for role in rest:
        same = heard(less.folder / less.stems[role]) - heard(full.folder / full.stems[role])
        assert loudest(same) == 0.0
    together = sum(heard(less.folder / stem) for stem in less.stems.values())
    assert loudest(together - heard(less.folder / less.wav)) <= (len(less.stems) + 1) * LSB


def test_a_take_is_linked_not_copied(full: Clip, family: dict[Alternate, Clip]) -> None:
    pad = "take/stems/pad.wav"
    assert (family[Alternate.BED].folder / pad).samefile(full.folder / pad)
    assert set(family[Alternate.BED].stems) <= {"harmony", "pad", "bass"}


def test_a_loudness_target_is_met_by_the_full_take_and_its_gain_is_kept(
    tmp_path: Path, tools: Tools
) -> None:
    """Leveled by itself the bed would be as loud as the whole."""
    cue = made(everybody(), tmp_path, tools, "broadcast-23")
    bed = alternates(cue, tools, kinds=(Alternate.BED,))[Alternate.BED]
    assert cue.loudness.integrated_lufs == pytest.approx(-29.0, abs=0.1)  # -23 and the trim
    assert bed.loudness.integrated_lufs is not None
    assert bed.loudness.integrated_lufs < -29.5
    for role, stem in bed.stems.items():
        same = heard(bed.folder / stem) - heard(cue.folder / cue.stems[role])
        assert loudest(same) <= LSB


def test_an_alternate_of_an_alternate_is_refused(
    family: dict[Alternate, Clip], tools: Tools
) -> None:
    with pytest.raises(StudioError, match="alternate already"):
        alternates(family[Alternate.BED], tools)


def test_the_door_refuses_the_full_take(full: Clip) -> None:
    with Studio() as studio, pytest.raises(StudioError, match="leaves something out"):
        studio.alternates(AlternatesRequest(full.folder, (Alternate.FULL,)))


def test_the_command_makes_what_was_asked(tmp_path: Path) -> None:
    board = draw_board(tmp_path / "board", [2.0, 2.5])
    made = musflow("cue", board, "-o", tmp_path / "out", "--style", "tender-piano", "--json")
    folder = json.loads(made.stdout)["clip_dir"]
    done = musflow("alternates", folder, "--only", "no-drums", "-o", tmp_path / "out", "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert "no-drums" in Path(told["clip_dir"]).name
    assert soundfile.info(told["wav"]).frames == json.loads(made.stdout)["frames"]


def speech_band(path: Path) -> float:
    """Level between 1 and 4 kHz in dB."""
    band = signal.butter(4, [1000, 4000], "bandpass", fs=44100, output="sos")
    filtered = signal.sosfilt(band, heard(path).mean(axis=1))
    return float(10 * np.log10(np.mean(np.square(filtered)) + 1e-14))


def gated_cues(count: int) -> Iterator[CuePlan]:
    """Cues of about half a minute, all styles in turn, with a melody in them."""
    names, seed, found = sorted(STYLES), 0, 0
    while found < count:
        cue = planned(seed, names[found % len(names)])
        seconds = float(cue.grid.seconds_at(cue.panels[-1].end_tick))
        roles = {part.role for part in cue.score.parts}
        seed += 1
        if GATED_LENGTH_S[0] <= seconds <= GATED_LENGTH_S[1] and Role.MELODY in roles:
            found += 1
            yield cue


@pytest.mark.gate
@pytest.mark.timeout(1800)
def test_alternates_differ_as_stated_and_are_there_at_once(
    gate: Gate, tmp_path: Path, tools: Tools
) -> None:
    count = gate.size(10)
    rests, lower, slowest = [], [], {kind: 0.0 for kind in LESS_THAN_FULL}
    for number, cue in enumerate(gated_cues(count)):
        whole = made(cue, tmp_path / str(number), tools)
        for kind in LESS_THAN_FULL:
            if kind is Alternate.NO_DRUMS and Role.PERCUSSION not in whole.stems:
                continue
            started = time.perf_counter()
            clip = alternates(whole, tools, kinds=(kind,))[kind]
            slowest[kind] = max(slowest[kind], time.perf_counter() - started)
            if kind is Alternate.NO_MELODY:
                sung = heard(whole.folder / whole.stems["melody"])
                left = heard(whole.folder / whole.wav) - sung - heard(clip.folder / clip.wav)
                rests.append(20 * np.log10(loudest(left) + 1e-12))
            if kind is Alternate.UNDER_DIALOGUE:
                lower.append(
                    speech_band(clip.folder / clip.wav) - speech_band(whole.folder / whole.wav)
                )
    times = ", ".join(f"{kind.words} {took:.2f} s" for kind, took in slowest.items())
    gate.record(
        "music 4: alternates: full take minus melody stem minus the alternate without melody",
        f"{max(rests):.0f} dBFS at the loudest sample",
        "under -120 dBFS",
        f"{count} cues of about 30 s, all styles in turn, finished WAVs",
        met=max(rests) < -120,
    )
    gate.record(
        "music 4: alternates: 1 to 4 kHz under dialogue against the full take",
        f"{max(lower):.1f} dB at the least",
        "-6 dB",
        f"the same {count} cues",
        met=max(lower) <= -6,
    )
    gate.record(
        "music 4: alternates: time to a kept clip, worker warm",
        f"slowest: {times}",
        "2 s",
        f"the same {count} cues; from the kept full take to the alternate's package",
        met=max(slowest.values()) < 2.0,
    )
    assert max(rests) < -120
    assert max(lower) <= -6
    if gate.full:
        assert max(slowest.values()) < 2.0
