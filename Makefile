# Three commands: `make run` (the window), `make cue` (an example becomes a clip) and `make test`.
# All set up everything they need: a virtual environment in .venv, pinned packages, and what
# only the system has (FluidSynth, a soundfont), through the package manager.

VENV := .venv
BIN := $(VENV)/bin
SOURCE ?= examples/harbour-dawn

# Tests that bear company run two at a time; those of devices, windows, doors and time run alone.
TOGETHER := description documents domain effect_words effects encoders evaluation export finishing \
	generation hearing library likeness models planning presets project retrieval storyboard training \
	waveform

.PHONY: run cue test lint gates clean
.DELETE_ON_ERROR:

run: $(VENV)/ready
	$(BIN)/python -m ui $(SOURCE)

cue: $(VENV)/ready
	$(BIN)/musflow cue $(SOURCE)

test: $(VENV)/ready $(VENV)/tools lint
	OMP_NUM_THREADS=1 $(BIN)/pytest -n 2 --dist loadfile $(TOGETHER:%=tests/%)
	$(BIN)/pytest $(TOGETHER:%=--ignore=tests/%)

lint: $(VENV)/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# The figures of docs/benchmarks.md at full size (about an hour).
gates: $(VENV)/ready $(VENV)/tools
	$(BIN)/pytest -m gate --full --record --timeout 3600

$(VENV)/ready: pyproject.toml constraints.txt musflow_studio/setup.py
	@python3 -c 'import venv, ensurepip' 2>/dev/null || ! command -v apt-get >/dev/null || { \
		root=$$([ "$$(id -u)" = 0 ] || echo sudo); \
		echo "Installing python3-venv with $$root apt-get (Python and its virtual environments)"; \
		$$root apt-get update -qq && \
		$$root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv; }
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "MusFlow Studio needs Python 3.11 or newer as python3."; exit 2; }
	test -x $(BIN)/python || python3 -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	$(BIN)/musflow setup
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -c constraints.txt basic-pitch
	touch $@

# Programs the tests talk to (a sound server, a video probe); without them those tests are skipped.
$(VENV)/tools: tests/system_tools.py | $(VENV)/ready
	$(BIN)/python tests/system_tools.py
	touch $@

clean:
	rm -rf $(VENV) build *.egg-info
