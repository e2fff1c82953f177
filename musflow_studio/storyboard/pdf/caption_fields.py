"""The lines by one panel as fields: what happens, what is said, notes, its length, its number.

"Action:", "Dialogue:", "Notes:", "Dur: 3s", "Shot 4A" and their like are labels; so is a label
that stands on a line of its own. What has no label is story; a quoted line, or one that begins
with a name in capitals and a colon, is dialogue; a bare "2.5 sec" is the length.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from musflow_studio.domain.timecode import FrameRate

_STORY, _DIALOGUE, _NOTES, _LENGTH, _NUMBER = "story", "dialogue", "notes", "length", "number"

_LABELS = {
    _STORY: "action|actions|description|desc|story|scene description|visual|visuals|video|synopsis"
    "|handlung|aktion|accion|acción",
    _DIALOGUE: "dialogue|dialog|dialogues|dial|dlg|vo|v\\.o\\.|voice[- ]?over|narration|narrator"
    "|dialogo|diálogo",
    _NOTES: "notes|note|camera|cam|camera movement|movement|angle|lens|shot type|shot size|sfx|fx"
    "|vfx|sound|audio|music|transition|remarks|comments|kamera|ton|musik",
    _LENGTH: "duration|dur|time|timing|length|len|secs|seconds|dauer|durée|duracion|duración",
    _NUMBER: "scene|sc|shot|sh|panel|pnl|board|frame|cut|setup|sequence|seq|szene|einstellung|plan"
    "|plano|escena",
}
_WORD = {field: f"(?:{names})" for field, names in _LABELS.items()}
_TEXT_LABEL = rf"(?:{'|'.join(_LABELS[f] for f in (_STORY, _DIALOGUE, _NOTES, _LENGTH))})"
_ANY_LABEL = rf"(?:{'|'.join(_LABELS.values())})"
_ID = r"(?:[0-9]+(?:[.\-/][0-9]+)*[A-Za-z]{0,2}|[A-Z][0-9]{1,4}[A-Za-z]?|[A-Z])"

_LABELLED = re.compile(rf"(?:^|(?<=[.!?;|”\"])\s|\s\|\s|\s{{2,}})\s*({_TEXT_LABEL})\.?\s*[:=]\s*",
                       re.IGNORECASE)  # fmt: skip
_ALONE = re.compile(rf"^\W*({_ANY_LABEL})\.?\s*[:#]?\s*$", re.IGNORECASE)
_NUMBERED = re.compile(
    rf"({_WORD[_NUMBER]})\b\.?\s*(?:no\.?|nr\.?|n°|#|:|-)?\s*({_ID})(?![\w.]*\w)", re.IGNORECASE
)
_ONLY_NUMBERS = re.compile(
    rf"^\W*(?:{_WORD[_NUMBER]}\b\.?\s*(?:no\.?|nr\.?|n°|#|:|-)?\s*{_ID}[\s,;:/|.\-–—()]*)+$",
    re.IGNORECASE,
)
_BARE_NUMBER = re.compile(r"^[#(\[]?\s*([0-9]{1,4}(?:[.\-][0-9]{1,3})?[A-Za-z]?)\s*[.)\]]?$")
_PICTURE_COLUMN = re.compile(
    r"^\W*(?:picture|image|sketch|drawing|thumbnail|storyboard|bild|imagen?|dessin)s?\W*$",
    re.IGNORECASE,
)
_LISTED = re.compile(r"^([0-9]{1,3}[A-Z]?)[.):]\s+(?=\S)")
_SLUG = re.compile(r"^(?:INT|EXT|I/E|INT\./EXT)\b[. ]")
_SPEAKER = re.compile(r"^([A-ZÀ-Þ][A-ZÀ-Þ0-9 .'\-]{1,24}(?:\s*\([^)]{1,20}\))?)\s*:\s*(?=\S)")
_QUOTED = re.compile(r"^[\"“„«].+[\"”“»][.,]?$")

_UNIT = r"(?:s|sec|secs|second|seconds|sek|sekunden|seg|segundos|secondes|\"|″)"
_SECONDS = re.compile(rf"^\W*([0-9]{{1,5}}(?:[.,][0-9]{{1,3}})?)\s*{_UNIT}?\.?\W*$", re.IGNORECASE)
_BARE_SECONDS = re.compile(
    rf"^[(\[~]*\s*([0-9]{{1,4}}(?:[.,][0-9]{{1,3}})?)\s*{_UNIT}\.?\s*[)\]]*$", re.IGNORECASE
)
_FRAMES = re.compile(
    r"^\W*([0-9]{1,6})\s*(?:f|fr|frm|frames?|bilder|images?)\.?\W*$", re.IGNORECASE
)
_CLOCK = re.compile(r"^\W*(?:([0-9]{1,2}):)?([0-9]{1,2}):([0-9]{2}(?:[.,][0-9]{1,3})?)\W*$")
_TIMECODE = re.compile(r"^\W*([0-9]{1,2}:[0-9]{2}:[0-9]{2}[:;][0-9]{2,3})\W*$")


@dataclass
class CaptionFields:
    """What is written by one panel.

    Attributes:
        story, dialogue, notes: text, parts joined by spaces.
        number: "4A", or scene and shot as "12.4A"; "" if none is written.
        shot: the number without that of the panel, to tell where a shot begins.
        length_s: seconds; None if none is written.
        unread: what stood where a length should, but is none.
    """

    story: str = ""
    dialogue: str = ""
    notes: str = ""
    number: str = ""
    shot: str = ""
    length_s: Fraction | None = None
    unread: str = ""

    def add(self, field: str, text: str) -> None:
        """Append words to story, dialogue or notes."""
        before = getattr(self, field)
        setattr(self, field, f"{before} {text}".strip())


def has_label(text: str) -> bool:
    """Whether a line names a field, a number or a length, so that it belongs to a panel."""
    if _ALONE.match(text) or _LABELLED.search(text) or _ONLY_NUMBERS.match(text):
        return True
    return bool(_BARE_SECONDS.match(text) or _SLUG.match(text))


def is_number(text: str) -> bool:
    """Whether a line is nothing but a panel's, shot's or scene's number."""
    bare = _BARE_NUMBER.match(text) and not _BARE_SECONDS.match(text)
    return bool(bare or _ONLY_NUMBERS.match(text))


