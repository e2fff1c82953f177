"""Layout: one place that derives every length of a finishing run.

Times are samples from the cue's in point, at the take's rate or at the delivery rate.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from musflow_studio.domain.audio import closing_fade_frames
from musflow_studio.domain.take import Take

LOOP_WARM_UP_S = 10.0
RESAMPLER_REACH = 8192
LEAST_FRAMES = 16


@dataclass(frozen=True)
class Layout:
    """What to read, what to write.

    Attributes:
        take_rate_hz, rate_hz: of the take and of the delivery.
        lead_in: samples of the take before the in point.
        length: delivery samples of the cue, without tail.
        tail: delivery samples after the out point; 0 for loops.
        loop: True if the file repeats.
        has_effects: True if anything needs the run-up.
        period: samples of a loop's take; None where its delivery length says it.
    """

    take_rate_hz: int
    rate_hz: int
    lead_in: int
    length: int
    tail: int
    loop: bool
    has_effects: bool
    period: int | None = None

    @property
    def total(self) -> int:
        """Delivery samples of the file."""
        return self.length + self.tail

    @property
    def take_length(self) -> int:
        """The cue's length at the take's rate, rounded; a loop's period."""
        if self.loop and self.period is not None:
            return self.period
        return max(1, round(self.length * self.take_rate_hz / self.rate_hz))

    @property
    def resampling(self) -> tuple[float, float] | None:
        """Input and output rate for the resampler, None if there is nothing to do.

        A loop's period must come out as a whole number of samples, so the ratio is that of the
        two periods; it differs from the ratio of the rates by less than one sample per period.
        """
        if self.take_rate_hz == self.rate_hz:
            return None
        if self.loop:
            return float(self.take_length), float(self.length)
        return float(self.take_rate_hz), float(self.rate_hz)

    @property
    def resampler_run_up(self) -> tuple[int, int]:
        """Samples a loop's resampler runs before the in point: at the take's rate, at delivery."""
        if not self.loop or self.resampling is None:
            return 0, 0
        common = math.gcd(self.take_rate_hz, self.rate_hz)
        times = math.ceil(RESAMPLER_REACH * common / self.take_rate_hz)
        return times * self.take_rate_hz // common, times * self.rate_hz // common

    @property
    def first(self) -> int:
        """First take sample to read, relative to the in point (0 or negative)."""
        if not self.loop:
            return -self.lead_in
        effects = round(LOOP_WARM_UP_S * self.take_rate_hz) if self.has_effects else 0
        return -max(effects, self.resampler_run_up[0])

    @property
    def last(self) -> int:
        """Take sample to stop before: enough to fill the file and the resampler's reach."""
        reach = RESAMPLER_REACH if self.resampling else 0
        return max(LEAST_FRAMES, math.ceil(self.total * self.take_rate_hz / self.rate_hz) + reach)

    @property
    def fade(self) -> int:
        """Samples of the closing fade: 10 ms, a quarter of a tail up to 0.5 s, none for loops."""
        if self.loop:
            return 0
        return min(self.total, closing_fade_frames(self.tail, self.rate_hz))


def lay_out(
    take: Take, *, length_frames: int, sample_rate_hz: int, tail_s: float, loop: bool, effects: bool
) -> Layout:
    """The layout of one finishing run; `tail_s` in seconds, `length_frames` at delivery rate."""
    return Layout(
        take_rate_hz=take.mix.sample_rate_hz,
        rate_hz=sample_rate_hz,
        lead_in=take.lead_in_frames,
        length=length_frames,
        tail=_frames(tail_s, sample_rate_hz),
        loop=loop,
        has_effects=effects,
        period=_period(take, length_frames, sample_rate_hz) if loop else None,
    )


def _period(take: Take, length_frames: int, sample_rate_hz: int) -> int | None:
    """The samples between lead-in and tail, where they are a loop's length but for rounding."""
    mix = take.mix
    between = mix.frames - take.lead_in_frames - take.tail_frames
    told = length_frames * mix.sample_rate_hz / sample_rate_hz
    return between if between > 0 and abs(between - told) <= 1 else None


def _frames(seconds: float, rate_hz: int) -> int:
    return round(seconds * rate_hz)
