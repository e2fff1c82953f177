"""Preset figures: what the factory's finishing presets do to three clips, and how they differ.

`python -m musflow_studio.evaluation.preset_figures` writes the table of docs/presets.md.
"""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path

import soundfile

from musflow_studio.domain.plan import CuePlan
from musflow_studio.domain.preset import FinishingPreset
from musflow_studio.domain.take import Take
from musflow_studio.effects.figures import Figures, RoomFigures, figures, room_figures
from musflow_studio.evaluation.rendered import RATE_HZ, Rendered, excerpt
from musflow_studio.evaluation.sample_boards import sample_cues
from musflow_studio.finishing import WavTags, finish
from musflow_studio.presets import load_finishing, load_styles

CLIP_STYLES = ("action-percussion", "tender-piano", "orchestral-hope")
CLIP_S = 12.0
BAND_DB, WIDTH_DB, DYNAMICS_DB, LEVEL_LU = 1.5, 1.5, 1.5, 0.8
DECAY_RATIO, DECAY_S = 1.25, 0.15
HEARD_DB = -40.0
"""A band counts where it is within this of the whole."""
NOT_COMPARED = frozenset({"loop"})
"""As composed on purpose, but for its seam."""
PAGE = Path(__file__).parents[2] / "docs" / "presets.md"
BEGIN, END = "<!-- table -->\n", "<!-- end of table -->\n"


@dataclass(frozen=True)
class Measured:
    """One preset: its room, and for each clip what is heard and how loud it is (LUFS)."""

    preset: FinishingPreset
    room: RoomFigures
    clips: tuple[Figures, ...]
    lufs: tuple[float, ...]


def sample_takes(folder: Path) -> Iterator[tuple[Take, CuePlan]]:
    """A chase, a tender piano and an orchestra, about 12 s each, rendered into a folder."""
    for name in CLIP_STYLES:
        cue = next(iter(sample_cues(load_styles()[name], 1)))
        plan = excerpt(cue, CLIP_S)
        inside = folder / name
        inside.mkdir()
        yield replace(Rendered(plan, inside).take, stems=()), plan


def measured(
    preset: FinishingPreset, takes: Sequence[tuple[Take, CuePlan]], folder: Path
) -> Measured:
    """Finish every take under a preset and measure the files."""
    found, lufs = [], []
    for take, plan in takes:
        done = finish(
            take,
            preset,
            length_frames=plan.length_samples(RATE_HZ),
            sample_rate_hz=RATE_HZ,
            folder=folder,
            mix_name="finished.wav",
            tags=WavTags("", "", datetime.datetime(2026, 1, 1)),
            on_step=lambda _: None,
            cancelled=lambda: False,
        )
        sound, _ = soundfile.read(done.mix.path, dtype="float32", always_2d=True)
        found.append(figures(sound, RATE_HZ))
        lufs.append(done.loudness.integrated_lufs or -70.0)
    room = room_figures(preset.effects, RATE_HZ, preset.wet)
    return Measured(preset, room, tuple(found), tuple(lufs))


def factory_figures(folder: Path) -> dict[str, Measured]:
    """Every factory preset that is compared, by name."""
    takes = list(sample_takes(folder))
    presets = load_finishing()
    return {n: measured(p, takes, folder) for n, p in presets.items() if n not in NOT_COMPARED}


def difference(one: Measured, two: Measured, clip: int) -> str:
    """The first thing in which two presets audibly differ on a clip; "" if there is none."""
    mine, yours = one.clips[clip], two.clips[clip]
    decays = sorted((one.room.decay_s, two.room.decay_s))
    if decays[1] - decays[0] > DECAY_S and decays[1] > DECAY_RATIO * decays[0]:
        return "decay"
    for a, b in zip(mine.bands_db, yours.bands_db, strict=True):
        if max(a, b) > HEARD_DB and abs(a - b) > BAND_DB:
            return "bands"
    if abs(mine.width_db - yours.width_db) > WIDTH_DB:
        return "width"
    if max(abs(mine.crest_db - yours.crest_db), abs(mine.spread_db - yours.spread_db)) > (
        DYNAMICS_DB
    ):
        return "dynamics"
    return "level" if abs(one.lufs[clip] - two.lufs[clip]) > LEVEL_LU else ""


def alike(found: Mapping[str, Measured]) -> Iterator[tuple[str, str, int]]:
    """Pairs of presets and the clip on which they do not audibly differ.

    A deliverable does nothing to a clip that was composed at its target, so `as-composed` may meet
    it on one clip of three.
    """
    for one, two in combinations(found, 2):
        same = [i for i in range(len(CLIP_STYLES)) if not difference(found[one], found[two], i)]
        level_only = "as-composed" in (one, two) and any(
            "deliverable" in found[name].preset.tags for name in (one, two)
        )
        if len(same) > (1 if level_only else 0):
            yield from ((one, two, clip) for clip in same)


def table(found: Mapping[str, Measured]) -> str:
    """What the presets do, against `as-composed`, averaged over the three clips, as Markdown."""
    plain = found["as-composed"]
    lines = [
        "| preset | for | decay | under 250 Hz | over 4 kHz | width | peak to mean | loudness |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for name, one in found.items():
        low = _mean(_moved(one, plain, slice(0, 3)))
        high = _mean(_moved(one, plain, slice(7, 9)))
        width = _mean(
            [a.width_db - b.width_db for a, b in zip(one.clips, plain.clips, strict=True)]
        )
        crest = _mean(
            [a.crest_db - b.crest_db for a, b in zip(one.clips, plain.clips, strict=True)]
        )
        lufs = " / ".join(f"{level:.1f}" for level in one.lufs)
        decay = f"{one.room.decay_s:.1f} s" if one.room.decay_s > 0.2 else "none"
        side = "mono" if width < -30 else f"{width:+.1f} dB"
        lines.append(
            f"| `{name}` | {', '.join(one.preset.tags)} | {decay} | {low:+.1f} dB | {high:+.1f} dB "
            f"| {side} | {crest:+.1f} dB | {lufs} LUFS |"
        )
    return "\n".join(lines) + "\n"


def _moved(one: Measured, plain: Measured, bands: slice) -> list[float]:
    return [
        _mean(list(a.bands_db[bands])) - _mean(list(b.bands_db[bands]))
        for a, b in zip(one.clips, plain.clips, strict=True)
    ]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def main() -> None:
    """Write the table of docs/presets.md anew."""
    with tempfile.TemporaryDirectory() as folder:
        told = table(factory_figures(Path(folder)))
    before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    PAGE.write_text(before + BEGIN + told + END + after, encoding="utf-8")


if __name__ == "__main__":
    main()
