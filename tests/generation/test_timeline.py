"""Events of a part: where they fall, and what happens to notes that meet on one key."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from small_plans import note, part, plan_of

from musflow_studio.domain.score import ControlPoint
from musflow_studio.generation.timeline import Event, Expression, part_events

RATE = 44100
GRID = plan_of([]).grid
END = 88200


def test_a_note_lies_within_32_samples_of_the_grid() -> None:
    events = part_events(part([note(961, length=500)]), GRID, RATE, END)
    start, end = GRID.sample_at(961, RATE), GRID.sample_at(1461, RATE)
    assert [e.velocity for e in events] == [90, 0]
    assert abs(events[0].frame - start) <= 32
    assert abs(events[1].frame - end) <= 32


def test_a_shift_moves_the_start_and_leaves_the_end() -> None:
    plain = part_events(part([note(960)]), GRID, RATE, END)
    early = part_events(part([replace(note(960), shift_us=-100_000)]), GRID, RATE, END)
    assert abs(plain[0].frame - early[0].frame - 4410) <= 64
    assert plain[1] == early[1]


def test_an_end_shift_moves_the_end_and_leaves_the_start() -> None:
    plain = part_events(part([note(960)]), GRID, RATE, END)
    legato = part_events(part([replace(note(960), end_shift_us=35_000)]), GRID, RATE, END)
    assert plain[0] == legato[0]
    assert abs(legato[1].frame - plain[1].frame - 1543) <= 64


def test_nothing_starts_before_the_cue() -> None:
    early = part_events(part([replace(note(0), shift_us=-300_000)]), GRID, RATE, END)
    assert early[0].frame == 0


def test_notes_past_the_out_point_are_left_out_and_keys_are_up_by_then() -> None:
    notes = [note(1920 * 2 - 480, 60, length=4000), note(1920 * 2, 64)]
    events = part_events(part(notes), GRID, RATE, END)
    assert {e.pitch for e in events} == {60}
    assert abs(events[-1].frame - END) <= 32


def test_a_key_struck_while_down_is_released_first_and_held_to_the_later_end() -> None:
    events = part_events(part([note(0, length=1920), note(960, length=240)]), GRID, RATE, END)
    assert events == (
        Event(0, 60, 90),
        Event(22080, 60, 0),
        Event(22080, 60, 90),
        Event(44096, 60, 0),
    )


def test_two_notes_at_once_on_one_key_are_one_note_with_the_stronger_velocity() -> None:
    events = part_events(part([note(0, velocity=40), note(0, velocity=100)]), GRID, RATE, END)
    assert [e.velocity for e in events] == [100, 0]


notes_strategy = st.lists(
    st.builds(
        note,
        st.integers(0, 3000),
        st.integers(60, 62),
        st.integers(1, 127),
        st.integers(1, 2000),
    ),
    max_size=20,
)


@given(notes_strategy)
def test_every_press_has_its_release_before_the_next_press(notes: list) -> None:  # type: ignore[type-arg]
    down: dict[int, int] = {}
    frames = []
    for event in part_events(part(notes), GRID, RATE, END):
        frames.append(event.frame)
        if event.velocity:
            assert event.pitch not in down
            down[event.pitch] = event.frame
        else:
            assert event.frame > down.pop(event.pitch)
        assert event.frame % 64 == 0
    assert not down
    assert frames == sorted(frames)


def test_expression_is_linear_between_points_and_squared_as_gain() -> None:
    swell = replace(part([note(0)]), expression=(ControlPoint(0, 0), ControlPoint(1920, 127)))
    gain = Expression(swell, GRID, RATE).gain(0, 44100)
    assert gain is not None
    assert np.isclose(gain[22050], 0.25, atol=1e-6)
    assert np.all(np.diff(gain) > 0)
    split = Expression(swell, GRID, RATE).gain(1000, 5)
    assert split is not None
    assert np.array_equal(split, gain[1000:1005])


def test_without_expression_there_is_no_curve() -> None:
    assert Expression(part([note(0)]), GRID, RATE).gain(0, 10) is None
