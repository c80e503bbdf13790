# Everything that is done to this repository. `make demo` and `make test` need nothing before them but Debian 12 with
# git, make and Python 3.11.

PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check install --no-deps
SOURCES := bot storage triage profiles tests benchmarks docs
# One more than there are processors: a test waits for its database or its browser a fifth of its time.
WORKERS ?= $(shell expr $$(nproc) + 1)

# What Python compiled is kept, whatever the environment says: the tests start the program some fifty times.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo install test lint format types imports unit check migration words locks manifests pictures clean

help: ## what can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: install ## run the demo on this machine (RESET=1 begins anew; DEMO_DIR, PORT)
	@exec $(BIN)/mash-triage demo

install: $(VENV)/run.stamp ## a virtual environment with exactly what requirements/run.lock names

test: $(VENV)/dev.stamp lint types imports unit ## everything that is checked before a change goes in

lint: $(VENV)/dev.stamp ## style, and the usual mistakes
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/ruff format --check $(SOURCES)

format: $(VENV)/dev.stamp ## put the style right
	$(BIN)/ruff check --fix $(SOURCES)
	$(BIN)/ruff format $(SOURCES)

types: $(VENV)/dev.stamp ## types
	$(BIN)/mypy

imports: $(VENV)/dev.stamp ## which part may know which
	$(BIN)/lint-imports --no-cache

unit: $(VENV)/dev.stamp ## the tests; at the end stands what this machine could not run
	$(BIN)/pytest -n $(WORKERS) --dist worksteal

check: lint types imports ## all but the tests

migration: $(VENV)/run.stamp ## draft the next revision from storage/tables/: make migration NAME="what it adds"
	@$(BIN)/python -c 'from storage import migrate as m, tables as t; url = "sqlite:///build/draft.sqlite3"; m.migrate(url); print(m.draft_revision(url, "$(NAME)", t.metadata))'

words: $(VENV)/run.stamp ## collect every message that people read for translators
	$(BIN)/python -m bot.locale.collect

locks: ## write the lock files anew from pyproject.toml (needs uv: `pip install uv`)
	uv pip compile $(LOCK) --group build --output-file requirements/run.lock pyproject.toml
	uv pip compile $(LOCK) --group build --group dev --constraint requirements/run.lock --output-file requirements/dev.lock pyproject.toml
LOCK := --quiet --upgrade --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links --python-version 3.11

pictures: $(VENV)/dev.stamp ## the pictures of the guides, from the running bot (needs chromium, nodejs, npm)
	$(BIN)/python -m docs.pictures.make

clean: ## remove what was made, the demo's folder too
	rm -rf $(VENV) build var .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache node_modules

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { echo "There is no $(PYTHON): apt-get install python3 python3-venv (Debian 12), or set PYTHON."; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "Python has no venv module: apt-get install python3-venv."; exit 1; }

$(VENV)/run.stamp: requirements/run.lock pyproject.toml | $(BIN)/python
	@echo "Installing what requirements/run.lock names into $(VENV) …" >&2
	@$(PIP) --require-hashes --no-compile --requirement requirements/run.lock
	@$(PIP) --no-build-isolation --editable .
	@touch $@

$(VENV)/dev.stamp: requirements/dev.lock $(VENV)/run.stamp
	@echo "Installing what requirements/dev.lock names into $(VENV) …" >&2
	@$(PIP) --require-hashes --no-compile --requirement requirements/dev.lock
	@touch $@
