"""Alignment: the joint embedding asked with held-out words and pictures; music made from them.

It is asked for whole mixes, which is what it hears in training, whatever cues the model plays; a
part alone is made from the words of the cue it is from.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np
import torch
from numpy.typing import NDArray

from musflow_studio.domain.request import Quality
from musflow_studio.encoders.text import load_text_encoder
from musflow_studio.evaluation.model.adherence import CHORDS, MEASURES, adherence
from musflow_studio.evaluation.model.bench import SAMPLED, Bench
from musflow_studio.evaluation.model.distribution import Reference
from musflow_studio.evaluation.model.held_out import HeldOutCue, Sound
from musflow_studio.evaluation.model.players import Player, model_player, remembered
from musflow_studio.evaluation.model.report import Figure
from musflow_studio.evaluation.model.retrieval import Array, gain, mean_of, ranks, recall
from musflow_studio.generation.musflow.engine import SAMPLINGS, freely
from musflow_studio.generation.musflow.joint_embedding import KINDS as WORDS
from musflow_studio.generation.musflow.mel import MelFrontEnd, to_mid_side
from musflow_studio.generation.musflow.model import Model
from musflow_studio.training.prepared import Prepared, prepare

WITHIN = 10
SCORE = "embedding score: cosine of what was asked and what is heard"
WORDINGS = 4
"""In how many captions, stories and pictures of its own each mix is asked for."""
GALLERIES = 2
"""Of mixes, among which each is looked for: more questions of the same difficulty."""
RECALL, GAIN = f"R@{WITHIN} of", "a pair's gain over its better single"
_HEARD_LATENTS = 216


def recall_measure(among: int) -> str:
    """The name of the measure where each mix is looked for among so many."""
    return f"{RECALL} {among}, chance {min(1.0, WITHIN / among):.2f}"


def gain_measure(among: int) -> str:
    """The name of the measure of pairs."""
    return f"{RECALL} {among}: {GAIN}"


def alignment(bench: Bench) -> list[Figure]:
    """C: what finds its music, and music made from pictures, stories, captions and all of them."""
    model = bench.model
    if model is None or "joint_embedding" in model.card.get("untrained", ()):
        bench.told("alignment: this model has no trained joint embedding")
        return []
    heard = np.stack([_heard(model, cue.sound) for cue in bench.mixes])
    bench.told(f"alignment: {len(heard)} mixes heard")
    mixes, cues = _prepared(bench.mixes, WORDINGS), _prepared(bench.cues, 1)
    asked = [_told(mixes, model, wording) for wording in range(WORDINGS)]
    found = _retrieved(asked, heard, bench.asked.seed)
    return [*found, *_made(bench, model, _told(cues, model, 0))]


def _prepared(cues: Sequence[HeldOutCue], wordings: int) -> Prepared:
    seeds = [cue.cue.seed for cue in cues]
    encode = load_text_encoder().encode
    return prepare(seeds, encode, lambda done: None, variants=wordings)


def _told(made: Prepared, model: Model, wording: int) -> dict[str, Array]:
    """Embeddings of held-out words and pictures, a row a cue, as long as they have to say."""
    features = {"caption": made.captions, "story": made.stories, "picture": made.pictures}
    with torch.no_grad():
        return {
            kind: model.joint.adapted(kind, torch.from_numpy(rows[:, wording].astype(np.float32)))
            .numpy()
            .astype(float)
            for kind, rows in features.items()
        }


@torch.no_grad()
def _heard(model: Model, sound: Sound) -> Array:
    """The embedding of a sound's first 10 s, (512,)."""
    samples = min(sound.shape[1] // 2048, _HEARD_LATENTS) * 2048
    cut = torch.from_numpy(np.ascontiguousarray(sound[:, :samples]))
    out: Array = model.joint.audio(MelFrontEnd()(to_mid_side(cut)[None]))[0].numpy().astype(float)
    return out


def _retrieved(asked: list[dict[str, Array]], heard: Array, seed: int) -> Iterator[Figure]:
    def found(*kinds: str) -> NDArray[np.int64]:
        """The ranks of every mix, a column a wording."""
        rows = [mean_of([told[kind] for kind in kinds]) for told in asked]
        return np.stack([ranks(one, heard, among) for one in rows], 1)

    count, among = len(heard), len(heard) // GALLERIES
    places = {kind: found(kind) for kind in WORDS}
    for kind in WORDS:
        yield Figure("C", kind, recall_measure(among), recall(places[kind], WITHIN), count)
    for one, other in combinations(WORDS, 2):
        name = f"{one} + {other}"
        both = found(one, other)
        yield Figure("C", name, recall_measure(among), recall(both, WITHIN), count)
        better = max((one, other), key=lambda kind: recall(places[kind], WITHIN))
        more, low, high = gain(both, places[better], WITHIN, seed)
        yield Figure("C", name, gain_measure(among), more, count, low, high)


def _made(bench: Bench, model: Model, told: dict[str, Array]) -> Iterator[Figure]:
    """The paper's four tasks; grid, chords, energy and players are given, notes are not."""
    reference = Reference(bench.cues, bench.players[SAMPLED], bench.ear)
    tasks = {kind: mean_of([told[kind]]) for kind in WORDS} | {"all": mean_of([*told.values()])}
    for task, rows in tasks.items():
        bench.told(f"alignment: music from {task}")
        player = remembered(_guided(bench, model, rows))
        yield from reference.figures("C", task, player)
        judged = reference.judged
        asked = dict(zip((cue.cue.seed for cue in bench.cues), rows, strict=True))
        score = [float(_heard(model, player(c)) @ asked[c.cue.seed]) for c in judged]
        yield Figure("C", task, SCORE, float(np.mean(score)), len(score))
        for figure in adherence("C", task, judged, player, bench.listener):
            if figure.measure == MEASURES[CHORDS]:
                yield figure


def _guided(bench: Bench, model: Model, rows: Array) -> Player:
    free = freely(SAMPLINGS[Quality.STANDARD])
    by_seed = {
        cue.cue.seed: torch.from_numpy(row).float()
        for cue, row in zip(bench.cues, rows, strict=True)
    }
    return model_player(
        model, free, bench.asked.seed, by_groups=False,
        embedding=lambda cue: by_seed[cue.cue.seed],
    )  # fmt: skip
