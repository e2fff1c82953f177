"""hearing: what can be told from sound alone. Tempo, beats, key, chords, loudness, timbre.

    from musflow_studio.hearing import listen, listen_to_file
    heard = listen(audio, rate_hz)          # float32 [channels, frames]
    heard.pulse.bpm, heard.pulse.beats_s, heard.key.name, heard.chords, heard.chroma
    heard.loudness.energy(times_s), heard.timbre

    listening  Listener: sound in blocks of any length, one `Heard` at the end; files as streams
    frames     overlapping windows over a stream
    mel        spectra to mel bands; K-weighting as a gain over frequency
    onsets     where notes begin: an envelope of 86 values a second, and attacks to the millisecond
    tempo      the strongest pulse of an envelope
    beats      beats by dynamic programming, set on the attacks
    chroma     tuned pitch classes from spectral peaks and their harmonics
    key        key profiles; major or minor on a tonic
    chords     triads per beat
    loudness   short-term loudness over time, and energy 0 to 1 from it
    timbre     one vector that says how it sounds
    space      where sounds and words meet: what tells styles apart counts most
    referring  a file as a `Reference` that may steer a cue

Everything runs in numpy at 22.05 kHz; other rates are resampled by soxr on the way in. Half an hour
of music needs about 40 MB. Nothing here knows a plan, a stage or a widget.
"""

from musflow_studio.hearing.heard import Heard, Pulse
from musflow_studio.hearing.listening import Listener, listen, listen_to_file
from musflow_studio.hearing.referring import reference_of, reference_of_file

__all__ = [
    "Heard",
    "Listener",
    "Pulse",
    "listen",
    "listen_to_file",
    "reference_of",
    "reference_of_file",
]
