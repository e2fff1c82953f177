"""What the column says, from values."""

from __future__ import annotations

import tiny_cue

from musflow_studio.domain.events import Stage
from ui.make.wording import (
    changes_text,
    chords_text,
    job_text,
    key_parts,
    panels_text,
    seconds_text,
)
from ui.models.jobs import JobView


def test_times_as_people_say_them():
    told = [seconds_text(s) for s in (0.2, 6.4, 60.0, 130.2)]
    assert told == ["1 s", "6 s", "1 min", "2 min 10 s"]


def test_jobs_in_words():
    assert job_text(JobView("", "1M1")) == "Waiting for the engine"
    running = JobView("1", "1M1", stage=Stage.GENERATE, take=2, takes=3, eta_s=4.6)
    assert job_text(running) == "Rendering, take 2 of 3, 5 s left"
    assert job_text(JobView("1", "1M1", cancelling=True)) == "Stopping…"


def test_keys_chords_and_panels():
    plan = tiny_cue.plan()
    assert key_parts("Bb dorian") == ("Bb", "dorian")
    assert chords_text(plan) == "F#m"
    panels = plan.storyboard.panels
    assert panels_text(panels, ()) == "None"
    assert panels_text(panels, ("b",)) == "Panel 2B"
    assert panels_text(panels, ("a", "b")) == "Panels 1, 2B"


def test_changes_since_a_take():
    assert changes_text((), 2) == ""
    assert changes_text(("panel 2", "the tail"), 2) == "Changed since take 2: panel 2, the tail"
    assert changes_text(tuple("abcde"), 1).endswith("a, b, c and 2 more")
