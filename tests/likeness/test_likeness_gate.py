"""Figures of `--like`: results are nearer to their reference than to another, and copy nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

from musflow_studio.domain.general_midi import KIT_BANK
from musflow_studio.domain.plan import CuePlan
from musflow_studio.domain.reference import TRAITS, Reference
from musflow_studio.domain.request import CueRequest
from musflow_studio.domain.storyboard import Storyboard
from musflow_studio.evaluation.rendered import RATE_HZ, Rendered
from musflow_studio.evaluation.sample_boards import sample_board
from musflow_studio.likeness.chroma_match import matched_share
from musflow_studio.likeness.fingerprint import shared_share
from musflow_studio.likeness.hint import COPY_ABOVE, NOTES_ABOVE
from musflow_studio.likeness.reading import fingerprinted, heard, reference_from
from musflow_studio.likeness.style_sound import alike
from musflow_studio.pipeline import plan_take
from musflow_studio.planning import plan
from musflow_studio.presets import load_styles
from musflow_studio.progress import Progress, Timings
from musflow_studio.sources import Start
from musflow_studio.tools import Tools

if TYPE_CHECKING:
    from gates import Gate

PANELS, PANEL_S = 6, 3.0
STYLES = load_styles()


@dataclass(frozen=True)
class Piece:
    """A cue as it was rendered and heard."""

    plan: CuePlan
    path: Path
    reference: Reference


@pytest.mark.gate
def test_results_are_like_their_reference_and_copy_no_notes(gate: Gate, tmp_path: Path) -> None:
    count = 100 if gate.full else 2
    tools = Tools()
    names = sorted(STYLES)
    references = [
        kept(plan_of(1000 + i, names[3 * i % len(names)]), tmp_path / f"reference {i}")
        for i in range(count)
    ]
    sound = tempo = energy = clean = 0
    worst_notes = worst_copy = 0.0
    for i, own in enumerate(references):
        result = kept(like(own.reference, 5000 + i, tools), tmp_path / f"result {i}")
        other = references[(i + 1) % count]
        sound += alike(result.reference, own.reference) > alike(result.reference, other.reference)
        tempo += octaves(result.plan, own.plan) <= octaves(result.plan, other.plan) + 0.01
        energy += follows(result, own) > follows(result, other)
        notes, copied = hints(own.path, result.path)
        worst_notes, worst_copy = max(worst_notes, notes), max(worst_copy, copied)
        clean += notes <= NOTES_ABOVE and copied <= COPY_ABOVE
    shares = {"sound": sound / count, "tempo": tempo / count, "energy curve": energy / count}
    met = min(shares.values()) >= 0.9 and clean == count
    gate.record(
        f"ears: {count} cues like a reference",
        ", ".join(f"{name} {100 * share:.0f} %" for name, share in shares.items())
        + f" nearer to their own than to another's; notes in common at most {worst_notes:.2f}, "
        f"of the recording {worst_copy:.3f}",
        f"90 %; no hint (notes {NOTES_ABOVE}, recording {COPY_ABOVE})",
        f"boards of {PANELS} panels of {PANEL_S:g} s; references by the sampled engine, ten styles "
        "in turn, the other one of another style; sound and energy as heard, tempo as planned "
        "(as near or nearer)",
        met=met,
    )
    assert clean == count
    assert min(shares.values()) >= (0.9 if gate.full else 0.5)  # two cues are few


@pytest.mark.gate
def test_planted_copies_and_transpositions_give_a_hint(gate: Gate, tmp_path: Path) -> None:
    count = 30 if gate.full else 1
    names = sorted(STYLES)
    found = recordings = 0
    least = 1.0
    for i in range(count):
        cue = plan_of(1000 + i, names[3 * i % len(names)])
        own = kept(cue, tmp_path / f"own {i}")
        higher = kept(transposed(cue, 1 + i % 11), tmp_path / f"higher {i}")
        notes, _ = hints(own.path, higher.path)
        least = min(least, notes)
        found += notes > NOTES_ABOVE
        copy = tmp_path / f"copy {i}.wav"
        audio, _ = soundfile.read(own.path)
        soundfile.write(copy, 0.5 * np.concatenate((np.zeros((22050, 2)), audio)), RATE_HZ)
        recordings += hints(own.path, copy)[1] > COPY_ABOVE
    gate.record(
        f"ears: {2 * count} planted copies",
        f"{found} of {count} transpositions and {recordings} of {count} recordings give a hint "
        f"(least share of notes {least:.2f})",
        "all",
        "the score 1 to 11 semitones higher, drums as they are; the file half a second later, 6 dB "
        "softer",
        met=found == recordings == count,
    )
    assert found == recordings == count


def board_of(seed: int) -> tuple[Storyboard, object]:
    """A board of equal panels whose moods and energies are drawn from the seed."""
    board, seen = sample_board(seed)
    order = [i % len(board.panels) for i in range(PANELS)]
    frames = board.rate.nearest_frame(PANEL_S)
    panels = tuple(
        replace(board.panels[at], uid=f"q{i}", number=str(i + 1), length_frames=frames)
        for i, at in enumerate(order)
    )
    energies = np.random.default_rng(seed).permutation(np.linspace(0.1, 0.95, PANELS))
    described = tuple(
        replace(seen.panels[at], panel_uid=f"q{i}", energy=float(energies[i]))
        for i, at in enumerate(order)
    )
    return replace(board, panels=panels), replace(seen, panels=described)


def plan_of(seed: int, style: str) -> CuePlan:
    board, seen = board_of(seed)
    return plan(board, seen, STYLES[style], cue_uid="1M1", seed=seed)


def like(reference: Reference, seed: int, tools: Tools) -> CuePlan:
    """Another board's cue, planned as the main path does with a reference."""
    board, seen = board_of(seed)
    start = Start(board, seed, seen, reference=reference, liked=TRAITS)
    progress = Progress("job", lambda _: None, lambda: False, Timings())
    return plan_take(start, CueRequest(), tools, progress, 1)


def kept(cue: CuePlan, folder: Path) -> Piece:
    """Rendered, written and heard."""
    folder.mkdir()
    path = Rendered(cue, folder).take.mix.path
    return Piece(cue, path, reference_from(path))


def transposed(cue: CuePlan, semitones: int) -> CuePlan:
    parts = tuple(
        part
        if part.bank == KIT_BANK
        else replace(
            part, notes=tuple(replace(n, pitch=min(127, n.pitch + semitones)) for n in part.notes)
        )
        for part in cue.score.parts
    )
    return replace(cue, score=replace(cue.score, parts=parts))


def octaves(one: CuePlan, other: CuePlan) -> float:
    """How far two tempi are apart, halves and doubles being the same."""
    away = np.log2(one.bpm / other.bpm)
    return float(abs(away - np.round(away)))


def follows(one: Piece, other: Piece) -> float:
    """The correlation of two energy curves over their length."""
    share = np.linspace(0, 1, 60)
    curves = [np.array(piece.reference.energy_curve) for piece in (one, other)]
    lines = [np.interp(share * c[-1, 0], c[:, 0], c[:, 1]) for c in curves]
    return float(np.corrcoef(*lines)[0, 1])


def hints(one: Path, other: Path) -> tuple[float, float]:
    return (
        matched_share(heard(one).chroma, heard(other).chroma),
        shared_share(fingerprinted(one), fingerprinted(other)),
    )
