"""`describe`: every panel of a board put into words, with the evidence."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

import numpy as np

from musflow_studio.description.board_reference import measure_reference
from musflow_studio.description.caption import caption, tags
from musflow_studio.description.energy import read_energy
from musflow_studio.description.mood_words import (
    nearest_mood_words,
    suggestions,
    surroundings,
    weighted_mean,
)
from musflow_studio.description.panel_pictures import measure_panels
from musflow_studio.description.picture_moods import picture_mood_voices, picture_moods
from musflow_studio.description.picture_sentences import (
    PictureSentence,
    picture_sentences,
    sentence_of,
)
from musflow_studio.description.picture_voices import TONE_WEIGHT, picture_voices
from musflow_studio.description.voice import Voice, as_evidence, heard
from musflow_studio.description.word_voices import QUOTED, QUOTED_BY_HAND, word_voices
from musflow_studio.domain.description import (
    BoardReference,
    Description,
    Evidence,
    EvidenceSource,
    Mood,
    PanelDescription,
)
from musflow_studio.domain.features import PictureFeatures
from musflow_studio.domain.mood_vocabulary import NEUTRAL, MoodWord
from musflow_studio.domain.storyboard import Panel, PanelOverride, Storyboard
from musflow_studio.encoders.captioner import Captioner
from musflow_studio.encoders.picture_text import PictureText
from musflow_studio.encoders.text import TextEncoder

MARGIN = 0.18
"""Distance from the middle of the mood plane under which no mood is claimed."""
_UNSURE_SHARE = 0.25
"""What is left of the mood of an unsure panel."""
_YOU_SET = "you set"
_NOT_SEEN = PictureSentence()
_NO_MOODS: Mapping[str, float] = MappingProxyType({})
_WORD_STRETCH = 1.25
"""Means of several voices lie inside the plane; words are sought a little further out."""


def describe(
    board: Storyboard,
    encoder: TextEncoder | None,
    *,
    base: Description | None = None,
    edited: Description | None = None,
    captioner: Captioner | None = None,
    picture_reader: PictureText | None = None,
    on_step: Callable[[float], None] = lambda _: None,
) -> Description:
    """Say what each panel says.

    Args:
        board: the panels; their pictures are opened and measured here.
        encoder: the text model; None reads by the word lists alone and says so.
        base: an earlier description of this board, whose medians are kept. A panel's result
            depends on that panel and these medians alone, so edits stay local.
        edited: a description of this very board that a person may have changed. Numbers in it
            stand; a panel whose caption, picture sentence or override was changed is read again,
            by these words.
        captioner: a pretrained model that says what pictures show; None asks none.
        picture_reader: one that knows which mood words are near a picture; likewise.
        on_step: told the fraction done, 0 to 1.

    Raises StudioError if a picture cannot be read.
    """
    if edited is not None:
        return _reread(board, encoder, edited)
    features = measure_panels(board.panels)
    reference = base.reference if base else measure_reference(board, features)
    said = picture_sentences(board.panels, features, captioner, base, on_step)
    near = picture_moods(board.panels, features, picture_reader, base)
    panels = tuple(
        _describe_panel(panel, board, seen, reference, encoder, says, moods)
        for panel, seen, says, moods in zip(
            board.panels, features, said.sentences, near.moods, strict=True
        )
    )
    licences = {**said.licences, **near.licences}
    return Description(panels, reference, licences, (*said.remarks, *near.remarks))


def _reread(board: Storyboard, encoder: TextEncoder | None, edited: Description) -> Description:
    panels = tuple(
        said
        if _agrees(panel, said)
        else _describe_panel(
            _recaptioned(panel, said),
            board,
            said.features,
            edited.reference,
            encoder,
            _from_picture(said),
            said.picture_moods,
        )
        for panel, said in zip(board.panels, edited.panels, strict=True)
    )
    return replace(edited, panels=panels)


def _agrees(panel: Panel, said: PanelDescription) -> bool:
    """Whether caption, picture sentence and override are those it was made from."""
    obeyed = tuple(e for e in said.evidence if e.says.startswith(_YOU_SET))
    return (
        obeyed == _user_evidence(panel.override)
        and said.caption == caption(panel, said.features, said.picture_says)
        and _picture_words(panel, _from_picture(said)) == said.picture_says == _picture_told(said)
    )


def _picture_words(panel: Panel, told: PictureSentence) -> str:
    """What a picture says: the user's words for it, else those of a model."""
    by_hand = panel.override.picture_says
    return told.says if by_hand is None else by_hand


def _from_picture(said: PanelDescription) -> PictureSentence:
    """The model's sentence as a description has it, mended there or not."""
    if said.picture_says != _picture_told(said):
        return PictureSentence(said.picture_says, said.picture_model)
    return sentence_of(said)


