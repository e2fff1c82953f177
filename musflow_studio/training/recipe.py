"""Recipe: what of the training differs between the sizes of the model."""

from __future__ import annotations

from dataclasses import dataclass, field

NETWORKS = ("vae", "vocoder", "joint", "timbre", "velocity")


@dataclass(frozen=True)
class Withheld:
    """How often the velocity is trained without something, each 0 to 1.

    Attributes:
        embedding: without the joint embedding.
        control: without each kind of control but the notes.
        notes: without the notes.
        everything: with nothing at all, which is what guidance pulls away from.
    """

    embedding: float = 0.1
    control: float = 0.15
    notes: float = 0.5
    everything: float = 0.05


@dataclass(frozen=True)
class Recipe:
    """See the module.

    Attributes:
        shares: of the minutes of `musflow-train all`, by network.
        withheld: see Withheld.
        guided: whether the velocity hears the joint embedding at all.
        own_sound: how often a window's own sound guides it, and not its words and picture; 0 where
            the joint embedding knows whole mixes and the velocity learns their parts.
        times: mean and deviation of the logit of the times the velocity is trained at: under 0,
            nearer to the noise, where conditions decide and not what is left of the data.
        known: in how many of its windows some latents are known.
        velocity_rate: the velocity's highest learning rate.
        batches: windows at a time where they are not the device's usual ones.
        sound: what the model plays: "mixed" as a desk gives it, or "dry", which a desk has to put
            into its room.
        judges_from: the share of the vocoder's time after which judges are heard; 1 for never.
    """

    shares: dict[str, float] = field(
        default_factory=lambda: {
            "vae": 0.2,
            "vocoder": 0.35,
            "joint": 0.1,
            "timbre": 0.05,
            "velocity": 0.3,
        }
    )
    withheld: Withheld = field(default_factory=Withheld)
    guided: bool = True
    own_sound: float = 0.4
    sound: str = "mixed"
    times: tuple[float, float] = (-1.0, 1.4)
    known: float = 0.5
    velocity_rate: float = 6e-4
    batches: dict[str, int] = field(default_factory=dict)
    judges_from: float = 0.35


RECIPES = {
    "tiny": Recipe(),
    "small": Recipe(),
    "full": Recipe(),
    "parts": Recipe(
        shares={"vae": 0.02, "vocoder": 0.2, "joint": 0.08, "timbre": 0.1, "velocity": 0.6},
        withheld=Withheld(embedding=0.5, notes=0.1, control=0.1),
        own_sound=0.0,
        sound="dry",
        times=(-1.5, 1.5),
        known=0.3,
        velocity_rate=1e-3,
        batches={"velocity": 8, "joint": 96},
        judges_from=1.0,
    ),
}
"""By the name of the model's configuration."""
