"""From a PDF file to drafts: every page taken apart once, its panels found, its words sorted."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.storyboard import LONGEST_PANEL_S, HitWeight, Region
from musflow_studio.domain.text_line import starred, tidy
from musflow_studio.domain.timecode import FrameRate
from musflow_studio.encoders.pdf_file import draw_page, opened_page, opened_pdf
from musflow_studio.storyboard.draft import Draft
from musflow_studio.storyboard.pdf.box import Box
from musflow_studio.storyboard.pdf.caption_fields import CaptionFields, read_fields
from musflow_studio.storyboard.pdf.captions import PageWords, choose_side, sort_words
from musflow_studio.storyboard.pdf.furniture import Furniture
from musflow_studio.storyboard.pdf.page_content import PageContent, read_content
from musflow_studio.storyboard.pdf.page_panels import PagePanels, find_panels
from musflow_studio.storyboard.pdf.raster_panels import LOOKED_AT_SIDE_PX

_GLANCE_PX = (32, 18)
"""A panel's identity is what it looks like at this size, in 16 greys."""
_SHOWN = 5
WHOLE = Region(0.0, 0.0, 1.0, 1.0)


@dataclass(frozen=True)
class _Sight:
    """One page: what is on it, its panels, and for each the digest of what it looks like."""

    content: PageContent
    panels: PagePanels
    looks: tuple[str, ...]


def drafts_of_pdf(path: Path, rate: FrameRate) -> tuple[tuple[Draft, ...], tuple[str, ...]]:
    """The panels of a PDF storyboard in reading order, and remarks on what was left out.

    Args:
        path: the file.
        rate: reads lengths that are written in frames.

    Raises StudioError: locked, damaged, too large, or without a single panel.
    """
    with opened_pdf(path) as document:
        contents = [_content(document, path, number) for number in range(len(document))]
        furniture = Furniture(contents)
        sights = [_look(document, path, i, content, furniture)
                  for i, content in enumerate(contents)]  # fmt: skip
    if not any(sight.panels.boxes for sight in sights):
        raise _no_panels(path, contents)
    side = choose_side([(sight.content, sight.panels.boxes) for sight in sights], furniture)
    words = [sort_words(s.content, s.panels.boxes, side, furniture) for s in sights]
    found = [one for i, (s, w) in enumerate(zip(sights, words, strict=True))
             for one in _found(i, s, w, rate)]  # fmt: skip
    drafts = tuple(
        _draft(path, one, weight) for one, weight in zip(found, _weights(found), strict=True)
    )
    return drafts, (*_empty_pages(sights), *_loose(words), *_unread(found))


def _content(document: pdfium.PdfDocument, path: Path, number: int) -> PageContent:
    with opened_page(document, path, number) as page:
        return read_content(page)


def _look(
    document: pdfium.PdfDocument,
    path: Path,
    number: int,
    content: PageContent,
    furniture: Furniture,
) -> _Sight:
    with opened_page(document, path, number) as page:
        drawn = draw_page(page, longest_side_px=LOOKED_AT_SIDE_PX)
    panels = find_panels(content, furniture, lambda: drawn)
    return _Sight(content, panels, tuple(_glance(drawn, content, box) for box in panels.boxes))


def _glance(drawn: Image.Image, content: PageContent, box: Box) -> str:
    scale = drawn.width / content.width
    left, top, right, bottom = (round(side * scale) for side in box)
    part = drawn.crop((left, top, max(left + 1, right), max(top + 1, bottom))).convert("L")
    small = part.resize(_GLANCE_PX, Image.Resampling.BOX).point(lambda grey: grey // 16)
    return hashlib.sha256(small.tobytes()).hexdigest()[:16]


def _no_panels(path: Path, contents: Sequence[PageContent]) -> StudioError:
    wordy = any(content.lines for content in contents)
    return StudioError(
        ErrorCode.BAD_FILE,
        f"the PDF {path} holds {'words but no pictures' if wordy else 'only empty pages'}",
        hint="give a screenplay as .fountain or .fdx" if wordy else "export it again",
    )


@dataclass(frozen=True)
class _Found:
    """One panel: its page from zero, position on it from one, box, look and fields."""

    page: int
    position: int
    content: PageContent
    box: Box
    look: str
    fields: CaptionFields

    @property
    def where(self) -> str:
        return f"page {self.page + 1}, panel {self.position}"


def _found(page: int, sight: _Sight, words: PageWords, rate: FrameRate) -> Iterator[_Found]:
    """The panels of a page with their fields; empty frames without words are none."""
    position = 0
    for box, look, texts in zip(sight.panels.boxes, sight.looks, words.by_panel, strict=True):
        if box in sight.panels.blank and not texts:
            continue
        position += 1
        yield _Found(page, position, sight.content, box, look, read_fields(texts, rate))


def _weights(found: Sequence[_Found]) -> list[HitWeight | None]:
    """Where shots are numbered and some span several panels, each shot's first panel is a must."""
    shots = [one.fields.shot for one in found]
    begins = [i == 0 or shots[i] != shots[i - 1] for i in range(len(shots))]
    if all(begins) or not all(shots):
        return [None] * len(shots)
    return [HitWeight.MUST if begin else HitWeight.SHOULD for begin in begins]


def _draft(path: Path, one: _Found, weight: HitWeight | None) -> Draft:
    where, fields = f"{one.where} of {path.name}", one.fields
    story, must = starred(tidy(fields.story, where))
    sheet = one.content.sheet
    region = one.box.region(sheet.width, sheet.height)
    return Draft(
        where=where,
        length_s=fields.length_s if _is_length(fields.length_s) else None,
        picture=path,
        page=one.page,
        region=None if region == WHOLE else region,
        number=tidy(fields.number, where),
        story=story,
        dialogue=tidy(fields.dialogue, where),
        notes=tidy(fields.notes, where),
        weight=HitWeight.MUST if must else weight,
        uid=f"p{one.look}",
    )


def _is_length(seconds: Fraction | None) -> bool:
    return seconds is not None and 0 < seconds <= LONGEST_PANEL_S


def _empty_pages(sights: Sequence[_Sight]) -> tuple[str, ...]:
    empty = [str(i) for i, sight in enumerate(sights, 1) if not sight.panels.boxes]
    if not empty:
        return ()
    pages = "page " if len(empty) == 1 else "pages "
    return (f"left out, no picture: {pages}{_some(empty)}",)


def _loose(words: Sequence[PageWords]) -> tuple[str, ...]:
    loose = [f"“{tidy(text, 'a line')[:40]}” (page {page})"
             for page, one in enumerate(words, 1) if one.panels for text in one.loose]  # fmt: skip
    return (f"left out, words by no panel: {_some(loose)}",) if loose else ()


def _unread(found: Sequence[_Found]) -> tuple[str, ...]:
    lengths = [(one, one.fields.unread or _refused(one.fields.length_s)) for one in found]
    return tuple(
        f"{one.where}: the length {words[:40]!r} was not understood"
        for one, words in lengths
        if words
    )


def _refused(seconds: Fraction | None) -> str:
    return "" if seconds is None or _is_length(seconds) else f"{float(seconds):g} s"


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more