def _picture_told(said: PanelDescription) -> str:
    """What the picture says as the evidence has it, before anybody mended it there."""
    for quote in (QUOTED, QUOTED_BY_HAND):
        before, after = quote.split("{}")
        told = (e.says for e in said.evidence if e.says.startswith(before) and after in e.says)
        for says in told:
            return says[len(before) : says.index(after)]
    return ""


def _recaptioned(panel: Panel, said: PanelDescription) -> Panel:
    """The panel with its edited caption as the words to read."""
    sentences = (said.picture_says, _picture_told(said))
    made = {caption(panel, said.features, sentence) for sentence in sentences}
    if panel.override.caption is not None or said.caption in made:
        return panel
    return replace(panel, override=replace(panel.override, caption=said.caption))


def _describe_panel(
    panel: Panel,
    board: Storyboard,
    features: PictureFeatures | None,
    reference: BoardReference,
    encoder: TextEncoder | None,
    told: PictureSentence = _NOT_SEEN,
    moods: Mapping[str, float] = _NO_MOODS,
) -> PanelDescription:
    picture_says = _picture_words(panel, told)
    words, support = word_voices(panel, encoder, picture_says)
    seen_moods = {} if panel.override.caption is not None else moods
    voices = (
        *words,
        *picture_voices(features, reference),
        *picture_mood_voices(seen_moods),
        *_deafness(panel, encoder),
    )
    point = heard(voices)
    unsure = _unsure(voices, point)
    seen = _faded(point) if unsure else point
    shown, by_user = _overridden(seen, panel.override)
    unsure = unsure and not by_user
    seconds = float(board.rate.seconds(panel.length_frames))
    reading = read_energy(shown.arousal, seconds, features, reference)
    energy = panel.override.energy if panel.override.energy is not None else reading.energy
    return PanelDescription(
        panel_uid=panel.uid,
        caption=caption(panel, features, picture_says),
        mood=_rounded(shown),
        mood_word="" if unsure else _word(shown, {} if by_user else support),
        energy=energy,
        tags=tags(panel, picture_says),
        evidence=(*_user_evidence(panel.override), *as_evidence(voices), *reading.evidence),
        unsure=unsure,
        suggestions=suggestions(_probe(point, energy)) if unsure else (),
        features=features,
        seen_mood=_rounded(seen),
        seen_energy=reading.energy,
        picture_says=picture_says,
        picture_moods=dict(moods),
        picture_model=told.model,
        seen_picture_says=told.says,
    )


def _unsure(voices: Sequence[Voice], point: MoodWord) -> bool:
    """Nothing but tone was heard, or what was heard cancels out."""
    loud = sum(v.weight for v in voices) > TONE_WEIGHT
    return not loud or float(np.hypot(point.valence, point.arousal)) < MARGIN


def _faded(point: MoodWord) -> MoodWord:
    return weighted_mean([(_UNSURE_SHARE, point), (1 - _UNSURE_SHARE, NEUTRAL)])


def _rounded(point: MoodWord) -> Mood:
    valence, arousal, dominance, tension = (round(axis, 3) + 0.0 for axis in point)
    return Mood(valence, arousal, dominance, tension)


def _overridden(point: MoodWord, override: PanelOverride) -> tuple[MoodWord, bool]:
    """The point with the user's valence and arousal, and whether there are any."""
    if override.valence is None and override.arousal is None:
        return point, False
    valence = point.valence if override.valence is None else override.valence
    arousal = point.arousal if override.arousal is None else override.arousal
    return surroundings(valence, arousal), True


def _word(point: MoodWord, support: Mapping[str, float]) -> str:
    out = weighted_mean([(_WORD_STRETCH, point), (1 - _WORD_STRETCH, NEUTRAL)])
    return nearest_mood_words(out, support)[0]


def _probe(point: MoodWord, energy: float) -> MoodWord:
    """Where to look for suggestions: what little was heard, as active as the cut is."""
    return point._replace(arousal=point.arousal + 1.5 * (energy - 0.45))


def _deafness(panel: Panel, encoder: TextEncoder | None) -> tuple[Voice, ...]:
    if encoder is not None or not (panel.story or panel.notes or panel.dialogue):
        return ()
    says = "no text model is installed: only listed mood words were read (run `musflow setup`)"
    return (Voice(EvidenceSource.STORY, says),)


def _user_evidence(override: PanelOverride) -> tuple[Evidence, ...]:
    given = (
        ("valence", override.valence),
        ("arousal", override.arousal),
        ("energy", override.energy),
    )
    return tuple(
        Evidence(EvidenceSource.USER, f"{_YOU_SET} {name} to {value:g}", 1.0)
        for name, value in given
        if value is not None
    )
