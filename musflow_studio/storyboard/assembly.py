"""Assembly: drafts -> Storyboard. Pictures are opened once, panels get identity and frames."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.storyboard import MOST_PANELS, HitWeight, Panel, Storyboard
from musflow_studio.domain.timecode import FrameRate
from musflow_studio.encoders.pictures import check_picture
from musflow_studio.storyboard.draft import Draft
from musflow_studio.storyboard.lengths import check_board_length, frames_of, whole_frames


@dataclass(frozen=True)
class _Page:
    """A draft on one page of its picture, with the digest of what it shows or says."""

    draft: Draft
    digest: str
    page: int = 0
    pages: int = 1


@dataclass
class _Checked:
    """Pictures already opened: path -> SHA-256 and number of pages."""

    seen: dict[Path, tuple[str, int]] = field(default_factory=dict)
    digests: dict[Path, str] = field(default_factory=dict)

    def digest(self, path: Path) -> str:
        """SHA-256 of a file that was opened while it was read."""
        if path not in self.digests:
            with path.open("rb") as file:
                self.digests[path] = hashlib.file_digest(file, "sha256").hexdigest()
        return self.digests[path]

    def look(self, path: Path) -> tuple[str, int]:
        """Digest and pages of a picture, opened on first sight. Raises StudioError."""
        if path not in self.seen:
            _check_name(path)
            self.seen[path] = self.digest(path), check_picture(path)
        return self.seen[path]


def assemble(
    drafts: Sequence[Draft],
    *,
    title: str,
    rate: FrameRate,
    default_length_s: Fraction,
    source: Path | None,
    remarks: tuple[str, ...] = (),
) -> Storyboard:
    """The board of these drafts.

    Every picture is decoded once, at reduced size, so that a damaged one is known now. Raises
    StudioError for it, for lengths out of range and for more than 2000 panels.
    """
    _check_count(len(drafts))
    pages = list(_pages(drafts))
    _check_count(len(pages))
    lengths, length_remarks = _lengths([p.draft for p in pages], rate, default_length_s)
    numbers, number_remarks = _numbers(pages)
    panels = tuple(
        _panel(*parts) for parts in zip(pages, _uids(pages), numbers, lengths, strict=True)
    )
    panels = (replace(panels[0], weight=_first_weight(pages[0].draft)), *panels[1:])
    told = remarks + length_remarks + number_remarks
    return Storyboard(title, rate, panels, remarks=told, source=source)


def _check_count(count: int) -> None:
    if not 1 <= count <= MOST_PANELS:
        raise StudioError(
            ErrorCode.OUT_OF_RANGE,
            f"the board has {count} panels",
            legal=f"1 to {MOST_PANELS}",
            hint="read it in parts" if count else "add a picture",
        )


def _check_name(path: Path) -> None:
    try:
        str(path).encode()
    except UnicodeEncodeError:
        shown = str(path).encode("utf-8", "replace").decode()
        raise StudioError(
            ErrorCode.BAD_INPUT, f"the name of the file {shown} is not Unicode", hint="rename it"
        ) from None


def _pages(drafts: Iterable[Draft]) -> Iterable[_Page]:
    checked = _Checked()
    for draft in drafts:
        if draft.picture is not None and draft.page is not None:
            yield _Page(draft, checked.digest(draft.picture), draft.page)
        elif draft.picture is not None:
            digest, pages = checked.look(draft.picture)
            yield from (_Page(draft, digest, page, pages) for page in range(pages))
        elif draft.layers:
            digests = (checked.look(path)[0] for path in draft.layers)
            yield _Page(draft, _digest("\n".join(digests)))
        else:
            yield _Page(draft, _digest(draft.story))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _lengths(
    drafts: Sequence[Draft], rate: FrameRate, default_s: Fraction
) -> tuple[tuple[int, ...], tuple[str, ...]]:
    seconds = [default_s if d.length_s is None else d.length_s for d in drafts]
    check_board_length(seconds)
    frames = [frames_of(s, rate, d.where) for s, d in zip(seconds, drafts, strict=True)]
    whole, moved = whole_frames(frames)
    missing = sum(d.length_s is None for d in drafts)
    panels = (
        "1 panel has no length and lasts"
        if missing == 1
        else (f"{missing} panels have no length and last")
    )
    assumed = f"{panels} {float(default_s):g} s" if missing else ""
    return whole, tuple(remark for remark in (assumed, moved) if remark)


def _uids(pages: Sequence[_Page]) -> list[str]:
    """The source's own uid, else one from the content, so that moving a panel keeps it.

    The second panel of the same uid or content gets "-2", the third "-3".
    """
    seen: Counter[str] = Counter()
    uids = []
    for page in pages:
        base = (
            page.draft.uid
            or ("p" if page.draft.picture or page.draft.layers else "t") + (page.digest[:16])
        )
        base += f"-page{page.page + 1}" if page.pages > 1 else ""
        seen[base] += 1
        uids.append(base if seen[base] == 1 else f"{base}-{seen[base]}")
    return uids


def _numbers(pages: Sequence[_Page]) -> tuple[list[str], tuple[str, ...]]:
    """Numbers as the source has them, positions where it has none; positions if two are equal."""
    positions = [str(i) for i in range(1, len(pages) + 1)]
    given = [p.draft.number + (f".{p.page + 1}" if p.pages > 1 else "") for p in pages]
    numbers = [
        g if p.draft.number else at for g, p, at in zip(given, pages, positions, strict=True)
    ]
    if len({number.casefold() for number in numbers}) < len(numbers):
        return positions, ("panel numbers are not unique, so panels are counted from 1",)
    return numbers, ()


def _first_weight(draft: Draft) -> HitWeight:
    return draft.weight or HitWeight.MUST


def _panel(page: _Page, uid: str, number: str, length_frames: int) -> Panel:
    draft = page.draft
    return Panel(
        uid=uid,
        number=number,
        length_frames=length_frames,
        picture=draft.picture,
        picture_sha256=page.digest if draft.picture else "",
        page=page.page,
        region=draft.region,
        layers=draft.layers,
        story=draft.story,
        dialogue=draft.dialogue,
        notes=draft.notes,
        weight=draft.weight or HitWeight.SHOULD,
    )
