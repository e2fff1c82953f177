"""The plan in words: one sentence for the user and text-guided engines, and the reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from musflow_studio.domain.description import Mood
from musflow_studio.domain.grid import bpm_text
from musflow_studio.domain.plan import CuePlan, Ending, Key, PanelPlan, Transition
from musflow_studio.domain.score import Role
from musflow_studio.domain.style import Style
from musflow_studio.planning.compose import PieceMusic
from musflow_studio.planning.fit.moments import FittedGrid
from musflow_studio.planning.harmony import TENSE, local_key
from musflow_studio.planning.key import is_minor
from musflow_studio.planning.piece import CueGlobals, Piece

_ENSEMBLE = (
    (0.25, "piano alone"),
    (0.5, "piano and soft strings"),
    (0.75, "piano and full strings"),
)
_NUMBERS = "no one two three four five six seven eight".split()


def cue_caption(
    style: Style,
    key: Key,
    fitted: FittedGrid,
    panels: Sequence[PanelPlan],
    numbers: Mapping[str, str],
) -> str:
    """For example: "Tender piano in D minor, 92 bpm, 4/4: opens with piano alone, ...".

    `numbers` holds what each panel (by uid) is called.
    """
    bpm = bpm_text(fitted.grid.base_bpm)
    head = f"{style.title} in {key.name}, {bpm} bpm, {fitted.meter}"
    arc = [f"opens with {ensemble(panels[0].energy)}"]
    strings = next((p for p in panels if Role.PAD in p.roles), panels[0])
    if strings is not panels[0]:
        arc.append(f"strings join at panel {numbers[strings.panel_uid]}")
    biggest = max(panels, key=lambda p: p.energy)
    if biggest.energy - min(p.energy for p in panels) > 0.1:
        arc.append(f"biggest at panel {numbers[biggest.panel_uid]}")
    return f"{head}: {', '.join(arc)}."


def ensemble(energy: float) -> str:
    """Who plays at an energy, in words."""
    return next((words for limit, words in _ENSEMBLE if energy < limit), "everyone")


def cue_reasons(mood_energy: tuple[Mood, float], key: Key, base: CuePlan | None) -> tuple[str, ...]:
    """Why this key, and what was kept from an earlier take."""
    mood, energy = mood_energy
    if base is not None and base.key == key:
        return (f"{key.name}, {base.meter} and the motif stay as in the earlier take.",)
    if base is not None:
        return (f"{key.name} instead of {base.key.name}; the motif stays as in the earlier take.",)
    feel = "neutral" if abs(mood.valence) < 0.1 else "negative" if mood.valence < 0 else "positive"
    colour = "minor" if is_minor(key) else "major"
    tension = ", and tense" if mood.tension >= TENSE else ""
    return (
        f"{key.name}: the board is {feel} on the whole (valence {mood.valence:+.2f}){tension}, "
        f"so {colour}; mean energy {energy:.2f}.",
    )


_ENDINGS = {
    Ending.BUTTON: "Ends with a button: a short chord, and silence.",
    Ending.RING: "Ends on a chord left to ring.",
    Ending.FADE: "Ends fading away.",
    Ending.HOLD: "Ends on a held chord.",
    Ending.CUT: "Ends cut off by the picture.",
}
_LEADS = {
    Transition.PICKUP: "A pickup leads over the cut at its end.",
    Transition.SWELL: "Swells into the cut at its end.",
    Transition.FILL: "A drum fill leads over the cut at its end.",
    Transition.BREATH: "Breathes before the cut at its end.",
}


def ending_reasons(closing: Piece | None) -> tuple[str, ...]:
    """How the cue closes; nothing for a loop."""
    if closing is None or closing.ending is None:
        return ()
    opened = ("Open ending: the last panel stays tense, so the last chord is not the tonic.",)
    return (_ENDINGS[closing.ending], *(opened if closing.ends_open else ()))


def panel_reasons(
    cue: CueGlobals, own: Sequence[tuple[Piece, PieceMusic]], roles: Sequence[Role]
) -> tuple[str, ...]:
    """Why this panel sounds as it does."""
    if not own:
        return ("Too short for music of its own: the panel before plays on.",)
    piece = own[0][0]
    if piece.tacet:
        return ("Tacet: no music here.",)
    count = _NUMBERS[min(len(roles), 8)]
    named = ", ".join(role.value for role in roles)
    why = [f"Energy {piece.energy:.2f}: {count} role{'s' * (len(roles) != 1)} ({named})."]
    key = local_key(cue, piece)
    if key.name != cue.key.name:
        why.append(
            f"Valence {piece.mood.valence:+.2f} against {cue.key.name}: turns to {key.name}."
        )
    if piece.mood.tension >= TENSE:
        why.append(f"Tension {piece.mood.tension:.2f}: ostinato figures and darker chords.")
    why += _asked(piece)
    last = own[-1][0]
    if last.leads_out in _LEADS:
        why.append(_LEADS[last.leads_out])
    if last.hush_ticks:
        why.append("Silent just before the cue's biggest hit.")
    if piece.hit_at_start:
        why.append("Must-hit at the cut: low piano and drums answer on the frame.")
    return tuple(why)


def _asked(piece: Piece) -> list[str]:
    """What the picture or the user asks of a panel beyond its mood."""
    why = []
    if piece.dialogue:
        why.append("Somebody speaks: the music stays under it.")
    if piece.thin:
        why.append("Thinned out, so that the cue breathes.")
    if piece.comes_in is Transition.COLOUR:
        why.append("Other instruments answer the cut at its start.")
    return why
