"""Draw a kept clip: panels, piano roll, waveform and spectrogram over one time axis.

    python examples/plot_clip.py CLIP_FOLDER picture.png [--small]

`--small` leaves the panels out and saves few colours, as in docs/styles.md.
Needs matplotlib (part of the `dev` extra).
"""

from __future__ import annotations

import sys
import textwrap
from pathlib import Path

import matplotlib as mpl
import numpy as np
import soundfile
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from PIL import Image, ImageOps

from musflow_studio.domain.clip import Clip
from musflow_studio.domain.score import Role
from musflow_studio.domain.storyboard import HitWeight
from musflow_studio.encoders.pictures import open_panel_picture
from musflow_studio.library import Library

TITLE_LETTERS = 120
PICTURE_PIXELS = 240
BELOW = -0.28
"""Of a panel's height, room for its line."""
INK, PAPER, GRID = "#e8e6df", "#16181d", "#343842"
SMALL_COLOURS = 256
COLOURS = {
    Role.MELODY: "#ffb454",
    Role.COUNTER: "#f07178",
    Role.HARMONY: "#7fd1b9",
    Role.PAD: "#59a5d8",
    Role.ARPEGGIO: "#c3a6ff",
    Role.BASS: "#91b362",
    Role.PERCUSSION: "#9aa0ab",
    Role.ACCENT: "#ff5c57",
}


def draw(clip: Clip, target: Path) -> None:
    """Write the picture of a clip as PNG."""
    mpl.rcParams |= {"font.size": 9, "text.color": INK, "axes.labelcolor": INK}
    figure, rows = plt.subplots(
        4, 1, figsize=(14, 9.5), sharex=True, facecolor=PAPER,
        gridspec_kw={"height_ratios": [1.15, 2.4, 1.0, 1.9], "hspace": 0.08},
    )  # fmt: skip
    audio, rate = soundfile.read(clip.folder / clip.wav, always_2d=True)
    _panels(rows[0], clip)
    _piano_roll(rows[1], clip)
    _waveform(rows[2], audio.mean(axis=1), rate)
    _spectrogram(rows[3], audio.mean(axis=1), rate)
    for axes in rows:
        _dress(axes, clip)
    title = "\n".join(textwrap.wrap(clip.recipe.plan.caption, TITLE_LETTERS))
    rows[0].set_title(title, loc="left", color=INK, fontsize=12, pad=10)
    rows[3].set_xlabel("seconds")
    figure.savefig(target, dpi=110, bbox_inches="tight", facecolor=PAPER)
    plt.close(figure)


def draw_small(clip: Clip, target: Path) -> None:
    """Write notes, waveform and spectrogram of a clip as a small PNG of few colours."""
    mpl.rcParams |= {"font.size": 8, "text.color": INK, "axes.labelcolor": INK}
    figure, rows = plt.subplots(
        3, 1, figsize=(9, 5.2), sharex=True, facecolor=PAPER,
        gridspec_kw={"height_ratios": [2.2, 0.8, 1.5], "hspace": 0.08},
    )  # fmt: skip
    audio, rate = soundfile.read(clip.folder / clip.wav, always_2d=True)
    _piano_roll(rows[0], clip)
    _waveform(rows[1], audio.mean(axis=1), rate)
    _spectrogram(rows[2], audio.mean(axis=1), rate)
    for axes in rows:
        _dress(axes, clip)
    rows[0].margins(y=0.24)
    rows[1].set_ylabel("sample")
    rows[2].set_yticks([50, 200, 1000, 5000], ["50", "200", "1k", "5k"])
    rows[2].set_xlabel("seconds")
    figure.savefig(target, dpi=100, bbox_inches="tight", facecolor=PAPER)
    plt.close(figure)
    with Image.open(target) as full:
        full.convert("RGB").quantize(
            SMALL_COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE
        ).save(target, optimize=True)


def _dress(axes: Axes, clip: Clip) -> None:
    plan = clip.recipe.plan
    length_s = clip.frames / clip.recipe.sample_rate_hz
    axes.set_xlim(0, length_s)
    axes.set_facecolor(PAPER)
    axes.tick_params(colors=INK, length=3)
    for side in axes.spines.values():
        side.set_color(GRID)
    for hit in plan.hits[1:-1]:
        if hit.weight in (HitWeight.MUST, HitWeight.SHOULD):
            must = hit.weight is HitWeight.MUST
            x = float(plan.storyboard.rate.seconds(hit.frame))
            axes.axvline(x, color=INK, lw=1.1 if must else 0.6, ls="-" if must else ":", alpha=0.7)


