"""Any two factory presets differ audibly; what the page says is what they do."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from musflow_studio.evaluation import preset_figures
from musflow_studio.evaluation.preset_figures import alike, difference, factory_figures

if TYPE_CHECKING:
    from gates import Gate


@pytest.mark.gate
def test_any_two_factory_presets_differ_on_three_clips(tmp_path: Path, gate: Gate) -> None:
    found = factory_figures(tmp_path)
    same = list(alike(found))
    pairs = len(found) * (len(found) - 1) // 2
    gate.record(
        "presets 6: pairs of factory presets that differ audibly on each of three clips",
        f"{pairs - len({pair[:2] for pair in same})} of {pairs}",
        "all",
        "25 % decay, or 1.5 dB in a band, width or dynamics, or 0.8 LU; `loop` left out; "
        "`as-composed` may meet a deliverable on one clip",
        met=not same,
    )
    assert same == []
    assert len(found) >= 20
    # The comparison can fail: a preset is like itself.
    assert not any(difference(found["tape"], found["tape"], clip) for clip in range(3))
    told = preset_figures.PAGE.read_text("utf-8")
    for row in preset_figures.table(found).splitlines():
        assert row.split(" | ")[0] in told
