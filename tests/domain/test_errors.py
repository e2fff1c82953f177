"""StudioError: one sentence, one table, whole across a pipe."""

from __future__ import annotations

from musflow_studio.domain.errors import DOOR_NUMBERS, ErrorCode, StudioError


def test_every_code_has_its_numbers_and_no_two_share_an_osc_number():
    assert set(DOOR_NUMBERS) == set(ErrorCode)
    numbers = [row.osc_number for row in DOOR_NUMBERS.values()]
    assert len(set(numbers)) == len(numbers)


def test_a_question_is_not_closed_with_a_full_stop():
    asked = StudioError(
        ErrorCode.FILE_NOT_FOUND, "there is no 'a.png'", hint="did you mean 'b.png'?"
    )
    assert asked.sentence() == "There is no 'a.png'; did you mean 'b.png'?"


def test_the_sentence_says_what_which_value_the_range_and_what_to_do():
    error = StudioError(
        ErrorCode.OUT_OF_RANGE,
        "tempo out of range",
        value=900,
        legal="40 to 240 bpm",
        hint="go slower",
    )
    assert str(error) == "Tempo out of range (got 900); legal: 40 to 240 bpm; go slower."


def test_long_values_are_cut_and_stay_on_one_line():
    error = StudioError(ErrorCode.BAD_INPUT, "no such key", value="H\n" * 500)
    assert "\n" not in str(error)
    assert len(str(error)) < 250


def test_an_error_survives_a_pipe():
    error = StudioError(ErrorCode.BAD_FILE, "broken", value="x.png", legal="PNG", hint="redo it")
    again = StudioError.from_dict(error.as_dict())
    assert again.sentence() == error.sentence()
    assert again.exit_status == 2
