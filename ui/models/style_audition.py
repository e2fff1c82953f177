"""StyleAuditionModel: the chosen take's cue in one style after another, on its own grid."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import replace

from PyQt6.QtCore import QObject

from musflow_studio.audition import StyleAudition
from musflow_studio.domain.audition import StyleState
from musflow_studio.domain.playback import SwitchAt
from musflow_studio.domain.request import CueRequest
from musflow_studio.domain.style import StyleEntry, StyleList
from ui.models.auditioning import Beside, nothing
from ui.models.shelf_auditioning import ShelfAuditioning


class StyleAuditionModel(ShelfAuditioning[StyleAudition, StyleState, StyleEntry]):
    """Styles heard while the take plays."""

    _who = "styles"
    _at_name, _at_first = "style_audition_at", SwitchAt.BAR.value

    def __init__(self, beside: Beside, parent: QObject | None = None) -> None:
        super().__init__(beside, beside.studio.style_audition, StyleState(), parent)

    # What is there

    @property
    def styles(self) -> Mapping[str, StyleEntry]:
        """Everything on the shelf by name."""
        return self._shelf

    @property
    def chosen(self) -> str:
        """Name of the chosen style; "" for none."""
        return self.state.style

    @property
    def own(self) -> str:
        """The style the take was made in; "" while it is not known."""
        clip = self.clip
        return clip.recipe.plan.style if clip else ""

    # What is heard

    def choose(self, style: str) -> None:
        """Hear the cue in a style, as soon as its draft is there."""
        if style != self.state.style:
            self._ask(lambda: self._audition.choose(style, self.at), heard=True)

    def step(self, by: int) -> None:
        """Hear the style so many rows further among those that fit."""
        self._ask(lambda: self._audition.step(by, self.at), heard=True)

    # What becomes of it

    def keep(self) -> bool:
        """Make the chosen style's music a take: the same samples as its draft."""
        if not self.clip_id:
            return False
        self._relay.ask(self._audition.order(), self._keep, self._failed)
        return True

    def like(self, name: str, *, favourite: bool) -> None:
        """Make a style a favourite, or no longer."""
        liked = self._studio.presets.like_style(name, favourite=favourite)
        self._relay.ask(liked, nothing, self._failed)

    # Inside

    def _list(self, query: str = "", *, favourites_only: bool = False) -> Future[StyleList]:
        return self._studio.presets.styles(query, favourites_only=favourites_only)

    def _name(self, entry: StyleEntry) -> str:
        return entry.style.name

    def _keep(self, order: CueRequest) -> None:
        entry = self.styles.get(order.style)
        title = entry.style.title if entry else order.style
        request = replace(order, cue_uid=self._cue_of(self.clip_id))
        self._keeping = self._jobs.remake(request, f"{order.name}, {title}")
