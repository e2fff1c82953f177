"""What a clip's WAV says about itself: title, place on the timeline, and a loop's tempo."""

from __future__ import annotations

from datetime import datetime

from musflow_studio import __version__
from musflow_studio.domain.grid import TICKS_PER_QUARTER
from musflow_studio.domain.plan import CuePlan, LengthMode
from musflow_studio.finishing import WavTags

# Root notes of `acid` chunks lie in the octave of middle C.
MIDDLE_OCTAVE = 60


def wav_tags(plan: CuePlan, name: str, sample_rate_hz: int) -> WavTags:
    """Tags of a clip made now; tempo and root only for loops, since DAWs stretch such files."""
    board = plan.storyboard
    is_loop = plan.length_mode is LengthMode.LOOP
    quarters = plan.grid.end_tick / TICKS_PER_QUARTER
    numerator, denominator = (int(part) for part in plan.meter.split("/"))
    return WavTags(
        title=name or board.title,
        comment=plan.caption,
        origination=datetime.now().astimezone(),
        time_reference_samples=board.rate.samples(
            board.start_timecode_frames + plan.in_frame, sample_rate_hz
        ),
        software=f"MusFlow Studio {__version__}",
        loop_bpm=plan.bpm if is_loop else None,
        loop_beats=round(quarters * denominator / 4) if is_loop else None,
        loop_meter=(numerator, denominator),
        root_note=MIDDLE_OCTAVE + plan.key.tonic if is_loop else None,
        genre="Soundtrack",
    )
