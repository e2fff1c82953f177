"""Presets: factory and user's, checked at the door, refused in one clear sentence."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path
from typing import Any

import pedalboard
import pytest

from musflow_studio import paths, presets
from musflow_studio.domain.effect_table import EFFECTS, check_effect
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.preset import Effect

FACTORY = Path(str(resources.files("presets")))


def user_file(name: str, changes: dict[str, Any] | str | bytes, family: str = "finishing") -> Path:
    """Write a user's preset: the factory's as-composed with changes, or raw text."""
    folder = paths.data_folder() / "presets" / family
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.json"
    if isinstance(changes, dict):
        document = json.loads((FACTORY / "finishing" / "as-composed.json").read_text("utf-8"))
        changes = json.dumps({**document, **changes})
    path.write_bytes(changes if isinstance(changes, bytes) else changes.encode())
    return path


def refusal(name: str) -> StudioError:
    with pytest.raises(StudioError) as caught:
        presets.finishing_preset(name)
    return caught.value


def test_factory_presets_are_twenty_and_more() -> None:
    found = presets.load_finishing()
    assert len(found) >= 20
    assert found["loop"].loop_seam
    assert found["as-composed"].effects == ()
    targets = {p.target_lufs for p in found.values() if "deliverable" in p.tags}
    assert targets == {-23.0, -24.0, -18.0, -14.0}
    assert all(p.tags and p.title and p.description for p in found.values())


def test_every_factory_style_passes_its_checks() -> None:
    for name, style in presets.load_styles().items():
        assert style.name == name
        assert presets.style(name) == style


def test_the_readme_lists_every_style_as_it_is() -> None:
    readme = (FACTORY / "README.md").read_text("utf-8")
    for style in presets.load_styles().values():
        tempo = f"{style.tempo_low_bpm:g} to {style.tempo_high_bpm:g} bpm"
        row = f"| `{style.name}` | {style.description} | {tempo} | {', '.join(style.meters)} |"
        assert row in readme, row


def test_an_unknown_name_gets_a_suggestion() -> None:
    error = refusal("filmmix")
    assert error.code is ErrorCode.UNKNOWN_NAME
    assert "did you mean film-mix" in error.sentence()
    assert "streaming-14" in error.sentence()


def test_a_users_preset_is_found_and_replaces_a_factory_one() -> None:
    user_file("my-show", {"title": "My show", "true_peak_ceiling_dbtp": -2})
    user_file("film-mix", {"title": "Ours"})
    found = presets.load_finishing()
    assert found["my-show"].true_peak_ceiling_dbtp == -2
    assert found["film-mix"].title == "Ours"
    assert presets.finishing_preset("film-mix").title == "Ours"


def test_hidden_files_and_other_files_are_passed_over() -> None:
    user_file("._my-show", "not json")
    (paths.data_folder() / "presets" / "finishing" / "notes.txt").write_text("hello")
    assert "._my-show" not in presets.load_finishing()


REVERB = {"kind": "Reverb", "parameters": {"room_size": 1.5}}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ("{", "is not JSON"),
        ("[1]", "no JSON object"),
        (b"\xff\xfe", "not UTF-8"),
        ("[" * 100_000, "is not JSON"),
        (" " * 1_000_001, "larger than"),
        ({"kind": "musflow.style"}, "another kind"),
        ({"schema_version": None}, "schema_version"),
        ({"schema_version": True}, "schema_version"),
        ({"schema_version": 3}, "newer version"),
        ({"name": "other"}, "differs from the file's name"),
        ({"title": None}, "title"),
        ({"titel": "x"}, "titel"),
        ({"true_peak_ceiling_dbtp": 0.5}, "-20 to 0 dBTP"),
        ({"true_peak_ceiling_dbtp": "loud"}, "true_peak_ceiling_dbtp"),
        ({"leveling": "loud"}, "leveling"),
        ({"leveling": "lufs"}, "target_lufs"),
        ({"target_lufs": -14}, "target_lufs"),
        ({"leveling": "lufs", "target_lufs": -3}, "-60 to -5 LUFS"),
        ({"effects": [{"kind": "Reverbs", "parameters": {}}]}, "did you mean Reverb"),
        ({"effects": [REVERB]}, "room_size of Reverb is out of range (got 1.5); legal: 0 to 1"),
        (
            {"effects": [{"kind": "Reverb", "parameters": {"roomsize": 1}}]},
            "did you mean room_size",
        ),
        ({"effects": [{"kind": "Gain", "parameters": {"gain_db": "x"}}]}, "gain_db"),
        ({"effects": [{"kind": "PitchShift", "parameters": {}}]}, '"live": false'),
        ({"effects": [{"kind": "VST3Plugin", "parameters": {}}]}, "VST3Plugin"),
    ],
)
def test_a_wrong_file_is_refused_in_one_sentence(changes: Any, said: str) -> None:
    path = user_file("wrong", changes)
    sentence = refusal("wrong").sentence()
    assert str(path) in sentence
    assert said in sentence
    assert len(sentence) < 700
    with pytest.raises(StudioError):
        presets.load_finishing()
    assert presets.finishing_preset("loop").name == "loop"  # one wrong file blocks only itself


def test_nan_is_refused() -> None:
    user_file("wrong", {"true_peak_ceiling_dbtp": float("nan")})
    assert "true_peak_ceiling_dbtp" in refusal("wrong").sentence()


def test_a_newer_schema_has_its_own_code() -> None:
    user_file("wrong", {"schema_version": 7})
    assert refusal("wrong").code is ErrorCode.NEWER_VERSION


def test_a_file_name_with_a_space_is_refused() -> None:
    user_file("My Show", {})
    assert "lower-case letters" in refusal("My Show").sentence()


STYLE = {
    "kind": "musflow.style",
    "schema_version": 1,
    "title": "T",
    "description": "D",
    "tempo_low_bpm": 60,
    "tempo_high_bpm": 90,
    "meters": ["4/4"],
    "keys_major": [0],
    "keys_minor": [2],
    "major_modes": ["major"],
    "minor_modes": ["minor"],
    "progressions_major": ["I V vi IV"],
    "progressions_minor": ["i VI III VII"],
    "roles": [
        {
            "role": "melody", "instrument": "piano", "program": 0, "bank": 0, "low": 48, "high": 84,
            "enters_at_energy": 0, "leaves_at_energy": 1, "velocity_low": 40, "velocity_high": 100,
            "gain_db": 0, "pan": 0, "reverb_send": 0.3, "high_pass_hz": 0, "attack_ms": 5,
            "pattern": "theme",
        }
    ],
    "room": {"room_size": 0.5, "damping": 0.5, "wet_level": 0.2, "pre_delay_ms": 10},
}  # fmt: skip


def test_a_users_style_is_read() -> None:
    user_file("mine", json.dumps(STYLE), family="styles")
    style = presets.style("mine")
    assert (style.name, style.tempo_high_bpm, style.roles[0].attack_ms) == ("mine", 90.0, 5.0)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("tempo_low_bpm", 20, "40 to 240 bpm"),
        ("tempo_low_bpm", 100, "above tempo_high_bpm"),
        ("meters", ["5/8"], "5/8"),
        ("meters", [], "meters is empty"),
        ("keys_major", [12], "0 to 11"),
        ("minor_modes", ["locrian"], "locrian"),
        ("room", {"size": 1}, "size"),
        ("room", {"damping": 2}, "damping of room"),
        ("roles", [{**STYLE["roles"][0], "program": 200}], "program of melody (piano)"),
        ("roles", [{**STYLE["roles"][0], "bank": 129}], "128"),
        ("roles", [{**STYLE["roles"][0], "low": 90}], "above high"),
        ("roles", [{**STYLE["roles"][0], "tension_low": 0.9, "tension_high": 0.2}], "above"),
        ("roles", [{**STYLE["roles"][0], "velocity_low": 0}], "1 to 127"),
        ("roles", [{**STYLE["roles"][0], "role": "solo"}], "roles[0].role"),
        ("roles", [{**STYLE["roles"][0], "enters_at_energy": 1, "leaves_at_energy": 0.5}], "above"),
        ("roles", [STYLE["roles"][0], {**STYLE["roles"][0], "gain_db": 3}], "differ in gain_db"),
    ],
)  # fmt: skip
def test_a_wrong_style_is_refused(field: str, value: object, said: str) -> None:
    user_file("mine", json.dumps({**STYLE, field: value}), family="styles")
    with pytest.raises(StudioError) as caught:
        presets.style("mine")
    assert said in caught.value.sentence()


@pytest.mark.parametrize("kind", sorted(kind for kind in EFFECTS if not EFFECTS[kind].defaults))
def test_the_effect_table_is_true_of_pedalboard(kind: str) -> None:
    plugin = getattr(pedalboard, kind)
    for name, legal in EFFECTS[kind].parameters.items():
        for value in (legal.low, legal.high):
            made = plugin(**{name: value})
            assert getattr(made, name) == pytest.approx(value, rel=1e-4)
    check_effect(Effect(kind, {n: r.low for n, r in EFFECTS[kind].parameters.items()},
                        live=EFFECTS[kind].live))  # fmt: skip


def test_readme_names_every_effect_parameter_and_range() -> None:
    text = (FACTORY / "README.md").read_text("utf-8")
    for kind, known in EFFECTS.items():
        assert f"`{kind}`" in text
        for name, legal in known.parameters.items():
            assert f"`{name}` {legal}" in text
    for ranges in (presets.ROLE_RANGES, presets.ROOM_RANGES):
        for name, legal in ranges.items():
            assert f"| `{name}` | {legal} |" in text
