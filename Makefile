# Everything a newcomer needs: `make demo` and `make test` on a bare Debian 12.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.complete
DEMO := build/demo

.PHONY: help setup demo app test check bench bench-peers gpu-rehearsal lint screenshots clean

help:
	@echo "make demo         set up, run the main job on a synthetic cohort, open the window"
	@echo "make test         set up and run every test, in two processes"
	@echo "make check        lint and the quick tests, before each commit"
	@echo "make app          open the window"
	@echo "make bench        measure every bar; writes build/bench.json"
	@echo "make bench-peers  the same scroll and brush in napari, where it is installed"
	@echo "make gpu-rehearsal every line of the GPU's benchmarks on this CPU, in a bare environment"
	@echo "make lint         ruff, mypy, import contracts"
	@echo "make screenshots  write every page, dark and light, into docs/screenshots"
	@echo "make setup        only set up (.venv and, where allowed, Debian packages)"

setup: $(STAMP)

$(STAMP): pyproject.toml packaging/constraints.txt packaging/system-packages.sh packaging/setup.sh
	@packaging/setup.sh "$(PYTHON)" "$(VENV)"
	@touch $@

demo: setup
	@$(BIN)/cxstage demo --out $(DEMO)

app: setup
	@$(BIN)/cxstage-gui

test: setup
	@packaging/system-packages.sh tests
	@QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -n 2 --dist loadfile

check: lint
	@QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -m "not slow" -n 2 --dist loadfile

bench: setup
	@mkdir -p build
	@QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.benchmarks.run build/bench.json

bench-peers: setup
	@QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.benchmarks.peers

gpu-rehearsal: setup
	@$(BIN)/python -m tests.benchmarks.gpu_rehearsal

lint: setup
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

screenshots: setup
	@$(BIN)/cxstage demo --out $(DEMO) --no-window
	@xvfb-run -a -s "-screen 0 1920x1200x24" $(BIN)/python packaging/screenshots.py $(DEMO) docs/screenshots

clean:
	rm -rf build .pytest_cache .mypy_cache .ruff_cache .hypothesis
