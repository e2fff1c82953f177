"""How much moves in a panel, 0 to 1: words first, then the cut rate, then how busy a drawing is."""

from __future__ import annotations

from dataclasses import dataclass
from math import log2

from musflow_studio.domain.description import BoardReference, Evidence, EvidenceSource
from musflow_studio.domain.features import PictureFeatures, PictureKind

_MIDDLE = 0.45
_PER_AROUSAL = 0.40
_PER_CUT_OCTAVE = 0.13
_MOST_CUT_OCTAVES = 1.6
_PER_LINE_OCTAVE = 0.05
_MOST_LINE_OCTAVES = 1.0
_WORTH_SAYING_OCTAVES = 0.25


@dataclass(frozen=True)
class EnergyReading:
    """Energy 0 to 1 (three decimals), and the evidence beside the mood's own."""

    energy: float
    evidence: tuple[Evidence, ...]


def read_energy(
    arousal: float,
    length_seconds: float,
    features: PictureFeatures | None,
    reference: BoardReference,
) -> EnergyReading:
    """Energy from arousal (-1..1), the panel's length and its drawing against the medians."""
    octaves = log2(reference.median_length_seconds / length_seconds)
    cut = _PER_CUT_OCTAVE * _within(octaves, _MOST_CUT_OCTAVES)
    line_octaves = _line_octaves(features, reference)
    line = _PER_LINE_OCTAVE * line_octaves
    parts = [_PER_AROUSAL * arousal, cut, line]
    total = max(sum(abs(part) for part in parts), 0.1)
    evidence = []
    if abs(octaves) >= _WORTH_SAYING_OCTAVES:
        says = _length_says(length_seconds, reference.median_length_seconds)
        evidence.append(Evidence(EvidenceSource.CUT_RATE, says, round(abs(cut) / total, 2)))
    if abs(line_octaves) >= _WORTH_SAYING_OCTAVES:
        says = f"drawn {'busier' if line > 0 else 'sparser'} than the board's median: " + (
            "more energy" if line > 0 else "less energy"
        )
        evidence.append(Evidence(EvidenceSource.PICTURE, says, round(abs(line) / total, 2)))
    return EnergyReading(round(min(1.0, max(0.0, _MIDDLE + sum(parts))), 3), tuple(evidence))


def _within(number: float, most: float) -> float:
    return min(most, max(-most, number))


def _line_octaves(features: PictureFeatures | None, reference: BoardReference) -> float:
    if features is None or features.kind is not PictureKind.DRAWING:
        return 0.0
    if min(features.line_density, reference.median_line_density) < 0.005:
        return 0.0
    ratio = features.line_density / reference.median_line_density
    return _within(log2(ratio), _MOST_LINE_OCTAVES)


def _length_says(seconds: float, median_seconds: float) -> str:
    ratio = seconds / median_seconds
    if ratio < 1:
        how = "half as long as" if 0.45 <= ratio <= 0.55 else f"shorter ({ratio:.0%}) than"
        return f"{how} the board's median panel ({_s(seconds, median_seconds)}): more energy"
    how = "twice as long as" if 1.8 <= ratio <= 2.2 else f"longer ({ratio:.1f} times) than"
    return f"{how} the board's median panel ({_s(seconds, median_seconds)}): less energy"


def _s(seconds: float, median_seconds: float) -> str:
    return f"{seconds:.1f} s against {median_seconds:.1f} s"
