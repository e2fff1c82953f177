"""Asking: a language model proposes the numbers; what it cannot say is read as without it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from musflow_studio.domain.effect_table import numbers_of
from musflow_studio.domain.effect_words import WordsResult
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.preset import FinishingPreset
from musflow_studio.effect_words.fitting import change_by_words, level_kept, shown, through
from musflow_studio.effect_words.numbers import Numbers, split
from musflow_studio.effect_words.proposal import (
    RANGES,
    UnreadableError,
    read_answer,
    values_of,
    with_values,
)
from musflow_studio.effect_words.reading import MOST_CHARACTERS, Encoder
from musflow_studio.effects.figures import BAND_EDGES_HZ, Sound, figures


@dataclass(frozen=True)
class Proposer:
    """A language model.

    Attributes:
        name: for people.
        propose: its answer to a question; may raise StudioError.
    """

    name: str
    propose: Callable[[str], str]


def change_by_model(
    text: str,
    preset: FinishingPreset,
    sound: Sound,
    rate_hz: int,
    encoder: Encoder | None,
    proposer: Proposer,
) -> WordsResult:
    """What a language model makes of a preset for words, on a sound; see `change_by_words`.

    An answer that cannot be read, and a model that cannot work, leave the words to
    `change_by_words`; the result says so. Raises StudioError CANCELLED.
    """
    try:
        answer = proposer.propose(question(text, preset, sound, rate_hz))
        proposal = read_answer(answer)
    except UnreadableError as error:
        why = f"the answer of {proposer.name} cannot be used ({error}): read without it"
    except StudioError as error:
        if error.code is ErrorCode.CANCELLED:
            raise
        why = f"read without {proposer.name}: {error.sentence().rstrip('.')}"
    else:
        before, numbers = split(preset)
        moved, more = _legal(numbers, with_values(numbers, proposal.values))
        after = preset
        if moved != numbers:
            after = level_kept(preset, before, moved, sound, rate_hz)
        said = (f"{proposer.name} proposed the numbers", *proposal.said, *more)
        return shown(preset, after, (), said, rate_hz)
    read = change_by_words(text, preset, sound, rate_hz, encoder)
    return replace(read, said=(why, *read.said))


def _legal(numbers: Numbers, moved: Numbers) -> tuple[Numbers, list[str]]:
    """The proposed numbers without what contradicts itself, and what there is to say."""
    said = []
    if moved.low_cut_hz >= moved.high_cut_hz:
        said.append(
            f"low_cut_hz {moved.low_cut_hz:g} is not under high_cut_hz {moved.high_cut_hz:g}: "
            "both stay as they were"
        )
        moved = replace(moved, low_cut_hz=numbers.low_cut_hz, high_cut_hz=numbers.high_cut_hz)
    if moved.room != numbers.room and not moved.has_room:
        said.append("the room is not heard: room_db stays at its lowest")
    return moved, said


def question(text: str, preset: FinishingPreset, sound: Sound, rate_hz: int) -> str:
    """What the model is asked: the words, the clip in figures, the chain, the numbers."""
    _, numbers = split(preset)
    now = values_of(numbers)
    listed = "\n".join(
        f"{name}: {legal}, now {now[name]:g}" for name, legal in RANGES.items()
    )  # fmt: skip
    return (
        "You are a mastering engineer. Change the sound of a piece of film music as these words "
        f"ask:\n{' '.join(text.split())[:MOST_CHARACTERS]}\n\n"
        "The piece, measured:\n" + "\n".join(_measured(preset, sound, rate_hz)) + "\n\n"
        f"Effects it runs through:\n{_chain(preset)}\n\n"
        f"Numbers you may set, with their range:\n{listed}\n\n"
        "Answer with one JSON object of the numbers that change, and nothing else, such as "
        '{"gain_230_hz_db": 2.5, "gain_6500_hz_db": -3}. Answer {} if the words ask for no '
        "change of the sound."
    )


def _measured(preset: FinishingPreset, sound: Sound, rate_hz: int) -> Iterator[str]:
    heard = figures(through(preset, sound, rate_hz), rate_hz)
    for (low, high), db in zip(pairwise(BAND_EDGES_HZ), heard.bands_db, strict=True):
        yield f"{low} to {high} Hz: {db:.0f} dB of the whole"
    yield f"over 2 kHz against under 500 Hz: {heard.tilt_db:.0f} dB"
    yield f"side against middle: {heard.width_db:.0f} dB"
    yield f"peak over mean level: {heard.crest_db:.0f} dB"


def _chain(preset: FinishingPreset) -> str:
    lines = []
    for effect in preset.effects:
        if effect.on:
            told = ", ".join(f"{name} {value:g}" for name, value in numbers_of(effect).items())
            lines.append(f"{effect.kind}: {told}")
    return "\n".join(lines) or "none"
