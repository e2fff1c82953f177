"""Final Draft (`.fdx`, version 8 on): a screenplay as XML.

Paragraphs of `Content` are read with the scene numbers and the page lengths that Final Draft keeps
beside its headings; script notes become notes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.storyboard.script.screenplay import Kind, Paragraph, Scene, Screenplay
from musflow_studio.storyboard.words import LARGEST_FILE_BYTES

_KINDS = {
    "Action": Kind.ACTION,
    "General": Kind.ACTION,
    "Shot": Kind.ACTION,
    "Character": Kind.CHARACTER,
    "Parenthetical": Kind.PARENTHETICAL,
    "Dialogue": Kind.DIALOGUE,
    "Lyrics": Kind.DIALOGUE,
    "Singing": Kind.DIALOGUE,
    "Transition": Kind.TRANSITION,
}
_PAGES = re.compile(r"^\s*(?:(\d{1,3})(?:\s+|$))?(?:(\d{1,2})/(\d{1,2}))?\s*$")
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def read_final_draft(path: Path) -> Screenplay:
    """Read an `.fdx` file. Raises StudioError: too large, no XML, not by Final Draft."""
    root = _root(path)
    content = root.find("Content")
    if root.tag != "FinalDraft" or content is None:
        raise StudioError(
            ErrorCode.BAD_FILE,
            f"the script {path} is XML, but not a Final Draft script",
            hint="save it from Final Draft as .fdx",
        )
    return Screenplay(_title(root), tuple(_scenes(content)))


def _title(root: ElementTree.Element) -> str:
    """The first words of the title page; "" without one."""
    lines = (_text(line) for line in root.iterfind("TitlePage/Content/Paragraph"))
    return next((line for line in lines if line), "")


def _root(path: Path) -> ElementTree.Element:
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= LARGEST_FILE_BYTES else b""
    except OSError as error:
        reason = (error.strerror or "unreadable").lower()
        raise StudioError(
            ErrorCode.BAD_FILE, f"the script {path} cannot be read ({reason})"
        ) from None
    if size > LARGEST_FILE_BYTES:
        raise StudioError(
            ErrorCode.OUT_OF_RANGE,
            f"the script {path} is too large",
            legal=f"up to {LARGEST_FILE_BYTES // 1_000_000} MB",
        )
    try:
        if _DECLARATION.search(data):  # entities could grow without end
            raise ElementTree.ParseError("it declares entities")
        return ElementTree.fromstring(data)
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise StudioError(
            ErrorCode.BAD_FILE,
            f"the script {path} is not XML as Final Draft writes it ({error})",
            hint="open it in Final Draft and save it again",
        ) from None


def _scenes(content: ElementTree.Element) -> Iterator[Scene]:
    heading, number, pages = "", "", None
    paragraphs: list[Paragraph] = []
    for element in _paragraphs(content):
        if element.get("Type") == "Scene Heading":
            if heading or paragraphs:
                yield Scene(heading, number, tuple(paragraphs), pages)
            heading, number = _text(element) or "untitled scene", element.get("Number", "").strip()
            pages = _pages(element.find("SceneProperties"))
            paragraphs = list(_notes(element))
            continue
        kind, text = _KINDS.get(element.get("Type", "")), _text(element)
        paragraphs += [Paragraph(kind, text)] if kind and text else []
        paragraphs += _notes(element)
    if heading:
        yield Scene(heading, number, tuple(paragraphs), pages)


def _paragraphs(content: ElementTree.Element) -> Iterator[ElementTree.Element]:
    """The paragraphs in order; two people speaking at once follow each other."""
    for element in content.findall("Paragraph"):
        both = element.find("DualDialogue")
        if both is None:
            yield element
        else:
            yield from both.findall("Paragraph")


def _text(element: ElementTree.Element) -> str:
    return _one_line(run.text or "" for run in element.findall("Text"))


def _one_line(texts: Iterable[str]) -> str:
    return " ".join("".join(texts).split())


def _notes(element: ElementTree.Element) -> Iterator[Paragraph]:
    for note in element.findall("ScriptNote"):
        text = _one_line(f"{run.text or ''} " for run in note.iter("Text"))
        if text:
            yield Paragraph(Kind.NOTE, text)


def _pages(properties: ElementTree.Element | None) -> Fraction | None:
    """Pages of "1 3/8", "5/8" or "2"; None for anything else."""
    found = _PAGES.match(properties.get("Length", "")) if properties is not None else None
    if found is None or not (found[1] or found[2]) or found[3] == "0":
        return None
    pages = Fraction(int(found[1] or 0))
    return (pages + Fraction(int(found[2]), int(found[3])) if found[2] else pages) or None
