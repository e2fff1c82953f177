"""Closed models are still: a timer that fires while Python collects its model ends the program."""

from __future__ import annotations

from dataclasses import fields

from PyQt6.QtCore import QObject, QTimer

from ui.models import Models


def test_nothing_ticks_in_models_that_are_closed(models: Models):
    held = [getattr(models, field.name) for field in fields(models)]
    timers = [t for model in held if isinstance(model, QObject) for t in model.findChildren(QTimer)]
    for timer in timers:
        timer.start(60_000)
    models.close()
    assert len(timers) >= 4
    assert not [timer for timer in timers if timer.isActive()]
