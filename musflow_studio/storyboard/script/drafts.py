"""From a screenplay to drafts: each paragraph of action, with the dialogue after it, is a panel."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, pairwise
from pathlib import Path

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.storyboard import HitWeight
from musflow_studio.domain.text_line import tidy
from musflow_studio.domain.timecode import FrameRate
from musflow_studio.storyboard.draft import Draft
from musflow_studio.storyboard.script.final_draft import read_final_draft
from musflow_studio.storyboard.script.fountain import parse_fountain
from musflow_studio.storyboard.script.page_lengths import (
    HEADING_LINES,
    SECONDS_PER_PAGE,
    pages_of,
    printed_lines,
)
from musflow_studio.storyboard.script.screenplay import Kind, Paragraph, Scene, Screenplay
from musflow_studio.storyboard.words import read_words

FINAL_DRAFT_SUFFIX = ".fdx"
SCRIPT_SUFFIXES = (".fountain", ".spmd", FINAL_DRAFT_SUFFIX)
_OMITTED = "omitted"
_EDITS = re.compile(
    r"^(?:FADE (?:IN|OUT|UP|TO BLACK|TO WHITE)|(?:SMASH |MATCH )?CUT TO(?: BLACK)?|THE END)[:.]*$"
)
"""Written as action by many, but nothing that happens."""
_ESTIMATE = "lengths are estimated from the script: a page is a minute, scenes in eighths of a page"


@dataclass(frozen=True)
class ScriptDrafts:
    """Drafts of a screenplay, its title ("" if it has none), and remarks."""

    drafts: tuple[Draft, ...]
    title: str
    remarks: tuple[str, ...]


def drafts_of_script(path: Path, rate: FrameRate) -> ScriptDrafts:
    """The panels of a Fountain or Final Draft script.

    Each scene lasts its pages (as Final Draft states them, else counted), shared among its panels
    by their lines; the first panel of a scene is a must, the others should. Cuts lie on frames of
    `rate`. Raises StudioError: unreadable, or without a single scene.
    """
    script = _screenplay(path)
    scenes = [scene for scene in script.scenes if not _is_omitted(scene)]
    if not scenes:
        raise StudioError(
            ErrorCode.BAD_FILE,
            f"the script {path} has no scenes",
            hint="begin each scene with INT. or EXT.",
        )
    numbers = _numbers(scenes)
    parts = [(scene, list(_parts(scene))) for scene in scenes]
    seconds = _seconds(parts, rate)
    drafts = tuple(
        _draft(path, scene, number, part, position, len(pieces), next(seconds))
        for (scene, pieces), number in zip(parts, numbers, strict=True)
        for position, part in enumerate(pieces)
    )
    return ScriptDrafts(drafts, script.title, (_ESTIMATE, *_left_out(script, scenes)))


def _screenplay(path: Path) -> Screenplay:
    if path.suffix.lower() == FINAL_DRAFT_SUFFIX:
        return read_final_draft(path)
    return parse_fountain(read_words(path))


def _is_omitted(scene: Scene) -> bool:
    """A number kept for a scene that was taken out, or nothing at all before the first scene."""
    action = any(_happens(one) for one in scene.paragraphs)
    return scene.heading.strip(" .()").casefold() == _OMITTED or not (scene.heading or action)


def _happens(paragraph: Paragraph) -> bool:
    """Whether a paragraph is action or dialogue, and not just an edit."""
    acted = paragraph.kind is Kind.ACTION and not _EDITS.match(paragraph.text)
    return acted or paragraph.kind is Kind.DIALOGUE


def _numbers(scenes: Sequence[Scene]) -> list[str]:
    """The script's own numbers if each scene has one, else from 1; 0 before the first heading."""
    own = [scene.number for scene in scenes if scene.heading]
    if all(own) and len(set(own)) == len(own):
        return [scene.number if scene.heading else "0" for scene in scenes]
    first = 0 if not scenes[0].heading else 1
    return [str(number) for number in range(first, first + len(scenes))]


def _parts(scene: Scene) -> Iterator[tuple[Paragraph, ...]]:
    """A scene cut where an action begins; what comes before the first action goes with it."""
    part: list[Paragraph] = []
    for paragraph in scene.paragraphs:
        begins = paragraph.kind is Kind.ACTION and _happens(paragraph)
        if begins and any(_happens(one) for one in part):
            yield tuple(part)
            part = []
        part.append(paragraph)
    yield tuple(part)


def _seconds(
    parts: Sequence[tuple[Scene, Sequence[Sequence[Paragraph]]]], rate: FrameRate
) -> Iterator[Fraction]:
    """Length of every panel, cuts on frames, at least one frame each."""
    exact = [length for scene, pieces in parts for length in _shares(scene, pieces)]
    cuts = [rate.nearest_frame(at) for at in accumulate(exact, initial=Fraction(0))]
    return (rate.seconds(max(1, b - a)) for a, b in pairwise(cuts))


def _shares(scene: Scene, pieces: Sequence[Sequence[Paragraph]]) -> list[Fraction]:
    """Seconds of the panels of one scene, by the lines they take; the heading is the first's."""
    lines = [max(1, printed_lines(piece)) for piece in pieces]
    lines[0] += HEADING_LINES if scene.heading else 0
    pages = scene.pages or pages_of(sum(lines))
    return [Fraction(count, sum(lines)) * pages * SECONDS_PER_PAGE for count in lines]


def _draft(
    path: Path,
    scene: Scene,
    number: str,
    part: Sequence[Paragraph],
    position: int,
    of: int,
    seconds: Fraction,
) -> Draft:
    where = f"scene {number} of {path.name}"
    dialogue = _words(part, Kind.DIALOGUE)
    story = _words(part, Kind.ACTION) or ("" if dialogue else scene.heading)
    asides = " ".join((_words(part, Kind.NOTE), _words(part, Kind.PARENTHETICAL)))
    identity = hashlib.sha256(f"{scene.heading}\n{story}\n{dialogue}".encode()).hexdigest()[:16]
    return Draft(
        where=where,
        length_s=seconds,
        number=tidy(number if of == 1 else f"{number}.{position + 1}", where),
        story=tidy(story, where),
        dialogue=tidy(dialogue, where),
        notes=tidy(f"{scene.heading}. {asides}" if scene.heading else asides, where),
        weight=HitWeight.SHOULD if position else HitWeight.MUST,
        uid=f"s{identity}",
    )


def _words(part: Sequence[Paragraph], kind: Kind) -> str:
    told = (one for one in part if one.kind is kind)
    return " ".join(x.text for x in told if kind is not Kind.ACTION or _happens(x))


def _left_out(script: Screenplay, scenes: Sequence[Scene]) -> tuple[str, ...]:
    omitted = [s.number for s in script.scenes if s.heading and s not in scenes]
    if not omitted:
        return ()
    scenes_out = "1 scene" if len(omitted) == 1 else f"{len(omitted)} scenes"
    return (f"left out, omitted in the script: {scenes_out}",)