def _panels(axes: Axes, clip: Clip) -> None:
    plan = clip.recipe.plan
    rate = plan.storyboard.rate
    by_uid = {panel.uid: panel for panel in plan.storyboard.panels}
    box, length_s = axes.get_window_extent(), clip.frames / clip.recipe.sample_rate_hz
    pixels_a_second = PICTURE_PIXELS * box.width / length_s * (1 - BELOW) / box.height
    for part in plan.panels:
        panel = by_uid[part.panel_uid]
        left, right = (float(rate.seconds(f)) for f in (part.start_frame, part.end_frame))
        picture = open_panel_picture(panel)
        if picture is not None:
            wide = max(1, round(pixels_a_second * (right - left)))
            shown = ImageOps.fit(picture, (wide, PICTURE_PIXELS))
            axes.imshow(shown, extent=(left, right - 0.04, 0, 1), aspect="auto", zorder=1)
        axes.text(
            left + 0.08, -0.06, _shortened(f"{panel.number}  {panel.story}", right - left),
            fontsize=7.5, va="top", wrap=True,
        )  # fmt: skip
    axes.set_ylim(BELOW, 1)
    axes.set_yticks([])
    axes.set_ylabel("panels")


def _shortened(text: str, seconds: float) -> str:
    fits = max(6, int(seconds * 6.2))
    return text if len(text) <= fits else text[: fits - 1] + "…"


def _piano_roll(axes: Axes, clip: Clip) -> None:
    plan = clip.recipe.plan
    for bar in plan.grid.bars:
        axes.axvline(float(plan.grid.seconds_at(bar.start_tick)), color=GRID, lw=0.5, zorder=0)
    seen: set[Role] = set()
    for part in plan.score.parts:
        for note in part.notes:
            start = float(plan.grid.seconds_at(note.start_tick))
            end = float(plan.grid.seconds_at(note.start_tick + note.duration_ticks))
            axes.barh(
                note.pitch, end - start, left=start, height=0.85, color=COLOURS[part.role],
                alpha=0.25 + 0.75 * note.velocity / 127, linewidth=0,
                label=None if part.role in seen else part.role.value,
            )  # fmt: skip
            seen.add(part.role)
    for chord in plan.chords:
        at = float(plan.grid.seconds_at(chord.start_tick))
        axes.text(at + 0.05, 1.0, chord.symbol, fontsize=7, va="top", transform=_top(axes))
    axes.set_ylabel("MIDI note")
    axes.legend(
        loc="lower left", ncols=8, fontsize=7, facecolor=PAPER, edgecolor=GRID, labelcolor=INK,
        borderpad=0.4,
    )  # fmt: skip
    axes.margins(y=0.16)


def _top(axes: Axes) -> object:
    """Seconds along x, share of the height along y."""
    return axes.get_xaxis_transform()


def _waveform(axes: Axes, mono: np.ndarray, rate: int) -> None:
    step = max(1, len(mono) // 2400)
    usable = mono[: len(mono) // step * step].reshape(-1, step)
    x = np.arange(len(usable)) * step / rate
    axes.fill_between(x, usable.min(axis=1), usable.max(axis=1), color="#59a5d8", lw=0)
    loudest = max(1e-3, float(np.abs(mono).max()))
    axes.set_ylim(-1.1 * loudest, 1.1 * loudest)
    axes.set_ylabel("sample value")


def _spectrogram(axes: Axes, mono: np.ndarray, rate: int) -> None:
    size, hop = 4096, 1024
    frames = np.lib.stride_tricks.sliding_window_view(np.pad(mono, size // 2), size)[::hop]
    power = np.abs(np.fft.rfft(frames * np.hanning(size), axis=1)) ** 2
    level = 10 * np.log10(power.T + 1e-12)
    top = level.max()
    x = np.arange(level.shape[1]) * hop / rate
    y = np.fft.rfftfreq(size, 1 / rate)
    axes.pcolormesh(
        x, y[4:], level[4:], vmin=top - 85, vmax=top, cmap="magma", shading="nearest",
        rasterized=True,
    )  # fmt: skip
    axes.set_yscale("log")
    axes.set_ylim(40, 18000)
    axes.set_yticks([50, 100, 200, 500, 1000, 2000, 5000, 10000])
    axes.set_yticklabels(["50", "100", "200", "500", "1k", "2k", "5k", "10k"])
    axes.minorticks_off()
    axes.set_ylabel("Hz")


if __name__ == "__main__":
    drawn = draw_small if "--small" in sys.argv else draw
    drawn(Library.load_clip(Path(sys.argv[1])), Path(sys.argv[2]))
