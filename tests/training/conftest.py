"""A small corpus that several tests learn from."""

import pytest

from musflow_studio.generation.soundfont import find_soundfont
from musflow_studio.presets import load_styles
from musflow_studio.training.corpus import make_corpus

SEEDS = (2, 9, 11)


@pytest.fixture(scope="session")
def styles():
    return load_styles()


@pytest.fixture(scope="session")
def corpus_folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("corpus")
    make_corpus(folder, SEEDS, [find_soundfont()], workers=1)
    return folder
