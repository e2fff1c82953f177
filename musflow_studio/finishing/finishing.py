"""finish: the mix first, to find the gain; then every stem under that gain."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from musflow_studio.disk import says_disk_errors
from musflow_studio.domain.audio import AudioFile
from musflow_studio.domain.clip import FinishedAudio, Loudness
from musflow_studio.domain.effect_table import check_effect
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.preset import FinishingPreset
from musflow_studio.domain.take import Stem, Take
from musflow_studio.finishing.ceiling import GainCurve
from musflow_studio.finishing.delivery import delivered
from musflow_studio.finishing.dither import Quantiser
from musflow_studio.finishing.layout import Layout, lay_out
from musflow_studio.finishing.leveling import Aim, aim_of, remarks
from musflow_studio.finishing.measurement import Survey
from musflow_studio.finishing.ringing import Ring, ring
from musflow_studio.finishing.scratch import Scratch
from musflow_studio.finishing.settling import settled, surveyed, under_gain
from musflow_studio.finishing.take_audio import Block
from musflow_studio.finishing.wav import open_wav
from musflow_studio.finishing.wav_chunks import Levels, WavTags

STEM_THREADS = 2


def finish(
    take: Take,
    preset: FinishingPreset,
    *,
    length_frames: int,
    sample_rate_hz: int,
    tail_s: float = 0.0,
    gain_db: float = 0.0,
    loop: bool = False,
    leveled_as: AudioFile | None = None,
    folder: Path,
    mix_name: str,
    tags: WavTags,
    on_step: Callable[[float], None],
    cancelled: Callable[[], bool],
) -> FinishedAudio:
    """Write `folder/mix_name` and `folder/stems/<role>.wav`, 24-bit.

    The stems have the mix's length, time stamp and gain (limiting included), so under a chain of
    linear effects they sum to the mix up to dither. Effects that react to level (a compressor)
    are applied to each stem by itself: such stems sum to something close to the mix.

    Args:
        take: what the engine made.
        preset: how to deliver it.
        length_frames: samples of the cue at the delivery rate, without tail; at least 1.
        sample_rate_hz: delivery rate.
        tail_s: seconds kept after the out point, 0 to 30; 0 for loops.
        gain_db: trim after levelling (it moves a loudness target); the ceiling holds all the same.
        loop: make it repeat without a seam, as the preset's `loop_seam` does.
        leveled_as: another mix of the same length whose gain is taken over, so that an alternate
            of a take is as loud as the take where they are alike; more is limited where the
            alternate alone would pass the ceiling.
        folder: existing folder.
        mix_name: file name of the mix.
        tags: what the files say about themselves.
        on_step: told the share done, 0 to 1.
        cancelled: asked before every block.

    Raises:
        StudioError: unreadable take, unknown effect, a loop with a tail, DISK_FULL, NOT_ALLOWED,
            CANCELLED. A file that could not be finished is removed.
    """
    loop = loop or preset.loop_seam
    _check(preset, length_frames, tail_s, loop=loop)
    layout = lay_out(
        take,
        length_frames=length_frames,
        sample_rate_hz=sample_rate_hz,
        tail_s=tail_s,
        loop=loop,
        effects=bool(preset.effects),
    )
    run = _Run(preset, layout, gain_db, cancelled, leveled_as)
    mix, curve, _, loudness = run.mix(take.mix, folder / mix_name, tags)
    on_step(0.5)
    if take.stems:
        with says_disk_errors(folder):
            (folder / "stems").mkdir(exist_ok=True)
    stems, clipping = run.stems(take.stems, curve, folder / "stems", tags, on_step)
    return FinishedAudio(mix, stems, replace(loudness, remarks=loudness.remarks + clipping))


def finish_mix(
    take: Take,
    preset: FinishingPreset,
    *,
    length_frames: int,
    sample_rate_hz: int,
    tail_s: float = 0.0,
    gain_db: float = 0.0,
    loop: bool = False,
    file: Path,
    tags: WavTags,
    ring_from: int | None = None,
    cancelled: Callable[[], bool],
) -> tuple[AudioFile, Survey, Loudness, Ring | None]:
    """The mix alone, the same samples as `finish` writes; its survey; and what rings on.

    What rings on is asked for by `ring_from`: a frame of the file after which only effects ring,
    or at its end the take's own ring too. Arguments and errors are those of `finish`.
    """
    loop = loop or preset.loop_seam
    _check(preset, length_frames, tail_s, loop=loop)
    layout = lay_out(
        take,
        length_frames=length_frames,
        sample_rate_hz=sample_rate_hz,
        tail_s=tail_s,
        loop=loop,
        effects=bool(preset.effects),
    )
    mix, curve, survey, loudness = _Run(preset, layout, gain_db, cancelled).mix(
        take.mix, file, tags
    )
    if ring_from is None or loop:
        return mix, survey, loudness, None
    rest = ring(take.mix, preset, layout, ring_from, cancelled)
    gain = float(curve.nodes[min(ring_from // curve.tick_frames, len(curve.nodes) - 1)])
    return mix, survey, loudness, None if rest is None else Ring(rest * gain, ring_from)


def _check(preset: FinishingPreset, length_frames: int, tail_s: float, *, loop: bool) -> None:
    for effect in preset.effects:
        check_effect(effect)
    if length_frames < 1:
        raise StudioError(
            ErrorCode.OUT_OF_RANGE,
            "the clip has no length",
            value=length_frames,
            legal="1 sample up",
        )
    if not 0 <= tail_s <= 30:
        raise StudioError(
            ErrorCode.OUT_OF_RANGE, "tail in seconds out of range", value=tail_s, legal="0 to 30"
        )
    if loop and tail_s:
        raise StudioError(
            ErrorCode.CONTRADICTION,
            "a seamless loop has no tail: what rings on is folded onto its start",
            value=tail_s,
            hint="leave out the tail or the loop",
        )


@dataclass(frozen=True)
class _Run:
    """What every file of one finishing run shares."""

    preset: FinishingPreset
    layout: Layout
    gain_db: float
    cancelled: Callable[[], bool]
    leveled_as: AudioFile | None = None

    def mix(
        self, audio: AudioFile, path: Path, tags: WavTags
    ) -> tuple[AudioFile, GainCurve, Survey, Loudness]:
        """Write the mix at the level the preset asks for; its gain and what was measured."""
        aim = aim_of(self.preset, self.gain_db, loop=self.layout.loop)
        with says_disk_errors(path), Scratch(path.parent, audio.channels) as scratch:
            survey, curve, final = self._leveled(audio, scratch, aim)
            blocks = under_gain(scratch.blocks(), curve)
            mix, _ = self._written(blocks, audio, path, tags, "mix", _levels(final))
        said = remarks(survey, aim, curve, final.integrated_lufs)
        return (
            mix,
            curve,
            final,
            Loudness(final.integrated_lufs, final.true_peak_db, curve.limited_db, said),
        )

    def _leveled(
        self, audio: AudioFile, scratch: Scratch, aim: Aim
    ) -> tuple[Survey, GainCurve, Survey]:
        """A mix, kept in `scratch`: its survey, its gain curve, and the survey under that gain."""
        if self.leveled_as is not None:
            return self._leveled_as(self.leveled_as, audio, scratch, aim)
        return self._settled(audio, scratch, aim)

    def _settled(
        self, audio: AudioFile, scratch: Scratch, aim: Aim
    ) -> tuple[Survey, GainCurve, Survey]:
        survey = self._survey(scratch.kept(self._delivered(audio)), audio)
        curve, final = settled(
            survey, aim, lambda curve: self._under(scratch, curve, audio), self.cancelled
        )
        return survey, curve, final

    def _leveled_as(
        self, other: AudioFile, audio: AudioFile, scratch: Scratch, aim: Aim
    ) -> tuple[Survey, GainCurve, Survey]:
        """The same under the gain of another mix, with more limiting where this one needs it."""
        with Scratch(scratch.folder, other.channels) as beside:
            _, given, _ = self._settled(other, beside, aim)
        for _ in scratch.kept(self._delivered(audio)):
            pass
        heard = self._under(scratch, given, audio)
        if heard.true_peak_db is None or heard.true_peak_db <= aim.ceiling_dbtp:
            return heard, given, heard
        more, final = settled(
            heard,
            replace(aim, target_lufs=None, gain_db=0.0),
            lambda curve: self._under(scratch, given.times(curve), audio),
            self.cancelled,
        )
        return heard, given.times(more), final

    def _under(self, scratch: Scratch, curve: GainCurve, audio: AudioFile) -> Survey:
        return self._survey(under_gain(scratch.blocks(), curve), audio)

    def _survey(self, blocks: Iterator[Block], audio: AudioFile) -> Survey:
        return surveyed(blocks, self.layout.rate_hz, audio.channels)

    def stems(
        self,
        stems: tuple[Stem, ...],
        curve: GainCurve,
        folder: Path,
        tags: WavTags,
        on_step: Callable[[float], None],
    ) -> tuple[tuple[Stem, ...], tuple[str, ...]]:
        """Write the stems under the mix's gain, two at a time; and sentences about clipping."""
        done: list[Stem] = []
        said: list[str] = []

        def work(stem: Stem) -> tuple[Stem, int]:
            name = stem.role.value
            blocks = under_gain(self._delivered(stem.audio), curve)
            named = replace(tags, title=f"{tags.title} - {name}")
            path = folder / f"{name}.wav"
            audio, clipped = self._written(blocks, stem.audio, path, named, name, Levels())
            return replace(stem, audio=audio), clipped

        with ThreadPoolExecutor(STEM_THREADS, thread_name_prefix="stem") as pool:
            for stem, clipped in pool.map(work, stems):
                done.append(stem)
                if clipped:
                    said.append(f"the {stem.role.value} stem clips by itself ({clipped} samples)")
                on_step(0.5 + 0.5 * len(done) / len(stems))
        return tuple(done), tuple(said)

    def _delivered(self, audio: AudioFile) -> Iterator[Block]:
        preset = self.preset
        return delivered(audio, preset.effects, self.layout, self.cancelled, wet=preset.wet)

    def _written(
        self,
        blocks: Iterator[Block],
        audio: AudioFile,
        path: Path,
        tags: WavTags,
        dither_key: str,
        levels: Levels,
    ) -> tuple[AudioFile, int]:
        """Write blocks as 24-bit; the file, and how many samples lay beyond full scale."""
        quantiser = Quantiser(dither_key)
        frames, rate, channels = self.layout.total, self.layout.rate_hz, audio.channels
        with open_wav(
            path, rate_hz=rate, channels=channels, frames=frames, tags=tags, levels=levels
        ) as writer:
            for block in blocks:
                writer.write(quantiser.quantised(block))
        return AudioFile(path.absolute(), frames, rate, channels), quantiser.clipped


def _levels(survey: Survey) -> Levels:
    return Levels(
        survey.integrated_lufs,
        survey.loudness_range_lu,
        survey.true_peak_db,
        survey.loudest_momentary_lufs,
        survey.loudest_short_term_lufs,
    )
