"""Fountain (https://fountain.io/syntax): a screenplay as plain text.

Title page, scene headings with numbers, action, characters, dialogue, parentheticals, transitions,
notes, synopses and forced elements are read; sections, page breaks, the boneyard and emphasis are
dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from musflow_studio.storyboard.script.screenplay import Kind, Paragraph, Scene, Screenplay

_BONEYARD = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_NOTE = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)
_TITLE_KEY = re.compile(r"^[A-Za-z][A-Za-z ]*:")
_HEADING = re.compile(r"^(?:INT|EXT|EST|INT\.?/EXT|EXT\.?/INT|I/E)[. ]", re.IGNORECASE)
_NUMBER = re.compile(r"\s*#([\w.\-]+)#\s*$")
_EXTENSION = re.compile(r"\([^)]*\)")
_EMPHASIS = re.compile(r"(?<!\\)(?:\*{1,3}|_)")

Lines = list[str]


def parse_fountain(text: str) -> Screenplay:
    """The screenplay in a Fountain text; without scenes if it has no scene heading."""
    plain = _BONEYARD.sub("", text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))
    title, body = _title_page(plain)
    return Screenplay(title, tuple(_scenes(_blocks(body))))


def _title_page(text: str) -> tuple[str, str]:
    """The title, and the text after the title page; the whole text if there is none."""
    head, _, body = text.lstrip("\n").partition("\n\n")
    lines = head.split("\n")
    if not _TITLE_KEY.match(lines[0]) or lines[0].isupper():
        return "", text
    entries = re.split(r"\n(?=\S[^:\n]*:)", head)
    titles = [entry.partition(":")[2] for entry in entries if entry.lower().startswith("title:")]
    return _plain(" ".join(titles)), body


def _blocks(text: str) -> Iterator[Lines]:
    """Paragraphs: runs of lines between empty lines. Notes become blocks of their own."""
    marked = _NOTE.sub(lambda m: f"\n\n[[{' '.join(m[1].split())}]]\n\n", text)
    for block in re.split(r"\n[ \t]?\n(?:[ \t]?\n)*", marked):
        lines = [line.rstrip() for line in block.split("\n") if line.strip()]
        if lines:
            yield lines


def _scenes(blocks: Iterator[Lines]) -> Iterator[Scene]:
    heading, number = "", ""
    paragraphs: list[Paragraph] = []
    for lines in blocks:
        found = _heading(lines)
        if found is None:
            paragraphs += _paragraphs(lines)
            continue
        if heading or paragraphs:
            yield Scene(heading, number, tuple(paragraphs))
        (heading, number), paragraphs = found, _paragraphs(lines[1:]) if lines[1:] else []
    if heading:
        yield Scene(heading, number, tuple(paragraphs))


def _heading(lines: Sequence[str]) -> tuple[str, str] | None:
    """Heading and number, if a block begins with a scene heading."""
    line = lines[0].strip()
    forced = re.match(r"^\.(?=[^.\s])", line)
    if not forced and not _HEADING.match(line):
        return None
    number = _NUMBER.search(line)
    words = _NUMBER.sub("", line.removeprefix(".") if forced else line)
    return _plain(words), number[1] if number else ""


def _paragraphs(lines: Sequence[str]) -> list[Paragraph]:
    first = lines[0].strip()
    if first.startswith("[["):
        return [Paragraph(Kind.NOTE, _plain(first.strip("[]")))]
    if first.startswith("=") and not first.startswith("==="):
        return [Paragraph(Kind.NOTE, _plain(first.lstrip("= ")))]
    if first.startswith(("#", "===")):
        return _paragraphs(lines[1:]) if lines[1:] else []
    if len(lines) == 1 and _is_transition(first):
        return [Paragraph(Kind.TRANSITION, _plain(first.lstrip("> ")))]
    if len(lines) > 1 and _is_character(first):
        return list(_speech(lines))
    words = " ".join(_plain(line.strip().lstrip("!").strip("><~")) for line in lines)
    return [Paragraph(Kind.ACTION, words.strip())] if words.strip() else []


def _is_transition(line: str) -> bool:
    forced = line.startswith(">") and not line.endswith("<")
    return forced or (line.isupper() and line.endswith("TO:"))


def _is_character(line: str) -> bool:
    name = _EXTENSION.sub("", line).rstrip("^ ")
    forced = line.startswith("@")
    return forced or (name.isupper() and not line.startswith(("!", ">", "~")))


def _speech(lines: Sequence[str]) -> Iterator[Paragraph]:
    yield Paragraph(Kind.CHARACTER, _plain(lines[0].strip().lstrip("@").rstrip("^ ")))
    for line in lines[1:]:
        words = line.strip()
        aside = words.startswith("(") and words.endswith(")")
        yield Paragraph(Kind.PARENTHETICAL if aside else Kind.DIALOGUE, _plain(words.lstrip("~")))


def _plain(text: str) -> str:
    """One line without emphasis marks."""
    return " ".join(_EMPHASIS.sub("", text).replace("\\", "").split())
