"""A whole cue of real domain values, small enough to keep hundreds of times.

Run as a script it is the writer of the kill test: it keeps clips in the library named by its
argument for ever, printing each clip's id and folder after `keep` returned.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import soundfile

from musflow_studio.domain.audio import AudioFile
from musflow_studio.domain.clip import Clip, FinishedAudio, Loudness
from musflow_studio.domain.description import BoardReference, Description, Mood, PanelDescription
from musflow_studio.domain.grid import Grid, MeterSection, TempoSection
from musflow_studio.domain.plan import (
    ChordSpan,
    CuePlan,
    Fit,
    Hit,
    Key,
    LengthMode,
    Motif,
    PanelPlan,
    Pins,
)
from musflow_studio.domain.preset import Effect, FinishingPreset, Leveling
from musflow_studio.domain.score import ControlPoint, Note, Part, Role, Score
from musflow_studio.domain.storyboard import HitWeight, Panel, Storyboard
from musflow_studio.domain.take import Stem, Take
from musflow_studio.domain.timecode import FrameRate
from musflow_studio.library import KeepRequest, Scratch, keep, open_scratch

CALM = Mood(0.2, -0.3, 0.1, 0.2)
RATE_HZ = 44100
PRESET = FinishingPreset(
    "as-composed",
    "As composed",
    "",
    (Effect("Gain", {"gain_db": 0.0}),),
    Leveling.COMPOSED,
    None,
    -1.0,
)


def board(title: str = "Sturm über Köln", picture: Path | None = None) -> Storyboard:
    """Two panels of 12 frames at 24 fps."""
    first = Panel("a", "1", 12, picture=picture, story="rain", weight=HitWeight.MUST)
    return Storyboard(title, FrameRate(Fraction(24)), (first, Panel("b", "2B", 12, story="door")))


def description() -> Description:
    """Of that board."""
    told = tuple(
        PanelDescription(uid, f"caption {uid}", CALM, "calm", 0.4, ("rain",), ()) for uid in "ab"
    )
    return Description(told, BoardReference(0.5, 1.0, 0.0))


def plan(title: str = "Sturm über Köln", picture: Path | None = None) -> CuePlan:
    """One second at 120 quarters per minute: two beats, two panels, two parts."""
    grid = Grid((TempoSection(0, 500_000),), (MeterSection(0, 4, 4),), 1920)
    piano = (Note(0, 480, 60, 80, "a"), Note(960, 480, 67, 90, "b", shift_us=-3000))
    parts = (
        Part(Role.MELODY, "felt piano", 0, 0, piano, (ControlPoint(0, 90), ControlPoint(960, 120))),
        Part(Role.PERCUSSION, "soft drums", 0, 128, (Note(960, 100, 36, 70, "b"),)),
    )
    return CuePlan(
        cue_uid="1M1",
        storyboard=board(title, picture),
        description=description(),
        in_frame=0,
        out_frame=24,
        seed=7,
        style="piano-strings",
        fit=Fit.STEADY,
        length_mode=LengthMode.PICTURE,
        pins=Pins(),
        tail_s=0.0,
        key=Key(6, "minor", "F# minor"),
        meter="4/4",
        motif=Motif((0, 2, 4), (480, 480, 960)),
        grid=grid,
        chords=(ChordSpan(0, 1920, "F#m", (6, 9, 1), 6, "a"),),
        panels=(
            PanelPlan("a", 0, 12, 0, 960, CALM, 0.4, (Role.MELODY,)),
            PanelPlan("b", 12, 24, 960, 1920, CALM, 0.6, (Role.MELODY, Role.PERCUSSION)),
        ),
        hits=(
            Hit("b", "2B", 12, HitWeight.SHOULD, 960, "1.2", 0.0, "beat", True),
            Hit("", "end", 24, HitWeight.MUST, 1920, "1.3", 0.0, "beat", True),
        ),
        energy_curve=((0, 0.4), (1920, 0.6)),
        score=Score(parts),
        caption="calm piano",
        why=("because",),
    )


def audio(path: Path, subtype: str, level: float, frames: int = RATE_HZ) -> AudioFile:
    """A real stereo file: a tone that tells files apart by its level."""
    path.parent.mkdir(parents=True, exist_ok=True)
    tone = level * np.sin(np.arange(frames) * 2 * np.pi * 220 / RATE_HZ)
    soundfile.write(path, np.column_stack([tone, tone]), RATE_HZ, subtype=subtype)
    _undate(path)
    return AudioFile(path, frames, RATE_HZ, 2)


def _undate(path: Path) -> None:
    """Blank the time of writing that libsndfile puts into the PEAK chunk of float files."""
    with path.open("r+b") as file:
        at = file.read(200).find(b"PEAK")
        if at >= 0:
            file.seek(at + 12)  # after the name, the size and the version
            file.write(bytes(4))


def make_take(folder: Path, level: float = 0.2, frames: int = RATE_HZ) -> Take:
    """A take of two stems, as an engine writes it."""
    stems = tuple(
        Stem(role, audio(folder / "stems" / f"{role.value}.wav", "FLOAT", level / 2, frames))
        for role in (Role.MELODY, Role.PERCUSSION)
    )
    mix = audio(folder / "mix.wav", "FLOAT", level, frames)
    return Take("sampled", "1", 7, mix, stems, 0, 0, {"soundfont": "0" * 64}, {"soundfont": "MIT"})


def make_finished(folder: Path, level: float = 0.4, frames: int = RATE_HZ) -> FinishedAudio:
    """The finished mix and stems, as finishing writes them."""
    stems = tuple(
        Stem(role, audio(folder / f"{role.value}.wav", "PCM_24", level / 2, frames))
        for role in (Role.MELODY, Role.PERCUSSION)
    )
    return FinishedAudio(
        audio(folder / "mix.wav", "PCM_24", level, frames), stems, Loudness(-18.2, -3.1, 0.0)
    )


def request(scratch: Scratch, made: CuePlan, name: str = "", frames: int = RATE_HZ) -> KeepRequest:
    """Everything written into a scratch folder and ready to keep."""
    take = make_take(scratch.take, frames=frames)
    finished = make_finished(scratch.finished, frames=frames)
    return KeepRequest(scratch, made, take, finished, PRESET, 0.0, {"plan": 0.1}, name)


def keep_one(
    folder: Path,
    name: str = "",
    *,
    made: CuePlan | None = None,
    in_library: bool = True,
    frames: int = RATE_HZ,
) -> Clip:
    """Keep one tiny clip in a library (or a folder)."""
    with open_scratch(folder, in_library=in_library) as scratch:
        return keep(request(scratch, made or plan(), name, frames))


def keep_for_ever(library: Path) -> None:
    """Keep clips until killed, telling each one that was kept."""
    made = plan()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    number = 0
    while True:
        number += 1
        clip = keep_one(library, made=replace(made, seed=number), frames=RATE_HZ // 4)
        sys.stdout.write(f"{clip.clip_id} {clip.folder}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    keep_for_ever(Path(sys.argv[1]))
