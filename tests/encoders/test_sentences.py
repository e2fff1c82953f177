"""A story sentence by sentence."""

import numpy as np
import pytest

from musflow_studio.encoders.sentences import by_sentence, sentences
from musflow_studio.encoders.text import load_text_encoder


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("The ship sails at dawn", ["The ship sails at dawn"]),
        ("It rains. Nobody hurries!  Why?", ["It rains.", "Nobody hurries!", "Why?"]),
        ("A harbour\nShe waves\n\n", ["A harbour", "She waves"]),
        ("He waits\u2026 It is 3.5 miles", ["He waits\u2026", "It is 3.5 miles"]),
        ('"Run." They run.', ['"Run.', "They run."]),
        ("\u591c\u3002\u96e8\u3002", ["\u591c\u3002", "\u96e8\u3002"]),
        (" \n ", [""]),
        ("", [""]),
    ],
)
def test_a_text_is_read_by_its_sentences(text, parts):
    assert sentences(text) == parts


def test_a_story_is_the_mean_of_its_sentences():
    encode = load_text_encoder().encode
    both = by_sentence(encode, ["It rains. Nobody hurries.", "It rains."])
    apart = encode(["It rains.", "Nobody hurries."])
    assert np.allclose(both[0], apart.mean(0), atol=1e-6)
    assert np.allclose(both[1], apart[0], atol=1e-6)
    assert both.dtype == np.float32
