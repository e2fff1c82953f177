"""The sampled engine, whole: notes in, files out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray
from small_plans import note, part, plan_of, take_of, wet

from musflow_studio.domain.audio import AudioFile
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.request import GenerationRequest, Quality
from musflow_studio.domain.score import ControlPoint, Role
from musflow_studio.generation import engine, rendering


def samples(file: AudioFile) -> NDArray[np.float64]:
    sound, rate = soundfile.read(file.path, dtype="float64")
    assert rate == file.sample_rate_hz == 44100
    assert sound.shape == (file.frames, file.channels)
    return np.asarray(sound)


def rise_at(sound: NDArray[np.float64]) -> int:
    """First sample within 20 dB of the peak."""
    level = np.abs(sound).max(axis=1)
    return int(np.argmax(level > level.max() / 10))


def test_a_note_sounds_where_it_is_written(tmp_path: Path) -> None:
    take = take_of(tmp_path, [part([note(1920, 72, 110)])])
    assert abs(rise_at(samples(take.mix)) - 44100) < 44100 * 0.005


def test_a_note_shifted_early_sounds_earlier(tmp_path: Path) -> None:
    early = replace(note(1920, 72, 110), shift_us=-50_000)
    plain, moved = (
        samples(take_of(tmp_path, [part([n])]).mix) for n in (note(1920, 72, 110), early)
    )
    assert abs(rise_at(plain) - rise_at(moved) - 2205) <= 64


def test_two_parts_of_a_role_share_its_stem_and_stems_sum_to_the_mix(tmp_path: Path) -> None:
    parts = [
        part([note(0)], Role.MELODY),
        part([note(960, 72)], Role.MELODY, 46),
        part([note(0, 48, 100, 1920)], Role.PAD, 48),
        part([note(480, 36)], Role.PERCUSSION, 48, 128),
    ]
    take = take_of(tmp_path, wet(parts))
    assert [s.role for s in take.stems] == [Role.MELODY, Role.PAD, Role.PERCUSSION]
    stems = sum(samples(s.audio) for s in take.stems)
    left_over = np.max(np.abs(stems - samples(take.mix)))
    assert 20 * np.log10(left_over + 1e-12) < -120
    assert {s.audio.path.name for s in take.stems} == {"melody.wav", "pad.wav", "percussion.wav"}
    assert all(np.max(np.abs(samples(s.audio))) > 1e-3 for s in take.stems)


def test_the_same_plan_is_the_same_bytes_on_one_thread_or_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = wet([part([note(240 * i, 50 + i)], role) for i, role in enumerate(Role)])
    first = take_of(tmp_path, parts)
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    second = take_of(tmp_path, parts)
    for one, other in zip(
        (first.mix, *(s.audio for s in first.stems)),
        (second.mix, *(s.audio for s in second.stems)),
        strict=True,
    ):
        assert one.path.read_bytes() == other.path.read_bytes()


def test_expression_swells(tmp_path: Path) -> None:
    held = part([note(0, 60, 100, 3840)], program=48)
    swell = replace(held, expression=(ControlPoint(0, 30), ControlPoint(3840, 127)))
    plain, swelling = (
        samples(take_of(tmp_path, [held]).mix),
        samples(take_of(tmp_path, [swell]).mix),
    )
    ratio = np.std(swelling[66150:70560]) / np.std(plain[66150:70560])
    value = (30 + 97 * 0.775) / 127  # between 1.5 and 1.6 of 2 seconds
    assert ratio == pytest.approx(value**2, rel=0.03)


def test_the_tail_ends_in_silence_and_before_eight_seconds(tmp_path: Path) -> None:
    big = {"room_size": 0.8, "wet_level": 1.0}
    take = take_of(tmp_path, wet([part([note(3600, 60, 120)])], 1.0), room=big)
    sound = samples(take.mix)
    assert take.lead_in_frames == 0
    assert take.mix.frames == 88200 + take.tail_frames
    assert 44100 < take.tail_frames <= 8 * 44100
    assert np.max(np.abs(sound[-1])) >= 10 ** (-70 / 20) or take.tail_frames == 8 * 44100


def test_the_room_comes_after_the_note_and_only_where_it_is_sent(tmp_path: Path) -> None:
    dry = samples(take_of(tmp_path, [part([note(0, 72, 110, 120)], program=45)]).mix)
    wet_mix = samples(take_of(tmp_path, wet([part([note(0, 72, 110, 120)], program=45)], 1.0)).mix)
    shorter = min(len(dry), len(wet_mix))
    room = wet_mix[:shorter] - dry[:shorter]
    assert np.max(np.abs(room[: round(0.02 * 44100)])) < 1e-6
    assert np.std(room[4410:22050]) > 1e-4


def test_an_empty_score_is_silence_of_the_right_length(tmp_path: Path) -> None:
    take = take_of(tmp_path, [])
    assert (take.mix.frames, take.tail_frames, take.stems) == (88200, 0, ())
    assert not samples(take.mix).any()


def test_what_made_the_sound_is_on_the_take(tmp_path: Path) -> None:
    take = take_of(tmp_path, [part([note(0)])])
    assert take.engine == "sampled"
    assert len(next(iter(take.resources.values()))) == 64
    assert take.licences.keys() == take.resources.keys()


def test_progress_rises_to_one(tmp_path: Path) -> None:
    told: list[float] = []
    request = GenerationRequest(plan_of([part([note(0)])], 240), 1, Quality.DRAFT, tmp_path)
    engine("sampled").generate(request, told.append, lambda: False)
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert len(told) > 4


def test_cancelling_stops_at_the_next_question(tmp_path: Path) -> None:
    notes = [note(240 * i, 48 + i % 24, 80, 960) for i in range(4000)]
    plan = plan_of(wet([part(notes, role, 48) for role in Role]), 24 * 500)
    asked = 0

    def cancelled() -> bool:
        nonlocal asked
        asked += 1
        return asked > 5

    with pytest.raises(StudioError) as caught:
        engine("sampled").generate(
            GenerationRequest(plan, 1, Quality.STANDARD, tmp_path), lambda done: None, cancelled
        )
    assert caught.value.code is ErrorCode.CANCELLED
    assert asked == 6


def test_cancel_is_asked_for_while_a_block_renders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rendering, "CANCEL_POLL_S", 0.005)
    asked = 0

    def cancelled() -> bool:
        nonlocal asked
        asked += 1
        return False

    notes = [note(60 * i, 40 + i % 48, 80, 1920) for i in range(64)]
    plan = plan_of([part(notes, role, 48) for role in Role])
    engine("sampled").generate(
        GenerationRequest(plan, 1, Quality.STANDARD, tmp_path), lambda done: None, cancelled
    )
    blocks = 3
    assert asked > 2 * blocks


def test_no_soundfont_stops_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MUSFLOW_SOUNDFONT", str(tmp_path / "gone.sf2"))
    folder = tmp_path / "take"
    folder.mkdir()
    request = GenerationRequest(plan_of([part([note(0)])]), 1, Quality.STANDARD, folder)
    with pytest.raises(StudioError):
        engine("sampled").generate(request, lambda done: None, lambda: False)
    assert not list(folder.iterdir())


def test_a_small_plain_font_makes_a_whole_take(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pretty_midi

    small = Path(pretty_midi.__file__).parent / "TimGM6mb.sf2"
    monkeypatch.setenv("MUSFLOW_SOUNDFONT", str(small))
    take = take_of(
        tmp_path, wet([part([note(1920, 72, 110)]), part([note(0, 48)], Role.PAD, 49, 50)])
    )
    assert take.licences == {"TimGM6mb.sf2": "GPL-2.0 (Tim Brechbill)"}
    assert take.remarks == ("TimGM6mb.sf2 has no program 49 (50:49); preset 0:49 plays",)
    assert abs(rise_at(samples(take.stems[0].audio)) - 44100) < 44100 * 0.005
    assert np.max(np.abs(samples(take.stems[1].audio))) > 1e-3
