"""How long blocks took and how late they began, told once."""

from __future__ import annotations

from musflow_studio.player.render_times import RenderTimes


def test_shares_and_lateness_are_told_since_last_asked() -> None:
    times = RenderTimes()
    for late_s in (-0.01, 0.002, 0.03):
        with times.block(10.0, late_s):
            pass
    told = times.told()
    assert told["blocks"] == 3
    assert 0 < told["p50"] <= told["p99"] <= told["worst"] < 0.1
    assert (told["late_p99_s"], told["late_worst_s"]) == (0.03, 0.03)
    with times.block(10.0, -1.0):
        pass
    assert times.told()["late_worst_s"] == 0.0
    assert times.told()["blocks"] == 0
