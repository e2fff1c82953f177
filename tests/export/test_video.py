"""The director's video: every panel on its frames, the sound at its sample, text that fits."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
import soundfile
from filmed_clips import COLOURS, RATE_HZ, filmed_clip
from gates import Gate

from musflow_studio.domain.clip import Clip
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.export.video import video_frames, write_video

RATES = ("23.976", "24", "25", "29.97df", "30", "60")


def filmed(clip: Clip, **options: object) -> Path:
    path = clip.folder / "out.mp4"
    write_video(clip, path, size="720p", **options)  # type: ignore[arg-type]
    return path


def pictures(path: Path) -> list[np.ndarray]:
    with av.open(str(path)) as container:
        return [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]


def heard(path: Path) -> np.ndarray:
    """Left channel, placed by time stamp from zero."""
    with av.open(str(path)) as container:
        blocks = list(container.decode(audio=0))
    assert all(block.time_base for block in blocks)
    start = round(float(blocks[0].pts * blocks[0].time_base) * RATE_HZ)
    sound = np.concatenate([block.to_ndarray()[0] for block in blocks])
    return np.concatenate([np.zeros(start), sound])


def lag(sound: np.ndarray, truth: np.ndarray) -> int:
    """Samples by which `sound` comes later than `truth`, by the peak of their correlation."""
    size = 1 << int(np.ceil(np.log2(len(sound) + len(truth))))
    both = np.fft.rfft(sound, size) * np.conj(np.fft.rfft(truth, size))
    peak = int(np.argmax(np.fft.irfft(both, size)))
    return peak if peak < size // 2 else peak - size


def test_every_panel_stands_on_exactly_its_frames(tmp_path: Path) -> None:
    clip = filmed_clip(tmp_path, lengths=(17, 9, 24))
    shown = [frame[200, 640] for frame in pictures(filmed(clip))]
    nearest = [int(np.argmin([np.abs(s - np.array(c)).sum() for c in COLOURS])) for s in shown]
    assert nearest == [0] * 17 + [1] * 9 + [2] * 24


def test_colours_survive_the_matrix(tmp_path: Path) -> None:
    (red, *_) = pictures(filmed(filmed_clip(tmp_path)))
    assert np.abs(red[200, 640].astype(int) - COLOURS[0]).max() <= 4


@pytest.mark.gate
def test_duration_and_sound_offset_at_every_frame_rate(tmp_path: Path, gate: Gate) -> None:
    rates = RATES if gate.full else RATES[:4]
    lags, wrong = [], 0
    for fps in rates:
        folder = tmp_path / fps
        folder.mkdir()
        clip = filmed_clip(folder, fps, lengths=(31, 44, 25))
        path = filmed(clip)
        truth, _ = soundfile.read(folder / "mix.wav")
        lags.append(abs(lag(heard(path), truth[:, 0])))
        wrong += not right_length(path, clip)
    worst_ms = 1000 * max(lags) / RATE_HZ
    gate.record(
        "music 7: video, wrong durations; worst sound offset",
        f"{wrong} of {len(rates)}; {worst_ms:.3f} ms",
        "0; under 1 ms",
        "read back with FFmpeg at " + ", ".join(rates) + "; offset by cross-correlation of noise",
        met=not wrong and worst_ms < 1,
    )
    assert not wrong
    assert worst_ms < 1


def right_length(path: Path, clip: Clip) -> bool:
    """Frames, rate and both streams' durations, from the file; by ffprobe too where it is there."""
    fps = clip.recipe.plan.storyboard.rate.fps
    with av.open(str(path)) as container:
        video, audio = container.streams.video[0], container.streams.audio[0]
        assert video.duration is not None
        assert audio.duration is not None
        frames_right = video.frames == video_frames(clip) == 100
        rate_right = video.average_rate == fps
        shown = Fraction(video.duration) * video.time_base
        sounds = Fraction(audio.duration) * audio.time_base
    half_frame = 1 / fps / 2
    right = abs(shown - 100 / fps) < half_frame and abs(sounds - 100 / fps) < half_frame
    return frames_right and rate_right and right and probed_right(path, fps)


def probed_right(path: Path, fps: Fraction) -> bool:
    if not shutil.which("ffprobe"):
        return True
    asked = ["ffprobe", "-v", "error", "-show_entries", "format=duration", "-of", "json", str(path)]
    told = json.loads(subprocess.run(asked, capture_output=True, check=True).stdout)
    return abs(Fraction(told["format"]["duration"]) - 100 / fps) < 1 / fps / 2


def test_the_timecode_runs_frame_by_frame(tmp_path: Path) -> None:
    frames = pictures(filmed(filmed_clip(tmp_path, lengths=(5, 5, 5))))
    corners = [frame[620:680, 1000:].astype(int) for frame in frames]
    changed = [np.abs(a - b).max() for a, b in zip(corners, corners[1:], strict=False)]
    assert min(changed) > 60


def test_a_tail_keeps_the_last_panel(tmp_path: Path) -> None:
    clip = filmed_clip(tmp_path, lengths=(4, 4, 4))
    mix, _ = soundfile.read(tmp_path / "mix.wav")
    longer = np.concatenate([mix, np.zeros((RATE_HZ // 2, 2))])
    soundfile.write(tmp_path / "mix.wav", longer, RATE_HZ, subtype="PCM_24")
    clip = replace(clip, frames=len(longer))
    frames = pictures(filmed(clip))
    assert len(frames) == video_frames(clip) == 24
    assert np.abs(frames[-1][200, 640].astype(int) - COLOURS[2]).max() <= 6


def test_a_missing_picture_gives_its_words_instead(tmp_path: Path) -> None:
    clip = filmed_clip(tmp_path, lengths=(3, 3, 3))
    (tmp_path / "0.png").unlink()
    frames = pictures(filmed(clip))
    assert len(frames) == 9
    assert frames[0][:580].max() > 200  # the line, in large letters
    assert frames[0][10, 10].max() < 40


def test_streamers_arrive_at_the_must_hit_and_punch(tmp_path: Path) -> None:
    clip = filmed_clip(tmp_path, lengths=(60, 10, 10))
    plain, drawn = pictures(filmed(clip)), pictures(filmed(clip, streamers=True))
    differs = [
        int(np.abs(a[:600].astype(int) - b[:600]).max()) > 60
        for a, b in zip(plain, drawn, strict=True)
    ]
    assert differs == [False] * 12 + [True] * 50 + [False] * 18


def test_cancel_stops(tmp_path: Path) -> None:
    with pytest.raises(StudioError) as caught:
        filmed(filmed_clip(tmp_path), cancelled=lambda: True)
    assert caught.value.code is ErrorCode.CANCELLED
