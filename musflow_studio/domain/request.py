"""What a door asks for (CueRequest) and what an engine is given (GenerationRequest)."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from musflow_studio.domain.alternate import Alternate
from musflow_studio.domain.audio import AudioFile
from musflow_studio.domain.plan import CuePlan, Dialogue, Fit, Pins
from musflow_studio.domain.preset import FinishingPreset
from musflow_studio.domain.reference import Like


class Quality(StrEnum):
    """How much work an engine puts in; engines without steps ignore it."""

    DRAFT = "draft"
    STANDARD = "standard"
    FINE = "fine"


@dataclass(frozen=True)
class CueRequest:
    """One cue, as any door asks for it.

    Attributes:
        sources: files, folders, a project, or saved describe/plan JSON; empty with `text`.
        text: a line of story instead of panels; needs `length_s`.
        length_s: seconds of a text cue, 1 frame to 3600 s.
        fps: "24", "29.97df" …; None takes the source's, else 24.
        cue: name of a cue of the project that is the source; what the request leaves open is
            taken from it.
        from_panel, to_panel: numbers or 1-based positions, inclusive; None means the end.
        style: name of a style; "" lets the mood choose.
        finish: name of a finishing preset; "" means "as-composed".
        engine: "sampled" …; "" means the default.
        pins, loop: see CuePlan.
        fit, tail_s: see CuePlan; tail 0 to 30 s; None means what the edited clip or saved plan
            has, else steady and no tail.
        dialogue: "under" or "ignore"; None means what the edited clip has, else under.
        tacet: numbers or 1-based positions of panels without music; None means those of the
            edited clip, () none.
        seed: 0 to 2**32-1; None draws one (and reports it).
        takes: how many takes, seeds counting up, 1 to 16.
        sample_rate_hz: 44100, 48000, 88200 or 96000.
        gain_db: -60 to 24, trimmed after finishing.
        output: folder for the packages; None means the library.
        quality: draft, standard, fine.
        base_clip: a clip package whose plan is edited: tempo, key and motif stay.
        theme_clip: a clip package that lends its motif; one pinned in `pins` gives way to it.
        in_frame, out_frame: the part of the board, out exclusive; None means by panels.
        cue_uid: identity of the cue, a key of every draw; "" takes that of a first cue.
        project: a project file that takes note of the clips made for the cue `cue_uid`.
        name: name for the clip; "" takes the board's title.
        redo: numbers or 1-based positions of panels to compose anew; the other panels of the
            edited clip keep their notes. Needs `base_clip`.
        like: a reference; None means that of the edited clip, unless `unlike`.
        picture_model: which pretrained model says what pictures show; "" means the setting's,
            "none" none.
    """

    sources: tuple[Path, ...] = ()
    text: str = ""
    length_s: float | None = None
    fps: str | None = None
    from_panel: str | None = None
    to_panel: str | None = None
    style: str = ""
    finish: str = ""
    engine: str = ""
    pins: Pins = field(default_factory=Pins)
    fit: Fit | None = None
    loop: bool = False
    tail_s: float | None = None
    seed: int | None = None
    takes: int = 1
    sample_rate_hz: int = 44100
    gain_db: float = 0.0
    output: Path | None = None
    quality: Quality = Quality.STANDARD
    base_clip: Path | None = None
    theme_clip: Path | None = None
    name: str = ""
    dialogue: Dialogue | None = None
    tacet: tuple[str, ...] | None = None
    cue: str = ""
    in_frame: int | None = None
    out_frame: int | None = None
    cue_uid: str = ""
    project: Path | None = None
    redo: tuple[str, ...] = ()
    like: Like | None = None
    unlike: bool = False
    picture_model: str = ""


@dataclass(frozen=True)
class AlternatesRequest:
    """Alternates of a kept clip: the same take with some of it left out.

    Attributes:
        clip: the clip's package; a full one.
        kinds: which to make, in order; each is a clip of its own.
        finish: name of a finishing preset; "" means the clip's own, as it was.
        sample_rate_hz, gain_db: None means the clip's.
        output: folder for the packages; None means the library.
        quality: draft, standard, fine, for what has to be played again.
        name: of the clips, before the kind; "" takes the clip's.
    """

    clip: Path
    kinds: tuple[Alternate, ...]
    finish: str = ""
    sample_rate_hz: int | None = None
    gain_db: float | None = None
    output: Path | None = None
    quality: Quality = Quality.STANDARD
    name: str = ""


@dataclass(frozen=True)
class RefinishRequest:
    """A kept clip's take finished anew: another preset, rate or level; nothing is played again.

    Attributes:
        clip: the clip's package; a full one.
        finish: name of a finishing preset; "" means the clip's own, as it was.
        preset: a whole preset instead of a name, one that need not be saved anywhere.
        sample_rate_hz, gain_db: None means the clip's.
        output: folder for the package; None means the library.
        name: of the new clip; "" takes the clip's.
        project, cue_uid: a project file that takes note of the new clip for that cue.
    """

    clip: Path
    finish: str = ""
    sample_rate_hz: int | None = None
    gain_db: float | None = None
    output: Path | None = None
    name: str = ""
    project: Path | None = None
    cue_uid: str = ""
    preset: FinishingPreset | None = None


@dataclass(frozen=True)
class CutdownRequest:
    """Shorter versions of a kept clip.

    Attributes:
        clip: the clip's package.
        lengths_s: seconds of each, 2 s to under the clip's; each is a clip of its own.
        finish: name of a finishing preset; "" means the clip's own, as it was.
        sample_rate_hz, gain_db: None means the clip's.
        output: folder for the packages; None means the library.
        quality: draft, standard, fine.
        name: of the clips, before the length; "" takes the clip's.
    """

    clip: Path
    lengths_s: tuple[float, ...]
    finish: str = ""
    sample_rate_hz: int | None = None
    gain_db: float | None = None
    output: Path | None = None
    quality: Quality = Quality.STANDARD
    name: str = ""


@dataclass(frozen=True)
class GenerationRequest:
    """What an engine gets.

    Attributes:
        plan: what to play.
        seed: of the engine's own draws.
        quality: how much work.
        folder: existing empty folder for `mix.wav` and `stems/`.
        reference: audio to sound like, if the engine can.
        redo_bars: (first, last) bar to make again, inclusive; None means all.
        base_take: folder of the take whose other bars are kept.
    """

    plan: CuePlan
    seed: int
    quality: Quality
    folder: Path
    reference: AudioFile | None = None
    redo_bars: tuple[int, int] | None = None
    base_take: Path | None = None


VIDEO_SIZES = {"720p": (1280, 720), "1080p": (1920, 1080), "2160p": (3840, 2160)}
"""Width and height in pixels by name."""


class ExportKind(StrEnum):
    """What can be made from a kept clip, beside the clip itself."""

    VIDEO = "video"
    CUE_SHEET = "cue sheet"
    CUE_SHEET_CSV = "cue sheet as CSV"
    MUSICXML = "MusicXML"


EXPORT_SUFFIXES = {
    ExportKind.VIDEO: ".mp4",
    ExportKind.CUE_SHEET: ".pdf",
    ExportKind.CUE_SHEET_CSV: ".csv",
    ExportKind.MUSICXML: ".musicxml",
}


@dataclass(frozen=True)
class ExportRequest:
    """One file to be made from a kept clip.

    Attributes:
        clip: the clip's package.
        kind: what to make.
        output: the file to write; one that is there is replaced.
        video_size: "720p", "1080p" or "2160p".
        streamers: draw streamers and punches at must-hits into the video.
    """

    clip: Path
    kind: ExportKind
    output: Path
    video_size: str = "1080p"
    streamers: bool = False
