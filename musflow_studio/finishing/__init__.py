"""finish: a take becomes a deliverable file, at the right length, rate and level.

In order of the work:

    layout       how long, from where to where, at which rates
    take_audio   reads a take's file in blocks, straight or as an endless loop
    chain        the preset's effects (pedalboard)
    delivery     effects, resampling (soxr), the exact cut, the closing fade
    measurement  peaks and loudness on a grid of about 1 ms (ITU-R BS.1770-4)
    ceiling      the gain that keeps a true-peak ceiling
    leveling     which gain a preset asks for
    dither       24-bit whole numbers (TPDF)
    scratch      the mix between two passes
    settling     the gain, checked on the sound itself where it moves
    wav          the 24-bit file; wav_chunks holds what it says about itself
    ringing      what is still heard where a loop turns back
    finishing    the verb: mix first, then the stems under the mix's gain
"""

from musflow_studio.finishing.finishing import finish, finish_mix
from musflow_studio.finishing.wav_chunks import WavTags

__all__ = ["WavTags", "finish", "finish_mix"]
