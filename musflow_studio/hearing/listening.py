"""Listening: sound in, `Heard` out. In blocks (Listener), whole (listen), or from a file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.hearing import chroma as tones
from musflow_studio.hearing import mel
from musflow_studio.hearing.beats import beat_times_s, steady_bpm
from musflow_studio.hearing.frames import RATE_HZ, Framer
from musflow_studio.hearing.heard import Heard, Pulse
from musflow_studio.hearing.loudness import loudness_of
from musflow_studio.hearing.onsets import TICK, attack_level, compressed, flux_of, sharpened
from musflow_studio.hearing.tempo import HIGH_BPM, LOW_BPM, strongest_bpm
from musflow_studio.hearing.timbre import timbre_of

Sound = NDArray[np.float32]

BLOCK_FRAMES = 65536
LOWEST_RATE_HZ, HIGHEST_RATE_HZ = 4000, 384000
_HANN_POWER = 1.5  # a Hann window's noise bandwidth in bins: from peaks to mean squares


class Listener:
    """Hears a stream fed in blocks; any block size gives the same but for rounding.

    Args:
        rate_hz: sample rate, 4000 to 384000.
        channels: at least 1; more than two are heard as their first two.

    Raises StudioError for another rate.
    """

    def __init__(self, rate_hz: int, channels: int) -> None:
        _check_rate(rate_hz)
        self._channels, self._rate_hz = channels, rate_hz
        self._resampler = None
        if rate_hz != RATE_HZ:
            self._resampler = soxr.ResampleStream(
                rate_hz, RATE_HZ, min(2, channels), dtype="float32", quality="HQ"
            )
        self._short = Framer(mel.SIZE, mel.HOP, 2)
        self._long = Framer(tones.SIZE, tones.HOP)
        self._ticks = np.empty(0, np.float32)
        self._mel: list[Sound] = []
        self._side: list[Sound] = []
        self._weighted: list[Sound] = []
        self._fine: list[Sound] = []
        self._level: list[Sound] = []
        self._lean = 0j
        self._frames = 0

    def feed(self, audio: Sound) -> None:
        """Hear the next samples, (channels, frames). Raises StudioError for another shape."""
        if audio.ndim != 2 or len(audio) != self._channels:
            raise _not_sound(f"an array of shape {audio.shape}", f"({self._channels}, frames)")
        if not np.isfinite(audio).all():
            raise _not_sound("samples that are no numbers", "finite samples")
        self._frames += audio.shape[1]
        pair = np.ascontiguousarray(audio[:2].T, np.float32)
        self._hear(self._resampled(pair, last=False))

    def heard(
        self, low_bpm: float = LOW_BPM, high_bpm: float = HIGH_BPM, bpm: float | None = None
    ) -> Heard:
        """What was heard; call it once, after the last block.

        Args:
            low_bpm: the slowest tempo looked for.
            high_bpm: the fastest.
            bpm: the tempo where it is known; the beats are then looked for near it.
        """
        if self._resampler is not None:
            self._hear(
                self._resampled(np.empty((0, min(2, self._channels)), np.float32), last=True)
            )
        self._end()
        mel_power, side = _joined(self._mel, mel.BANDS), _joined(self._side, mel.BANDS)
        flux = flux_of(compressed(mel_power))
        envelope = sharpened(flux)
        level = np.concatenate([*self._level, np.empty(0, np.float32)]).astype(np.float64)
        told, sure = strongest_bpm(envelope, low_bpm, high_bpm)
        beats_s = beat_times_s(envelope, level, bpm or told)
        return Heard(
            seconds=self._frames / self._rate_hz,
            pulse=Pulse(bpm or steady_bpm(beats_s, told), sure, beats_s),
            chroma=tones.tuned(_joined(self._fine, 12 * tones.FINE), self._lean),
            loudness=loudness_of(np.concatenate([*self._weighted, np.empty(0)])),
            onsets=envelope,
            timbre=timbre_of(mel_power, side, flux),
        )

    def _resampled(self, pair: Sound, *, last: bool) -> Sound:
        """(frames, 2) at the hearing rate."""
        if self._resampler is not None:
            pair = self._resampler.resample_chunk(pair, last=last)
        return np.repeat(pair, 2, axis=1) if pair.shape[1] == 1 else pair

    def _hear(self, pair: Sound) -> None:
        middle = pair.mean(axis=1)
        side = (pair[:, 0] - pair[:, 1]) / 2
        self._hear_short(self._short.feed(np.stack((middle, side))))
        self._hear_long(self._long.feed(middle[None]))
        waiting = np.concatenate((self._ticks, middle))
        whole = len(waiting) // TICK * TICK
        if whole:
            self._level.append(attack_level(waiting[:whole]))
        self._ticks = waiting[whole:]

    def _end(self) -> None:
        self._hear_short(self._short.rest())
        self._hear_long(self._long.rest())

    def _hear_short(self, windows: Sound) -> None:
        if not windows.shape[1]:
            return
        power = mel.power_spectra(windows)
        bands = power @ mel.mel_matrix()
        self._mel.append(bands[0])
        self._side.append(bands[1])
        # Left and right together are twice middle and side; a peak of 1 is a mean square of 1/2.
        both = (power[0] + power[1]) @ mel.k_weights()
        self._weighted.append(both / np.float32(_HANN_POWER))

    def _hear_long(self, windows: Sound) -> None:
        if not windows.shape[1]:
            return
        fine, lean = tones.fine_chroma(mel.power_spectra(windows[0], tones.SIZE))
        self._fine.append(fine)
        self._lean += lean


def listen(
    audio: Sound,
    rate_hz: int,
    *,
    low_bpm: float = LOW_BPM,
    high_bpm: float = HIGH_BPM,
    bpm: float | None = None,
) -> Heard:
    """Hear a whole sound, (channels, frames) float32. See `Listener`; raises StudioError."""
    sound = np.asarray(audio, np.float32)
    if sound.ndim != 2 or not len(sound):
        raise _not_sound(f"an array of shape {sound.shape}", "(channels, frames)")
    listener = Listener(rate_hz, len(sound))
    for start in range(0, sound.shape[1], BLOCK_FRAMES):
        listener.feed(sound[:, start : start + BLOCK_FRAMES])
    return listener.heard(low_bpm, high_bpm, bpm)


def listen_to_file(path: Path, *, longest_s: float | None = None) -> Heard:
    """Hear an audio file as a stream: WAV, FLAC, AIFF, Ogg, MP3, whatever libsndfile reads.

    Args:
        path: the file.
        longest_s: hear no more than its first seconds.

    Raises StudioError naming the file where it cannot be read.
    """
    try:
        with soundfile.SoundFile(path) as file:
            listener = Listener(file.samplerate, file.channels)
            frames = -1 if longest_s is None else round(longest_s * file.samplerate)
            for block in file.blocks(BLOCK_FRAMES, frames=frames, dtype="float32", always_2d=True):
                listener.feed(block.T)
    except (soundfile.SoundFileError, OSError) as error:
        raise StudioError(
            ErrorCode.BAD_FILE if path.exists() else ErrorCode.FILE_NOT_FOUND,
            "this is no audio file that can be read" if path.exists() else "no such audio file",
            value=path,
            legal="WAV, FLAC, AIFF, Ogg or MP3",
        ) from error
    return listener.heard()


def _joined(parts: list[Sound], width: int) -> Sound:
    return np.concatenate(parts) if parts else np.empty((0, width), np.float32)


def _check_rate(rate_hz: int) -> None:
    if not LOWEST_RATE_HZ <= rate_hz <= HIGHEST_RATE_HZ:
        raise StudioError(
            ErrorCode.OUT_OF_RANGE,
            "sample rate out of range",
            value=rate_hz,
            legal=f"{LOWEST_RATE_HZ} to {HIGHEST_RATE_HZ} Hz",
        )


def _not_sound(found: str, legal: str) -> StudioError:
    return StudioError(ErrorCode.BAD_INPUT, f"{found} is no sound", legal=legal)
