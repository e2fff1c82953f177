"""Small real plans: a board of one panel, a grid, whatever parts a test writes; and their takes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from musflow_studio.domain.description import BoardReference, Description, Mood, PanelDescription
from musflow_studio.domain.grid import Grid, MeterSection, TempoSection
from musflow_studio.domain.plan import CuePlan, Fit, Key, LengthMode, Motif, PanelPlan, Pins
from musflow_studio.domain.request import GenerationRequest, Quality
from musflow_studio.domain.score import Note, Part, Role, Score
from musflow_studio.domain.storyboard import Panel, Storyboard
from musflow_studio.domain.take import Take
from musflow_studio.domain.timecode import FrameRate
from musflow_studio.generation import generate

CALM = Mood(0.2, -0.3, 0.0, 0.1)


def note(start_tick: int, pitch: int = 60, velocity: int = 90, length: int = 480) -> Note:
    """A note of half a beat at 960 ticks per quarter."""
    return Note(start_tick, length, pitch, velocity, "p1")


def part(notes: Iterable[Note], role: Role = Role.MELODY, program: int = 0, bank: int = 0) -> Part:
    """A dry part on one instrument."""
    return Part(role, f"program {program}", program, bank, tuple(notes), reverb_send=0.0)


def plan_of(
    parts: Iterable[Part], frames: int = 48, room: dict[str, float] | None = None
) -> CuePlan:
    """A plan at 120 bpm and 24 frames a second around the parts."""
    rate = FrameRate(Fraction(24))
    board = Storyboard("test", rate, (Panel("p1", "1", frames),))
    said = PanelDescription("p1", "a room", CALM, "calm", 0.4, (), ())
    ticks = frames * 80  # 24 frames are two quarters at 120 bpm
    return CuePlan(
        cue_uid="c1",
        storyboard=board,
        description=Description((said,), BoardReference(frames / 24, 1.0, 0.0)),
        in_frame=0,
        out_frame=frames,
        seed=1,
        style="test",
        fit=Fit.STEADY,
        length_mode=LengthMode.PICTURE,
        pins=Pins(),
        tail_s=0.0,
        key=Key(0, "major", "C major"),
        meter="4/4",
        motif=Motif((0, 1, 2), (480, 480, 960)),
        grid=Grid((TempoSection(0, 500_000),), (MeterSection(0, 4, 4),), ticks),
        chords=(),
        panels=(PanelPlan("p1", 0, frames, 0, ticks, CALM, 0.4, (Role.MELODY,)),),
        hits=(),
        energy_curve=((0, 0.4),),
        score=Score(tuple(parts), room or {}),
        caption="a test",
        why=(),
    )


def wet(parts: Iterable[Part], send: float = 0.5) -> list[Part]:
    """The same parts, sending to the room."""
    return [replace(p, reverb_send=send) for p in parts]


def take_of(
    folder: Path, parts: Iterable[Part], frames: int = 48, room: dict[str, float] | None = None
) -> Take:
    """The parts rendered by the sampled engine into a new folder inside `folder`."""
    inside = folder / f"take{len(list(folder.iterdir()))}"
    inside.mkdir()
    return generate(GenerationRequest(plan_of(parts, frames, room), 1, Quality.STANDARD, inside))
