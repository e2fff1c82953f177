"""Video: panels, cue and burnt-in timecode as one MP4 to send to the director.

H.264 (BT.709, 4:2:0) and AAC. Every panel stays exactly its frames; the music is the clip's
finished mix from its first sample, and an edit list hides the AAC encoder's priming samples. A
still is turned into planes once per panel; a frame then costs a copy and a strip of digits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import soundfile
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.video.reformatter import ColorRange, Colorspace
from av.video.stream import VideoStream
from numpy.typing import NDArray
from PIL import Image

from musflow_studio.domain.clip import Clip
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.plan import CuePlan
from musflow_studio.domain.request import VIDEO_SIZES
from musflow_studio.domain.storyboard import HitWeight, Panel
from musflow_studio.encoders.pictures import open_panel_picture
from musflow_studio.export.slate import Caption, Layout, TimecodeDigits, slate

AUDIO_BIT_RATE = 256_000
AUDIO_BLOCK_FRAMES = 1024
STREAMER_SECONDS = 2
PUNCH_FRAMES = 2
_WHITE, _BRIGHT = 235, 210

Planes = NDArray[np.uint8]
"""YUV 4:2:0 planes stacked, shape (height x 3/2, width)."""


@dataclass(frozen=True)
class Shot:
    """One panel on screen: from `start` to before `end`, video frames."""

    panel: Panel
    start: int
    end: int


def shots(plan: CuePlan, length_frames: int) -> tuple[Shot, ...]:
    """The panels of a cue on `length_frames` video frames; what is longer keeps the last panel."""
    by_uid = {panel.uid: panel for panel in plan.storyboard.panels}
    found = [
        Shot(by_uid[p.panel_uid], p.start_frame, min(p.end_frame, length_frames))
        for p in plan.panels
        if p.start_frame < length_frames
    ]
    last = found[-1]
    found[-1] = Shot(last.panel, last.start, length_frames)
    return tuple(found)


def video_frames(clip: Clip) -> int:
    """Frames of the video: as many as the sound needs."""
    seconds = Fraction(clip.frames, clip.recipe.sample_rate_hz)
    exact = seconds * clip.recipe.plan.storyboard.rate.fps
    nearest = round(exact)  # the clip's length is a rounded number of samples
    return nearest if abs(exact - nearest) < Fraction(1, 100) else -(-exact // 1)


def write_video(
    clip: Clip,
    path: Path,
    *,
    size: str = "1080p",
    streamers: bool = False,
    on_step: Callable[[float], None] = lambda done: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> None:
    """Write an MP4 of a clip; `path` should be a scratch name, for it is written as it goes.

    Args:
        clip: a kept clip; its pictures are looked at again where they are now.
        path: the file to write.
        size: "720p", "1080p" or "2160p".
        streamers: draw a line that runs for two seconds towards each must-hit, and a punch at it.
        on_step: told the fraction done.
        cancelled: polled every frame.

    Raises StudioError: CANCELLED; OSError where `path` cannot be written.
    """
    film = _Film(clip, size, streamers=streamers)
    with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"}) as container:
        video = _video_stream(container, film)
        audio = _audio_stream(container, clip)
        sound = _sound(clip)
        for number, planes in enumerate(film.frames()):
            if cancelled():
                raise StudioError(ErrorCode.CANCELLED, "cancelled")
            container.mux(video.encode(_frame(planes, number, film.fps)))
            _mux_sound(container, audio, sound, Fraction(number + 1) / film.fps)
            if number % 8 == 0:
                on_step(number / film.length)
        _mux_sound(container, audio, sound, None)
        container.mux(video.encode(None))
        container.mux(audio.encode(None))
    on_step(1.0)


class _Film:
    """The pictures of a video, in order."""

    def __init__(self, clip: Clip, size: str, *, streamers: bool) -> None:
        plan = clip.recipe.plan
        self.layout = Layout.of(*VIDEO_SIZES[size])
        self.length = video_frames(clip)
        self.fps = plan.storyboard.rate.fps
        self._plan = plan
        self._name = clip.marks.name
        self._first_timecode = plan.storyboard.start_timecode_frames + plan.in_frame
        self._digits = TimecodeDigits(self.layout)
        musts = [h.frame for h in plan.hits if h.weight is HitWeight.MUST and h.frame > 0]
        self._musts = musts if streamers else []

    def frames(self) -> Iterator[Planes]:
        """Every frame of the video."""
        for shot in shots(self._plan, self.length):
            base = self._still(shot.panel)
            for number in range(shot.start, shot.end):
                planes = base.copy()
                self._burn_timecode(planes, number)
                for hit in self._musts:
                    self._stream(planes, number, hit)
                yield planes

    def _still(self, panel: Panel) -> Planes:
        words = Caption(panel.number, panel.story or panel.dialogue, self._name)
        still = slate(self._picture(panel), words, self.layout)
        frame = av.VideoFrame.from_ndarray(np.asarray(still), format="rgb24")
        planar = frame.reformat(
            format="yuv420p",
            src_colorspace=Colorspace.ITU709,
            dst_colorspace=Colorspace.ITU709,
            dst_color_range=ColorRange.MPEG,
        )
        return np.asarray(planar.to_ndarray(), np.uint8)

    def _picture(self, panel: Panel) -> Image.Image | None:
        """What the panel shows; None for words alone, and where its picture went away."""
        try:
            return open_panel_picture(panel, longest_side_px=self.layout.width)
        except StudioError:
            return None

    def _timecode(self, number: int) -> str:
        return self._plan.storyboard.rate.timecode(self._first_timecode + number)

    def _burn_timecode(self, planes: Planes, number: int) -> None:
        strip = self._digits.written(self._timecode(number))
        height, width = strip.shape
        top = self.layout.timecode_top
        left = self.layout.width - self.layout.margin - width
        planes[top : top + height, left : left + width] = strip
        for chroma in self._chroma(planes):
            chroma[top // 2 : (top + height) // 2, left // 2 : (left + width) // 2] = 128

    def _chroma(self, planes: Planes) -> tuple[Planes, Planes]:
        """Views of both chroma planes, each half the size."""
        height, width = self.layout.height, self.layout.width
        both = planes[height:].reshape(2, height // 2, width // 2)
        return both[0], both[1]

    def _stream(self, planes: Planes, number: int, hit: int) -> None:
        """A streamer: a line from left to right that arrives with the hit; then the punch."""
        lead = round(STREAMER_SECONDS * self.fps)
        picture = planes[: self.layout.band_top]
        if hit - lead <= number < hit:
            at = round((number - hit + lead) / lead * (self.layout.width - 8))
            picture[:, at : at + 8] = _BRIGHT
        elif hit <= number < hit + PUNCH_FRAMES:
            radius = self.layout.height // 12
            y, x = np.ogrid[: picture.shape[0], : picture.shape[1]]
            round_hole = (y - picture.shape[0] // 2) ** 2 + (x - picture.shape[1] // 2) ** 2
            picture[round_hole < radius**2] = _WHITE


def _video_stream(container: OutputContainer, film: _Film) -> VideoStream:
    options = {"preset": "veryfast", "tune": "stillimage", "crf": "20"}
    stream: VideoStream = container.add_stream("libx264", rate=film.fps, options=options)
    stream.width, stream.height = film.layout.width, film.layout.height
    stream.pix_fmt = "yuv420p"
    context = stream.codec_context
    context.time_base = 1 / film.fps
    context.colorspace = context.color_primaries = context.color_trc = 1  # BT.709
    context.color_range = 1  # limited
    context.max_b_frames = 0  # the first picture is shown at time 0 without an edit list
    return stream


def _audio_stream(container: OutputContainer, clip: Clip) -> AudioStream:
    rate = min(clip.recipe.sample_rate_hz, 96_000)
    stream: AudioStream = container.add_stream("aac", rate=rate, layout="stereo")
    stream.bit_rate = AUDIO_BIT_RATE
    return stream


def _frame(planes: Planes, number: int, fps: Fraction) -> av.VideoFrame:
    frame = av.VideoFrame.from_ndarray(planes, format="yuv420p")
    frame.pts, frame.time_base = number, 1 / fps
    return frame


def _sound(clip: Clip) -> Iterator[tuple[Fraction, av.AudioFrame]]:
    """The finished mix in blocks, each with its start in seconds."""
    position = 0
    with soundfile.SoundFile(clip.folder / clip.wav) as file:
        for block in file.blocks(AUDIO_BLOCK_FRAMES, dtype="float32", always_2d=True):
            stereo = np.ascontiguousarray(np.broadcast_to(block, (len(block), 2)).T)
            frame = av.AudioFrame.from_ndarray(stereo, format="fltp", layout="stereo")
            frame.sample_rate = file.samplerate
            frame.pts, frame.time_base = position, Fraction(1, file.samplerate)
            yield Fraction(position, file.samplerate), frame
            position += len(block)


def _mux_sound(
    container: OutputContainer,
    stream: AudioStream,
    sound: Iterator[tuple[Fraction, av.AudioFrame]],
    until: Fraction | None,
) -> None:
    """Encode sound up to a time in seconds; all that is left with None."""
    for start, frame in sound:
        container.mux(stream.encode(frame))
        if until is not None and start >= until:
            return
