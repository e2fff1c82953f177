"""Style places: how each factory style sounds, for `--like`; writes the table that ships.

python -m musflow_studio.evaluation.style_places
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from musflow_studio.domain.style import Style
from musflow_studio.evaluation.rendered import RATE_HZ, Rendered, excerpt
from musflow_studio.evaluation.sample_boards import sample_cues
from musflow_studio.hearing import listen
from musflow_studio.hearing.referring import ENCODER
from musflow_studio.hearing.space import load_space
from musflow_studio.likeness.style_sound import TABLE
from musflow_studio.presets import load_styles

CUES = 4
LONGEST_S = 10.0


def style_places(style: Style, count: int = CUES, first_seed: int = 0) -> NDArray[np.float32]:
    """Where some cues' openings lie in the space of sounds, a row each."""
    found = []
    for cue in sample_cues(style, count, first_seed):
        with tempfile.TemporaryDirectory() as folder:
            mix = Rendered(excerpt(cue, LONGEST_S), Path(folder)).mix
        found.append(load_space().place(listen(mix.astype(np.float32), RATE_HZ)))
    return np.array(found)


def main() -> None:
    """Render, hear, and write each style's mean place."""
    places = {name: style_places(style).mean(axis=0) for name, style in load_styles().items()}
    told = {name: [round(float(v), 4) for v in place] for name, place in sorted(places.items())}
    TABLE.write_text(json.dumps({"encoder": ENCODER, "styles": told}, indent=1) + "\n", "utf-8")
    sys.stdout.write(f"{TABLE.name}: {len(told)} styles\n")


if __name__ == "__main__":
    main()
