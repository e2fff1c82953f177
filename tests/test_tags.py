"""What a WAV says about itself: its place on the timeline; tempo and root of loops only."""

from __future__ import annotations

from dataclasses import replace

import tiny_cue

from musflow_studio.domain.plan import LengthMode
from musflow_studio.tags import wav_tags


def test_a_part_of_a_board_is_stamped_where_it_starts_on_the_timeline():
    made = tiny_cue.plan()
    board = replace(made.storyboard, start_timecode_frames=3600 * 24)
    part = replace(made, storyboard=board, in_frame=12)
    assert wav_tags(part, "", 48000).time_reference_samples == (3600 * 24 + 12) * 2000


def test_only_a_loop_carries_tempo_beats_and_root():
    made = tiny_cue.plan()  # one second at 120 quarters a minute in F sharp
    cue = wav_tags(made, "", 44100)
    assert (cue.loop_bpm, cue.loop_beats, cue.root_note) == (None, None, None)
    loop = wav_tags(replace(made, length_mode=LengthMode.LOOP), "", 44100)
    assert (loop.loop_bpm, loop.loop_beats, loop.root_note) == (120.0, 2, 66)


def test_the_given_name_wins_over_the_title_of_the_board():
    assert wav_tags(tiny_cue.plan("Storm"), "", 44100).title == "Storm"
    assert wav_tags(tiny_cue.plan("Storm"), "1M3 v2", 44100).title == "1M3 v2"
