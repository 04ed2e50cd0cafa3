# The ways to run and test Opsroom from a fresh clone; needs Python 3.11 or later and make, nothing else.
.DEFAULT_GOAL := help
.PHONY: help run test lint check clean

# Compiled modules are kept: without them every process of ours would compile a thousand files before its first line.
unexport PYTHONDONTWRITEBYTECODE

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CORE := $(VENV)/.core-installed
DEV := $(VENV)/.dev-installed
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
RUN_ARGS ?=
TEST_ARGS ?=

help:
	@echo "make run     start Opsroom (Ctrl-C stops it); RUN_ARGS=--empty starts without the demo shop"
	@echo "make test    run every test against a PostgreSQL of their own"
	@echo "make lint    style, types, import contracts, house rules"
	@echo "make check   lint and test"

run: $(CORE)
	@exec $(BIN)/opsroom run $(RUN_ARGS)

test: $(DEV)
	@$(BIN)/python -m opsroom.interfaces.web.assets
	@$(BIN)/pytest -n 2 --dist loadgroup $(TEST_ARGS)

lint: $(DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --config importlinter.ini --no-cache
	$(BIN)/python tools/architecture.py check

check: lint test

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Python 3.11 or later is needed; $(PYTHON) is $$($(PYTHON) --version 2>&1 || echo missing)."; \
		echo "Install it, or name another one: make run PYTHON=/path/to/python3.12"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
		echo "This Python cannot make virtual environments: its venv module is missing."; \
		echo "On Debian and Ubuntu: apt install python3-venv; then run make again."; exit 1; }
	@echo "Making $(VENV) with $$($(PYTHON) --version)"
	@rm -rf $(VENV)
	@$(PYTHON) -m venv $(VENV)

$(CORE): requirements/core.lock pyproject.toml | $(BIN)/python
	@echo "Installing the locked dependencies; this takes a minute the first time"
	@$(BIN)/python tools/install.py requirements/core.lock
	@# With the build tool this Python brought along; newer ones bring none, so pip fetches it.
	@$(PIP) install --quiet --no-deps --no-build-isolation -e . >/dev/null 2>&1 || $(PIP) install --quiet --no-deps -e .
	@touch $@

$(DEV): requirements/dev.lock $(CORE)
	@echo "Installing the locked tools for tests"
	@$(BIN)/python tools/install.py requirements/dev.lock
	@touch $@
