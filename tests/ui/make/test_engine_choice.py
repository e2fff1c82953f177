"""The engine's list: what cannot play here stays in sight, greyed, with the reason."""

from __future__ import annotations

from PyQt6.QtCore import Qt

from musflow_studio.own_model import MODEL_VARIABLE
from ui.make import MakeView
from ui.models import Models


def test_an_engine_that_is_not_here_is_grey_and_says_why(
    opened: Models, qtbot, monkeypatch, tmp_path
):
    monkeypatch.setenv(MODEL_VARIABLE, str(tmp_path))
    opened.making.engines = opened.studio.engines()
    view = MakeView(opened)
    qtbot.addWidget(view)
    engine = view.take.engine
    items = engine.model()
    for at in range(engine.count()):
        offer = opened.making.engines[engine.itemData(at)]
        assert items.item(at).isEnabled() is not bool(offer.missing)
    hybrid = engine.findData("hybrid")
    assert "no MusFlow model" in engine.itemData(hybrid, Qt.ItemDataRole.ToolTipRole)
    assert items.item(engine.findData("sampled")).isEnabled()
