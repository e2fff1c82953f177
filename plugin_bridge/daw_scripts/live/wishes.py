"""Wishes as names of clips: `> She closes the door +stems +markers`.

A clip in the Arrangement whose name begins with `>` is a wish: its name says what happens, its
place and length where. `> panels /folder` takes panels, `> cue 1M1` a cue of the open project.
While it is made the name begins with `…`; then with nothing, until somebody types a `>` again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

ASKS, WAITS = ">", "…"
METERS = ("4/4", "3/4", "6/8", "5/4")


@dataclass(frozen=True)
class Place:
    """Where a clip lies in the Arrangement.

    Attributes:
        start: quarters from the start of the set.
        length: quarters.
        bpm: quarters per minute, the set's.
        numerator, denominator: the set's time signature.
    """

    start: float
    length: float
    bpm: float
    numerator: int
    denominator: int

    @property
    def seconds(self) -> float:
        """The length at the set's tempo."""
        return self.length * 60 / self.bpm

    @property
    def into_bar(self) -> float:
        """Quarters from the bar line to the start."""
        bar = self.numerator * 4 / self.denominator
        into = self.start % bar
        return 0.0 if min(into, bar - into) < 1e-6 else into


@dataclass(frozen=True)
class Wish:
    """What a clip's name asks for.

    Attributes:
        text: the story, the folder or the cue.
        source: "text", "panels" or "cue".
        stems, markers: what lands beside the mix.
        free: the tempo is the planner's, not the set's.
    """

    text: str
    source: str = "text"
    stems: bool = False
    markers: bool = False
    free: bool = False


def parsed(name: str) -> Wish | None:
    """The wish in a clip's name; None where it is none."""
    if not name.startswith(ASKS):
        return None
    words = name[len(ASKS) :].split()
    options = {word for word in words if word in ("+stems", "+markers", "+free")}
    text = " ".join(word for word in words if word not in options)
    source = "text"
    for kind in ("panels", "cue"):
        if text.startswith(f"{kind} "):
            source, text = kind, text[len(kind) :].strip()
    if not text:
        return None
    return Wish(text, source, "+stems" in options, "+markers" in options, "+free" in options)


def waiting_name(name: str) -> str:
    """The clip's name while its music is made."""
    return f"{WAITS} {name[len(ASKS) :].strip()}"


def settled_name(name: str) -> str:
    """The clip's name when the music is there."""
    return name[len(WAITS) :].strip() if name.startswith(WAITS) else name


def request(wish: Wish, place: Place, request_id: str) -> tuple[str, list[Any]]:
    """Address and arguments for the studio; JSON fields as a dict in place of a text."""
    if wish.source == "cue":
        return "/musflow/generate/cue", [wish.text, False, 0, request_id]
    fields: dict[str, Any] = {"schema_version": 1, "request_id": request_id}
    if wish.source == "panels":
        fields["sources"] = [wish.text]
    else:
        fields |= {"text": wish.text, "length_s": place.seconds}
    meter = f"{place.numerator}/{place.denominator}"
    if not wish.free:
        fields["bpm"] = place.bpm
        if meter in METERS:
            fields |= {"meter": meter, "into_bar": place.into_bar}
    return "/musflow/generate/json", [fields]
