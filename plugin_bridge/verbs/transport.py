"""What the DAW says about itself, and whether new cues follow it."""

from __future__ import annotations

from dataclasses import replace

from musflow_studio.domain.plan import Fit
from musflow_studio.domain.request import CueRequest
from musflow_studio.presets import METERS
from musflow_studio.settings import SAMPLE_RATES_HZ
from plugin_bridge.protocol import ROOT
from plugin_bridge.switchboard import Call, Handler, Rows

SLOWEST_BPM, FASTEST_BPM = 40, 240


class Transport:
    """The DAW's tempo, metre, playhead and rate, as last told."""

    def __init__(self) -> None:
        self._bpm = 0.0
        self._meter = ""
        self._position_s: float | None = None
        self._into_bar: float | None = None
        self._playing = False
        self._rate_hz = 0
        self._follow = False

    def handlers(self) -> dict[str, Handler]:
        """Those of the table."""
        at = f"{ROOT}/transport"
        return {
            at: lambda _: self._rows(),
            f"{at}/tempo": self._set_tempo,
            f"{at}/meter": self._set_meter,
            f"{at}/position": self._set_position,
            f"{at}/bar": self._set_bar,
            f"{at}/play": self._set_playing,
            f"{at}/rate": self._set_rate,
            f"{at}/follow": self._set_follow,
        }

    def followed(self, request: CueRequest, rate_hz: int) -> CueRequest:
        """The request with what it leaves open taken from the DAW, where cues follow it.

        A tempo, metre or rate that cues cannot have is left out; so is the place in the bar of
        loops, of exact fits, and of cues that are edited.

        Args:
            request: as asked; its own sample rate is the default's.
            rate_hz: as asked, 0 for open.
        """
        if rate_hz:
            request = replace(request, sample_rate_hz=rate_hz)
        if not self._follow:
            return request
        pins = request.pins
        if pins.bpm is None and SLOWEST_BPM <= self._bpm <= FASTEST_BPM:
            pins = replace(pins, bpm=self._bpm)
        if pins.meter is None and self._meter in METERS:
            pins = replace(pins, meter=self._meter)
        pins = replace(pins, into_bar=self._place(replace(request, pins=pins)))
        if not rate_hz and self._rate_hz in SAMPLE_RATES_HZ:
            request = replace(request, sample_rate_hz=self._rate_hz)
        return replace(request, pins=pins)

    def _place(self, request: CueRequest) -> float | None:
        """Quarters into the DAW's bar, for a cue in its tempo and metre that may start there."""
        pins = request.pins
        free = not (request.loop or request.base_clip or request.fit is Fit.EXACT)
        follows = pins.meter == self._meter and pins.bpm == self._bpm
        if pins.into_bar is not None or not (free and follows and pins.meter):
            return pins.into_bar
        numerator, denominator = (int(part) for part in pins.meter.split("/"))
        return self._quarters_into(numerator * 4 / denominator)

    def _quarters_into(self, bar: float) -> float | None:
        """Where the playhead stands in a bar of this many quarters; None where nobody told."""
        if self._into_bar is not None:
            return self._into_bar % bar
        if self._position_s is None:
            return None
        return self._position_s * self._bpm / 60 % bar

    def _rows(self) -> Rows:
        return [
            (
                self._bpm,
                self._meter,
                self._position_s or 0.0,
                self._playing,
                self._rate_hz,
                self._follow,
                -1.0 if self._into_bar is None else self._into_bar,
            )
        ]

    def _set_tempo(self, call: Call) -> Rows:
        self._bpm = call["bpm"]
        return []

    def _set_meter(self, call: Call) -> Rows:
        self._meter = f"{call['numerator']}/{call['denominator']}"
        return []

    def _set_position(self, call: Call) -> Rows:
        self._position_s, self._into_bar = call["position_s"], None
        return []

    def _set_bar(self, call: Call) -> Rows:
        self._into_bar = call["into_bar"]
        return []

    def _set_playing(self, call: Call) -> Rows:
        self._playing = call["playing"]
        return []

    def _set_rate(self, call: Call) -> Rows:
        self._rate_hz = call["rate"]
        return []

    def _set_follow(self, call: Call) -> Rows:
        self._follow = call["follow"]
        return [(self._follow,)]
