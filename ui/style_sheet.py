"""The style sheet: how Qt's stock widgets look, in the colours of a palette."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from string import Template

_SHEET = Template("""
QMainWindow, QDialog { background: $background; }
QMainWindow::separator { background: $background; }
QSplitter::handle { background: $background; }
QSplitter::handle:hover { background: $line; }
QFrame#pane { background: $surface; border-radius: 6px; }
QFrame#ribbon { background: $raised; border: 1px solid $line; border-radius: 5px; }
QFrame#ribbon[kind="bad"] { border-color: $bad; }
QFrame#ribbon[kind="warn"] { border-color: $warn; }
QFrame#ribbon[kind="good"] { border-color: $good; }
QFrame#ribbon[kind="accent"] { border-color: $accent; }
QFrame#card { background: $raised; border: 1px solid $raised; border-radius: 6px; }
QFrame#card[chosen="true"] { border-color: $accent; }
QFrame#card QToolButton:checked { background: transparent; }
QFrame#card QToolButton:hover { background: $line; }
QLabel[role="handle"] { border: 1px solid transparent; border-radius: 4px; padding: 0 4px; }
QLabel[role="handle"]:focus { border-color: $accent; }
QLabel[role="handle"][off="true"] { color: $muted; }
QFrame#rule { background: $line; }
QLabel { background: transparent; }
QLabel[role="muted"] { color: $muted; }
QLabel[role="bad"] { color: $bad; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QToolTip { background: $raised; color: $text; border: 1px solid $line; padding: 4px 6px; }

QMenuBar { background: $background; color: $text; padding: 2px 4px; }
QMenuBar::item { padding: 4px 8px; border-radius: 4px; background: transparent; }
QMenuBar::item:selected { background: $raised; }
QMenu { background: $raised; color: $text; border: 1px solid $line; padding: 4px; }
QMenu::item { padding: 5px 24px 5px 12px; border-radius: 4px; }
QMenu::icon { padding-left: 8px; }
QMenu::item:selected { background: $accent; color: $on_accent; }
QMenu::item:disabled { color: $muted; background: transparent; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }

QPushButton { background: $raised; color: $text; border: 1px solid $line; border-radius: 5px;
    padding: 5px 12px; min-height: 16px; }
QPushButton:hover { border-color: $muted; }
QPushButton:pressed, QPushButton:checked { background: $line; }
QPushButton:focus { border-color: $accent; }
QPushButton:disabled { color: $muted; border-color: $raised; }
QPushButton[role="main"] { background: $accent; color: $on_accent; border-color: $accent;
    font-weight: 600; }
QPushButton[role="main"]:hover { border-color: $text; }
QPushButton[role="main"]:focus { border: 2px solid $text; padding: 4px 11px; }
QPushButton[role="main"]:disabled { background: $raised; color: $muted; border-color: $raised; }
QPushButton[role="stop"] { color: $bad; border-color: $bad; }
QPushButton[role="row"] { background: transparent; border-color: transparent; text-align: left; }
QPushButton[role="row"]:hover { background: $raised; }
QPushButton[role="row"]:focus { border-color: $accent; }
QPushButton[role="segment"] { padding: 4px 6px; color: $muted; }
QPushButton[role="segment"]:checked { background: $line; color: $text; border-color: $muted; }
QPushButton[role="segment"]:focus { border-color: $accent; }
QPushButton[role="filled"] { padding: 4px 6px; border-color: $accent; }
QPushButton[role="filled"]:checked { background: $accent; color: $on_accent; }
QPushButton[role="filled"]:focus { border-color: $text; }
QPushButton[role="chip"] { padding: 1px 8px; }
QPushButton[role="grip"] { padding: 4px 6px; }
QPushButton[role="grip"]:hover { border-color: $accent; }
QPushButton::menu-indicator { width: 0; }

QToolButton { background: transparent; color: $text; border: 1px solid transparent;
    border-radius: 5px; padding: 4px; }
QToolButton:hover { background: $raised; }
QToolButton:pressed, QToolButton:checked { background: $line; }
QToolButton:focus { border-color: $accent; }
QToolButton:disabled { color: $muted; }
QToolButton::menu-indicator { image: none; }
QToolButton[role="field"] { background: $raised; border-color: $line; padding: 4px 8px; }
QToolButton[role="field"]:hover { border-color: $muted; }
QComboBox[role="muted"], QDoubleSpinBox[role="muted"] { color: $muted; }

QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDoubleSpinBox, QComboBox {
    background: $raised; color: $text; border: 1px solid $line; border-radius: 5px;
    padding: 3px 6px; selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus,
QComboBox:focus { border-color: $accent; }
QLineEdit:disabled, QSpinBox:disabled, QDoubleSpinBox:disabled, QComboBox:disabled {
    color: $muted; background: $surface; }
QComboBox { padding-right: 2px; }
QComboBox::drop-down { border: none; width: 20px; }
QComboBox::down-arrow { image: url($marks/down-$shade.svg); width: 12px; height: 12px; }
QSpinBox, QDoubleSpinBox { padding-right: 18px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: none; width: 18px;
    background: transparent; }
QAbstractSpinBox::up-arrow { image: url($marks/up-$shade.svg); width: 10px; height: 10px; }
QAbstractSpinBox::down-arrow { image: url($marks/down-$shade.svg); width: 10px; height: 10px; }
QComboBox QAbstractItemView { background: $raised; color: $text; border: 1px solid $line;
    selection-background-color: $accent; selection-color: $on_accent; outline: none; }

QTabWidget::pane { border: none; }
QTabBar { background: transparent; }
QTabBar::tab { background: transparent; color: $muted; padding: 7px 14px; border: none;
    border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; }
QTabBar::tab:hover { color: $text; }
QTabBar:focus { outline: none; }
QTabBar::tab:focus { color: $accent; }

QScrollArea { background: transparent; border: none; }
QScrollArea > QWidget > QWidget { background: transparent; }
QListView, QTreeView, QTableView { background: transparent; border: none; outline: none; }
QTreeView#models { border: 1px solid transparent; border-radius: 5px; }
QTreeView#models:focus { border-color: $accent; }
QTreeView#models::item { padding: 0 4px; border: none; }
QTreeView#models::item:disabled { color: $muted; }
QTreeView#models::item:selected { background: $line; color: $text; }
QHeaderView::section { background: $surface; color: $muted; border: none; padding: 4px; }
QScrollBar { background: transparent; border: none; }
QScrollBar:vertical { width: 10px; }
QScrollBar:horizontal { height: 10px; }
QScrollBar::handle { background: $line; border-radius: 4px; margin: 1px; min-height: 24px;
    min-width: 24px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QProgressBar { background: $raised; border: none; border-radius: 3px; max-height: 6px;
    min-height: 6px; text-align: center; color: transparent; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QSlider::groove:horizontal { height: 4px; background: $line; border-radius: 2px; }
QSlider::sub-page:horizontal { background: $accent; border-radius: 2px; }
QSlider::handle:horizontal { background: $text; width: 12px; margin: -4px 0; border-radius: 6px; }
QSlider::groove:vertical { width: 4px; background: $line; border-radius: 2px; }
QSlider::handle:vertical { background: $text; height: 12px; margin: 0 -4px; border-radius: 6px; }
QSlider::handle:focus { background: $accent; }
QCheckBox, QRadioButton { spacing: 8px; }
QCheckBox::indicator, QRadioButton::indicator { width: 14px; height: 14px;
    border: 1px solid $muted; background: $raised; }
QCheckBox::indicator { border-radius: 4px; }
QRadioButton::indicator { border-radius: 8px; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent;
    image: url($marks/check-$shade.svg); }
QRadioButton::indicator:checked { background: $accent; border: 4px solid $raised; }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border-color: $line; }
QCheckBox::indicator:focus, QRadioButton::indicator:focus { border-color: $accent; }
QCheckBox:focus, QRadioButton:focus { color: $accent; }
QStatusBar { background: $background; color: $muted; }
""")


MARKS = Path(__file__).parent / "marks"


def style_sheet(colors: Mapping[str, str], shade: str) -> str:
    """The sheet in these colours; `shade` ("dark", "light") chooses arrows and check marks."""
    return _SHEET.substitute(colors, shade=shade, marks=MARKS.as_posix())
