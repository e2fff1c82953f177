"""The plan in words: one sentence for the user and text-guided engines, and the reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from musflow_studio.domain.description import Mood
from musflow_studio.domain.grid import bpm_text
from musflow_studio.domain.plan import CuePlan, Ending, Key, PanelPlan, Transition
from musflow_studio.domain.score import Part, Role
from musflow_studio.domain.style import Style
from musflow_studio.planning.compose import PieceMusic
from musflow_studio.planning.fit.moments import FittedGrid
from musflow_studio.planning.harmony.key import is_minor
from musflow_studio.planning.harmony.progression import TENSE, local_key
from musflow_studio.planning.piece import CueGlobals, Piece

_NUMBERS = "no one two three four five six seven eight".split()


def cue_caption(
    style: Style,
    key: Key,
    fitted: FittedGrid,
    panels: Sequence[PanelPlan],
    parts: Sequence[Part],
    numbers: Mapping[str, str],
) -> str:
    """For example: "Tender piano in D minor, 92 bpm, 4/4: opens with felt piano, ...".

    `parts` is the score's; `numbers` holds what each panel (by uid) is called.
    """
    bpm = bpm_text(fitted.grid.base_bpm)
    head = f"{style.title} in {key.name}, {bpm} bpm, {fitted.meter}"
    players = [(panel, players_of(parts, panel)) for panel in panels]
    sounding = [(panel, names) for panel, names in players if names]
    if not sounding:
        return f"{head}: silence."
    arc = [f"opens with {_listed(sounding[0][1][:3])}"]
    arc += _entrance(sounding, numbers)
    biggest = max(panels, key=lambda p: p.energy)
    if biggest.energy - min(p.energy for p in panels) > 0.1:
        arc.append(f"biggest at panel {numbers[biggest.panel_uid]}")
    return f"{head}: {'; '.join(arc)}."


def players_of(parts: Sequence[Part], panel: PanelPlan) -> tuple[str, ...]:
    """The instruments that play in a panel, as people write them inside a sentence; no accents."""
    playing = (
        part.instrument for part in parts
        if part.role is not Role.ACCENT and any(n.panel_uid == panel.panel_uid for n in part.notes)
    )  # fmt: skip
    return tuple(dict.fromkeys(name[0].lower() + name[1:] for name in playing))


def _entrance(
    sounding: Sequence[tuple[PanelPlan, tuple[str, ...]]], numbers: Mapping[str, str]
) -> list[str]:
    """Where most players join, if anybody does after the opening."""
    heard = set(sounding[0][1])
    entrances = []
    for panel, names in sounding[1:]:
        entrances.append((panel, [name for name in names if name not in heard]))
        heard.update(names)
    panel, new = max(entrances, key=lambda entrance: len(entrance[1]), default=(sounding[0][0], []))
    if not new:
        return []
    verb = "joins" if len(new) == 1 and not new[0].endswith("s") else "join"
    return [f"{_listed(new[:3])} {verb} at panel {numbers[panel.panel_uid]}"]


def _listed(names: Sequence[str]) -> str:
    """For example "a, b and c"."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


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
    home = piece.home or cue.key
    if home.name != cue.key.name:
        why.append(f"The climax: lifts from {cue.key.name} to {home.name}.")
    if key.name != home.name:
        why.append(f"Valence {piece.mood.valence:+.2f} against {home.name}: turns to {key.name}.")
    if piece.mood.tension >= TENSE:
        why.append(f"Tension {piece.mood.tension:.2f}: ostinato figures and darker chords.")
    why += _asked(piece)
    last = own[-1][0]
    if last.leads_out in _LEADS:
        why.append(_LEADS[last.leads_out])
    if last.hush_ticks:
        why.append("Silent just before the cue's biggest hit.")
    struck = [v.voice.instrument for v in own[0][1].parts if v.voice.role is Role.ACCENT]
    if struck:
        why.append(f"Must-hit at the cut, answered on the frame: {_listed(struck).lower()}.")
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
