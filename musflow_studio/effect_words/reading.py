"""Reading: a sentence becomes the things it asks for.

It is cut at commas and joining words. In each piece known words are looked for; where there is
none, the piece is compared with the sayings of every meaning by sentence embedding, and with
sentences that ask for nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from musflow_studio.domain.effect_words import Understood
from musflow_studio.effect_words.meanings import BY_NAME, MEANINGS, NOTHING, TOPICS, Meaning

NEAR_ENOUGH = 0.46
MARGIN = 0.04
SECOND_WITHIN = 0.03
MOST_CHARACTERS = 400

_CUT = re.compile(r"[,;.!?/]|\b(?:and|but|then|plus|with|yet)\b")
_PLACE = re.compile(
    r"\b(?:in|behind|through|from) (?:an?|the) (?:\w+ )?"
    r"(?:room|house|wall|door|street|church|hall|cave|flat|building|corridor|car)\b"
)
"""A place is a piece of its own: "an old radio | in the next room"."""
_LITTLE = re.compile(r"\b(?:a (?:tiny |little )?bit|slightly|a little|somewhat|a touch|a tad)\b")
_MUCH = re.compile(r"\b(?:much|very|a lot|way|extremely|really|far more|super|totally)\b")
_AGAINST = re.compile(
    r"\b(?:less|not (?:so|too|as)|too|without|no|fewer|isn't|is not|never|stop being|remove)\b"
)
_DOWN = re.compile(
    r"\b(?:less|fewer|reduce\w*|lower\w*|cut\w*|remov\w*|tak(?:e|ing)|without|no|drop\w*|too much|"
    r"too many|down|off|away|attenuate\w*|tame\w*|trim\w*|roll\w*|kill\w*|smaller|shorter)\b"
)
_UP = re.compile(
    r"\b(?:more|rais\w+|boost\w*|lift\w*|add\w*|up|increase\w*|extra|bigger|longer|need\w*|"
    r"give|stronger|push\w*|enhance\w*|emphasi[sz]e\w*|open\w*|not enough|too little|larger)\b"
)
_FILLER = re.compile(
    r"\b(?:please|make|it|this|that|the|sound|sounds|sounding|should|be|more|like|as if|in|an?|i|"
    r"put|heard|want|would|could|you|music|everything|all|so|too|less|not|as|is|are|to|of)\b"
)
LITTLE, MUCH = 0.5, 1.7


class Encoder(Protocol):
    """Sentences to embeddings of length 1, (n, width)."""

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Embed texts."""


def read(text: str, encoder: Encoder | None) -> tuple[tuple[Understood, ...], tuple[str, ...]]:
    """What a text asks for, and the pieces that were not understood.

    Without an encoder only known words count.
    """
    found: list[Understood] = []
    lost = []
    for piece in _pieces(text):
        told = list(_by_words(piece)) or list(_by_topic(piece))
        told = told or list(_by_nearness(piece, encoder))
        found += told
        if not told and _FILLER.sub("", piece).strip(" '-"):
            lost.append(piece)
    return _without_repeats(found), tuple(lost)


def _pieces(text: str) -> Iterator[str]:
    lowered = " ".join(text[:MOST_CHARACTERS].lower().replace("’", "'").split())
    whole = _PLACE.sub(r", \g<0>", lowered.replace("left and right", "left-right"))
    for piece in _CUT.split(whole):
        if piece.strip():
            yield piece.strip()


def _by_words(piece: str) -> Iterator[Understood]:
    amount = _amount(piece)
    against = _AGAINST.search(piece)
    for meaning in MEANINGS:
        known = (*meaning.words, *(meaning.decays_s or ()))
        word = next((word for word in known if _is_in(word, piece)), "")
        if not word:
            continue
        undone = against and against.start() < piece.find(word[:3])
        yield Understood(piece, meaning.opposite if undone else meaning.name, amount)


def _by_topic(piece: str) -> Iterator[Understood]:
    """A part of the sound, and more or less of it: "turn the treble down", "more low end"."""
    topic = next((found for found in TOPICS if re.search(found.pattern, piece)), None)
    if topic is None:
        return
    down, up = _DOWN.search(piece), _UP.search(piece)
    if down or up:
        yield Understood(piece, topic.less if down else topic.more, _amount(piece))


def _is_in(word: str, piece: str) -> bool:
    """True for the word and its forms: warmer, warmest, warmth, brightness, deeper, airier."""
    stem = re.escape(word[:-1] if word.endswith(("y", "e")) else word)
    last = {"y": "(?:y|ier|iest|iness)", "e": "(?:e|er|est|ed|eness)"}.get(word[-1], "")
    forms = last or f"{re.escape(word[-1])}?(?:er|est|ness|th|s)?"
    return re.search(rf"\b{stem}{forms}\b", piece) is not None


def _amount(piece: str) -> float:
    if _LITTLE.search(piece):
        return LITTLE
    return MUCH if _MUCH.search(piece) else 1.0


def _by_nearness(piece: str, encoder: Encoder | None) -> Iterator[Understood]:
    if encoder is None or not _FILLER.sub("", _MUCH.sub("", _LITTLE.sub("", piece))).strip(" '-"):
        return
    against = _AGAINST.match(piece)
    asked = encoder.encode([piece[against.end() :].strip() if against else piece])[0]
    scores = {meaning.name: _score(encoder, asked, meaning) for meaning in MEANINGS}
    nothing = float(np.max(encoder.encode(NOTHING) @ asked))
    ranked = sorted(scores, key=lambda name: -scores[name])
    best = ranked[0]
    if scores[best] < NEAR_ENOUGH or scores[best] < nothing + MARGIN:
        return
    amount = _amount(piece)
    chosen = [best]
    if scores[best] - scores[ranked[1]] < SECOND_WITHIN and ranked[1] != BY_NAME[best].opposite:
        chosen.append(ranked[1])
    for name in chosen:
        meant = BY_NAME[name].opposite if against else name
        yield Understood(piece, meant, amount, round(scores[name], 2))


def _score(encoder: Encoder, asked: npt.NDArray[np.float32], meaning: Meaning) -> float:
    told = [*meaning.sayings, *(f"make it sound {word}" for word in meaning.words), *meaning.words]
    return float(np.max(encoder.encode(told) @ asked))


def _without_repeats(found: list[Understood]) -> tuple[Understood, ...]:
    """The first of each meaning."""
    firsts: dict[str, Understood] = {}
    for one in found:
        firsts.setdefault(one.meaning, one)
    return tuple(firsts.values())
