"""Settings: environment over file over defaults."""

from __future__ import annotations

import pytest

from musflow_studio.domain.errors import StudioError
from musflow_studio.paths import config_folder, ensure_folder
from musflow_studio.settings import (
    check_sample_rate,
    load_settings,
    save_settings,
    settings_file,
)


def write_settings(text):
    (ensure_folder(config_folder()) / "settings.toml").write_text(text, encoding="utf-8")


def test_the_environment_wins_over_the_file_and_the_file_over_the_default(monkeypatch, tmp_path):
    assert load_settings().sample_rate_hz == 44100
    write_settings(f'sample_rate_hz = 48000\nfinish = "film-mix"\nlibrary = "{tmp_path}/a"\n')
    monkeypatch.setenv("MUSFLOW_LIBRARY", str(tmp_path / "b"))
    settings = load_settings()
    assert settings.sample_rate_hz == 48000
    assert settings.finish == "film-mix"
    assert settings.library == tmp_path / "b"


@pytest.mark.parametrize(
    "text",
    [
        "tempo = 3",
        "finish = [",
        "finish = 5",
        "library = 5",
        'library = ""',
        "sample_rate_hz = 12",
        'sample_rate_hz = "x"',
    ],
)
def test_a_bad_settings_file_is_refused_in_a_sentence(text):
    write_settings(text)
    with pytest.raises(StudioError) as refused:
        load_settings()
    assert refused.value.exit_status == 2
    assert "settings.toml" in refused.value.sentence()


def test_a_bad_variable_is_named(monkeypatch):
    monkeypatch.setenv("MUSFLOW_SAMPLE_RATE_HZ", "48k")
    with pytest.raises(StudioError, match=r"MUSFLOW_SAMPLE_RATE_HZ: .*\(got 48k\).*96000 Hz"):
        load_settings()
    monkeypatch.setenv("MUSFLOW_SAMPLE_RATE_HZ", "48000")
    assert load_settings().sample_rate_hz == 48000


def test_only_delivery_rates_are_legal():
    assert check_sample_rate(96000) == 96000
    with pytest.raises(StudioError, match="44100, 48000, 88200, 96000"):
        check_sample_rate(22050)


def test_written_settings_keep_comments_and_what_others_wrote():
    file = settings_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text('# mine\nengine = "sampled"\n\n[bridge]\nlan = false # at home\n', "utf-8")
    saved = save_settings({"sample_rate_hz": 48000, "engine": None})
    save_settings({"osc_port": 9001}, "bridge")
    assert saved.sample_rate_hz == 48000
    assert file.read_text("utf-8") == (
        "# mine\nsample_rate_hz = 48000\n\n[bridge]\nlan = false # at home\nosc_port = 9001\n"
    )


def test_settings_that_are_not_legal_are_not_written():
    save_settings({"sample_rate_hz": 48000})
    before = settings_file().read_bytes()
    with pytest.raises(StudioError, match="44100"):
        save_settings({"sample_rate_hz": 12345})
    assert settings_file().read_bytes() == before