def column_label(text: str) -> str | None:
    """The label that a line above a column is; "" above the pictures, None if it is no label."""
    found = _ALONE.match(text)
    if found:
        return found[1]
    return "" if _PICTURE_COLUMN.match(text) else None


def read_fields(lines: Sequence[str], rate: FrameRate) -> CaptionFields:
    """The fields of one panel from its lines, in reading order; `rate` reads lengths in frames."""
    fields = CaptionFields()
    current = ""
    for line in lines:
        text = line.strip()
        alone = _ALONE.match(text)
        if alone:
            current = _field(alone[1])
            continue
        for label, words in _pieces(text):
            current = label or current
            _take(fields, current, words, rate)
            if current in (_LENGTH, _NUMBER):
                current = ""
    return fields


def _field(label: str) -> str:
    """The field of a label in any of its spellings."""
    return next(f for f, names in _WORD.items() if re.fullmatch(names, label, re.IGNORECASE))


def _pieces(text: str) -> list[tuple[str, str]]:
    """(field, words) of each labelled part of a line; the field is "" before the first label."""
    found = list(_LABELLED.finditer(text))
    if not found:
        return [("", text)]
    ends = [match.start() for match in found[1:]] + [len(text)]
    parts = [
        (_field(m[1]), text[m.end() : end].strip(" |")) for m, end in zip(found, ends, strict=True)
    ]
    before = text[: found[0].start()].strip(" |")
    return [("", before), *parts] if before else parts


def _take(fields: CaptionFields, current: str, words: str, rate: FrameRate) -> None:
    if not words:
        return
    if current == _LENGTH:
        _take_length(fields, words, rate)
    elif current == _NUMBER:
        _take_number(fields, words)
    elif current:
        fields.add(current, words)
    elif not _take_unlabelled(fields, words):
        fields.add(_STORY, words)


def _take_unlabelled(fields: CaptionFields, words: str) -> bool:
    """Numbers, lengths, slug lines and dialogue that say what they are without a label."""
    if is_number(words) and not fields.number:
        _take_number(fields, words)
    elif bare := _BARE_SECONDS.match(words):
        fields.length_s = Fraction(bare[1].replace(",", "."))
    elif _TIMECODE.match(words):
        _take_length(fields, words, rate=FrameRate())
    elif _SLUG.match(words):
        fields.add(_NOTES, words)
    elif _QUOTED.match(words):
        fields.add(_DIALOGUE, words.strip('"“”„«», '))
    elif speaker := _SPEAKER.match(words):
        fields.add(_DIALOGUE, words[speaker.end() :].strip('"“”„«» '))
    else:
        return _leading_numbers(fields, words)
    return True


def _leading_numbers(fields: CaptionFields, words: str) -> bool:
    """Whether "Shot 4A - She turns." or "4. She turns." gave a number and, as story, the rest."""
    listed = _LISTED.match(words)
    if listed and not fields.number:
        fields.number = listed[1]
        _take(fields, "", words[listed.end() :], FrameRate())
        return True
    found = _NUMBERED.match(words)
    rest = words[found.end() :].lstrip(" :–—-.") if found else ""
    separated = found and words[found.end() :].lstrip()[:1] in (":", "-", "–", "—")
    if not found or not rest or not separated or fields.number:
        return False
    _take_number(fields, found[0])
    _take(fields, "", rest, FrameRate())
    return True


def _take_number(fields: CaptionFields, words: str) -> None:
    labelled = [(label.lower(), identity) for label, identity in _NUMBERED.findall(words)]
    parts = [identity for _, identity in labelled] or [words.strip("#()[]. ")]
    fields.number = ".".join([fields.number, *parts] if fields.number else parts)[:40]
    shots = [i for label, i in labelled if label not in ("panel", "pnl", "board", "frame")]
    fields.shot = ".".join([fields.shot, *shots] if fields.shot else shots)


def _take_length(fields: CaptionFields, words: str, rate: FrameRate) -> None:
    seconds = read_length(words, rate)
    if seconds is None:
        fields.unread = words
    else:
        fields.length_s = seconds


def read_length(words: str, rate: FrameRate) -> Fraction | None:
    """Seconds of "3s", "2,5 sec", "00:03", "72 frames", "00:00:03:12"; None if it is no length."""
    if found := _FRAMES.match(words):
        return rate.seconds(int(found[1]))
    if found := _SECONDS.match(words):
        return Fraction(found[1].replace(",", "."))
    if found := _TIMECODE.match(words):
        hours, minutes, seconds, frames = (int(n) for n in re.split("[:;]", found[1]))
        return hours * 3600 + minutes * 60 + seconds + rate.seconds(frames)
    if found := _CLOCK.match(words):
        hours, minutes = int(found[1] or 0), int(found[2])
        return hours * 3600 + minutes * 60 + Fraction(found[3].replace(",", "."))
    return None
