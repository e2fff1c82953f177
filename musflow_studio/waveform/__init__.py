"""What a finished file looks like while it is heard: its wave, its levels, its spectrum.

    peaks      lowest, highest and mean square of the samples, at every width a screen may ask for
    loudness   the K-weighting of BS.1770-4 as a gain over frequency
    levels     thirty times a second: true peak, level, loudness, spectrum
    survey     one pass over a file: `Waveform`, both of them together
    desk       `WaveformDesk`: surveys made and kept in a thread of its own, single samples read

A survey is made once; what a meter shows at the playhead is then a row of a table, so that nothing
is read or computed while the music plays.
"""

from musflow_studio.waveform.desk import WaveformDesk
from musflow_studio.waveform.levels import Levels, Moment
from musflow_studio.waveform.peaks import Outline, Peaks
from musflow_studio.waveform.survey import Waveform

__all__ = ["Levels", "Moment", "Outline", "Peaks", "Waveform", "WaveformDesk"]
