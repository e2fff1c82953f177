"""Keys are read as people write them and named with the right accidentals."""

from __future__ import annotations

import pytest

from musflow_studio.domain.errors import StudioError
from musflow_studio.planning.harmony.key import (
    key_of,
    name_of_degree,
    parallel_minor,
    parse_key,
    relative_major,
    relative_minor,
    scale_pitch_classes,
)


@pytest.mark.parametrize(
    ("text", "tonic", "mode", "name"),
    [
        ("D minor", 2, "minor", "D minor"),
        ("Dm", 2, "minor", "D minor"),
        ("F# major", 6, "major", "F# major"),
        ("Gb major", 6, "major", "Gb major"),
        ("Bb dorian", 10, "dorian", "Bb dorian"),
        ("bb minor", 10, "minor", "Bb minor"),
        ("b minor", 11, "minor", "B minor"),
        ("C", 0, "major", "C major"),
        ("E♭ MAJOR", 3, "major", "Eb major"),
        ("A# major", 10, "major", "Bb major"),
        ("G# major", 8, "major", "Ab major"),
    ],
)
def test_a_key_is_read_and_named(text: str, tonic: int, mode: str, name: str) -> None:
    key = parse_key(text)
    assert (key.tonic, key.mode, key.name) == (tonic, mode, name)


@pytest.mark.parametrize("text", ["H minor", "", "D blue", "major", "C##", "Dmin7"])
def test_an_unknown_key_is_named_in_the_error(text: str) -> None:
    with pytest.raises(StudioError, match="nknown key") as caught:
        parse_key(text)
    assert caught.value.value == text
    assert caught.value.exit_status == 2


def test_chosen_keys_have_at_most_six_accidentals() -> None:
    majors = [key_of(tonic, "major").name.split()[0] for tonic in range(12)]
    minors = [key_of(tonic, "minor").name.split()[0] for tonic in range(12)]
    assert majors == "C Db D Eb E F Gb G Ab A Bb B".split()
    assert minors == "C C# D Eb E F F# G G# A Bb B".split()
    assert key_of(11, "lydian").name == "B lydian"


def test_scales_and_relatives() -> None:
    assert scale_pitch_classes(parse_key("D minor")) == (2, 4, 5, 7, 9, 10, 0)
    assert scale_pitch_classes(parse_key("F lydian")) == (5, 7, 9, 11, 0, 2, 4)
    assert relative_major(parse_key("C# minor")).name == "E major"
    assert relative_minor(parse_key("Eb major")).name == "C minor"
    assert parallel_minor(parse_key("Db major")).name == "C# minor"
    assert parallel_minor(parse_key("Ab major")).name == "Ab minor"


def test_degrees_keep_their_letters() -> None:
    c_minor = parse_key("C minor")
    assert name_of_degree(c_minor, 5, 8) == "Ab"
    assert name_of_degree(parse_key("E major"), 6, 3) == "D#"
    assert name_of_degree(parse_key("Ab minor"), 5, 4) == "E"
