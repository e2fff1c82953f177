"""Models: all of them in one value, made in the order in which they need each other."""

from __future__ import annotations

from dataclasses import dataclass, fields

from PyQt6.QtCore import QObject, QTimer

from musflow_studio.studio import Studio
from ui.models.audition import AuditionModel
from ui.models.auditioning import Beside
from ui.models.bridge import BridgeModel
from ui.models.descriptions import DescriptionModel
from ui.models.errors import Errors
from ui.models.jobs import JobsModel
from ui.models.making import MakingModel
from ui.models.peaks import PeaksModel
from ui.models.planned import PlannedModel
from ui.models.playback import PlaybackModel
from ui.models.preferences import Preferences
from ui.models.pretrained import PretrainedModel
from ui.models.project import ProjectModel
from ui.models.rack import RackModel
from ui.models.selection import SelectionModel
from ui.models.sounds import SoundsModel
from ui.models.stay import Stay
from ui.models.style_audition import StyleAuditionModel
from ui.models.takes import TakesModel
from ui.pictures import Pictures
from ui.relay import Relay


@dataclass(frozen=True)
class Models:
    """What every view is given. `studio` is there for what no model offers yet."""

    studio: Studio
    relay: Relay
    errors: Errors
    preferences: Preferences
    project: ProjectModel
    selection: SelectionModel
    descriptions: DescriptionModel
    pictures: Pictures
    jobs: JobsModel
    takes: TakesModel
    playback: PlaybackModel
    making: MakingModel
    bridge: BridgeModel
    peaks: PeaksModel
    planned: PlannedModel
    audition: AuditionModel
    styles: StyleAuditionModel
    rack: RackModel
    sounds: SoundsModel
    pretrained: PretrainedModel

    def close(self) -> None:
        """Hear nothing more and keep what is remembered; the studio stays open."""
        self.audition.close()
        self.styles.close()
        self.relay.close()
        self.playback.close()
        self.making.close()
        self.rack.close()
        self.preferences.close()
        for field in fields(self):
            if isinstance(model := getattr(self, field.name), QObject):
                for timer in model.findChildren(QTimer):
                    timer.stop()  # nothing ticks in models that may be collected


def make_models(studio: Studio) -> Models:
    """Models of a studio, on the calling thread, which has a Qt event loop."""
    errors = Errors()
    relay = Relay(errors.show)
    preferences = Preferences()
    projects = ProjectModel(studio, relay, errors, preferences)
    pictures = Pictures(studio, relay)
    projects.opened.connect(pictures.look_again)
    selection = SelectionModel(projects)
    takes = TakesModel(studio, relay, errors, projects)
    for signal in (takes.changed, projects.opened):
        signal.connect(lambda: selection.stay_among(takes.is_there))
    jobs = JobsModel(studio, relay, errors, projects)
    making = MakingModel(studio, relay, preferences, projects, selection, takes, jobs)
    playback = PlaybackModel(studio, relay, errors, preferences, selection, takes)
    stay = Stay(playback, selection)
    beside = Beside(studio, relay, errors, preferences, selection, takes, playback, stay, jobs)
    audition = AuditionModel(beside)
    descriptions = DescriptionModel(studio, relay, errors, projects)
    pretrained = PretrainedModel(studio, relay, errors)
    planned = PlannedModel(studio, relay, projects, selection, jobs, making)
    for looks in (descriptions, planned):
        pretrained.eyes_changed.connect(looks.ask_again)
    pretrained.shelf_changed.connect(making.reload_engines)
    return Models(
        studio,
        relay,
        errors,
        preferences,
        projects,
        selection,
        descriptions,
        pictures,
        jobs,
        takes,
        playback,
        making,
        BridgeModel(relay, projects),
        PeaksModel(studio, relay),
        planned,
        audition,
        StyleAuditionModel(beside),
        RackModel(studio, relay, errors, playback, audition),
        SoundsModel(studio, relay, errors, projects, selection),
        pretrained,
    )
