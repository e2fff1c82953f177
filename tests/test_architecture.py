"""The arrows between packages, and what opening a door may load."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

ROOT = Path(__file__).parent.parent


def test_the_arrows_of_the_architecture_hold(capsys):
    status = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)
    assert status == EXIT_STATUS_SUCCESS, capsys.readouterr().out


def test_opening_a_door_loads_no_torch_no_qt_and_no_stage_but_the_library():
    heavy = ("torch", "transformers", "PyQt6", "pedalboard", "tokenizers", "scipy")
    stages = ("storyboard", "description", "planning", "generation", "finishing")
    code = (
        "import sys, musflow_studio.studio\n"
        f"bad = [m for m in {heavy!r} if m in sys.modules]\n"
        f"bad += [s for s in {stages!r} if 'musflow_studio.' + s in sys.modules]\n"
        "sys.exit(', '.join(bad) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"importing the facade loaded {done.stderr}"


def test_models_of_the_window_know_no_widget():
    """QtCore alone: every model works without a window (import-linter sees no parts of Qt)."""
    seen = re.compile(r"^(?:from|import) (?:PyQt6\.Qt(?!Core)|pyqtgraph|superqt|qtawesome)", re.M)
    files = [*(ROOT / "ui" / "models").glob("*.py"), ROOT / "ui" / "relay.py"]
    assert not [file.name for file in files if seen.search(file.read_text("utf-8"))]


def test_no_rooms_without_a_name():
    """Folders named by what does not fit elsewhere collect what does not fit elsewhere."""
    nameless = {"utils", "util", "misc", "helpers", "common", "manager", "core"}
    files = [*(ROOT / "musflow_studio").rglob("*.py"), *(ROOT / "ui").rglob("*.py")]
    assert not [f for f in files if nameless & {f.stem, f.parent.name}]


def test_every_test_file_has_a_name_of_its_own():
    names = Counter(file.name for file in Path(__file__).parent.rglob("test_*.py"))
    assert {name for name, count in names.items() if count > 1} == set()
