"""Meters: how loud the take is at the playhead, and what it is made of.

    ballistics   how a needle rises, holds and falls: arithmetic, no Qt
    feed         what the file holds at the playhead, thirty times a second
    meter_view   two channels with true peaks held, loudness as numbers
    spectrum     48 bands

What is shown are rows of tables made once per file (`musflow_studio.waveform`): nothing is read or
computed from sound while it plays.
"""

from ui.meters.meter_view import MeterView
from ui.meters.spectrum import SpectrumView

__all__ = ["MeterView", "SpectrumView"]
