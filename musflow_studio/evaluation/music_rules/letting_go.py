"""Rule 7, cuts (the sound's part): the old harmony is gone 400 ms after the cut.

Counted are cuts where energy changes by 0.3 or more, cuts that the plan leads over (mode changes
are among them), and must-hits. The panel before the cut is rendered without the one after it, drum
kits left out; from 400 to 500 ms after the cut what rings, the room included, is 20 dB or more
under the loudest 100 ms of the last three seconds before it (a hush may precede a hit). Cuts after
under a second of music are not counted, nor those into the cue's last 0.5 s.
"""

from __future__ import annotations

import numpy as np

from musflow_studio.domain.plan import CuePlan
from musflow_studio.domain.style import Style
from musflow_studio.evaluation.rendered import RATE_HZ, Rendered, Sound
from musflow_studio.evaluation.tally import Tally
from musflow_studio.generation.damping import is_hard

GONE_DB = -20.0
GONE_AFTER_S = 0.4
_WINDOW = RATE_HZ // 10
_LEAST_S = 1.0


def check(plan: CuePlan, style: Style, sound: Rendered) -> tuple[Tally, ...]:
    """Count the cuts after which nothing of the old panel is left; renders the cue in halves."""
    broken: list[str] = []
    counted = 0
    for parity in (0, 1):
        uids = [panel.panel_uid for panel in plan.panels[parity::2]]
        cuts = _cuts_after(plan, parity)
        left = sound.tonal_only(uids) if cuts else np.zeros((2, 0))
        for uid, cut in cuts:
            ring = ring_db(left, cut)
            if ring is not None:
                counted += 1
                if ring > GONE_DB:
                    broken.append(f"after {uid}: {ring:.1f} dB")
    name = "the old harmony is down 20 dB 400 ms after the cut"
    return (Tally(7, name, counted - len(broken), counted, broken=tuple(broken)),)


def _cuts_after(plan: CuePlan, parity: int) -> list[tuple[str, int]]:
    """(panel, sample) of the hard cuts at the end of every other panel."""
    rate = plan.storyboard.rate
    pairs = list(zip(plan.panels, plan.panels[1:], strict=False))[parity::2]
    return [
        (before.panel_uid, rate.samples(after.start_frame, RATE_HZ))
        for before, after in pairs
        if is_hard(plan, before, after)
        and rate.seconds(before.end_frame - before.start_frame) >= _LEAST_S
    ]


def ring_db(sound: Sound, cut: int) -> float | None:
    """What rings 400 to 500 ms after a sample, over the loudest 100 ms of the 3 s before it.

    None where nothing sounded before, or the sound has ended.
    """
    after = cut + round(GONE_AFTER_S * RATE_HZ)
    starts = [cut - _WINDOW * (i + 1) for i in range(30) if cut >= _WINDOW * (i + 1)]
    loudest = max((_power(sound, start) for start in starts), default=0.0)
    if loudest < 1e-9 or not starts:
        return None
    return float(10 * np.log10((_power(sound, after) + 1e-14) / loudest))


def _power(sound: Sound, start: int) -> float:
    window = sound[:, start : start + _WINDOW]
    return float(np.mean(window**2)) if window.size else 0.0
