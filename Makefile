# The project's commands. Needs Python 3.11 or later and make; everything else is installed in .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
COMPILE = uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-annotate --no-header --quiet

.DEFAULT_GOAL := help
.PHONY: help run quick test long coverage bench pictures lint types contracts check hooks snapshots lock clean

help: ## Show this list
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: $(VENV)/.run ## Open the demonstration town (portail demo)
	@$(BIN)/portail demo

# much of a test's time goes in waiting for a store or a screen: three workers for two cores
WORKERS = $(shell $(BIN)/python -c "import os; print((os.cpu_count() or 1) * 3 // 2)")

test: $(VENV)/.dev ## Run every test
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup

# on SQLite, with few examples of each property, and without the tests that take the longest
FEW = --hypothesis-profile=quick --ignore=tests/services/core/test_statement_counts.py \
	--ignore=tests/services/money/test_ledger_machine.py

quick: lint types contracts ## What is tried at each step, in less than two minutes: the same, rules and services
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup $(FEW) -k "not postgresql and not pictures" \
		tests/architecture tests/domain tests/services tests/widgets

long: $(VENV)/.dev ## Every property with many examples and long stories, when nobody waits
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup --hypothesis-profile=long -m hypothesis

coverage: $(VENV)/.dev ## Branches of the domain and of the services that their tests take: at least 90 %
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup $(FEW) -k "not postgresql" \
		--cov --cov-report=json:.coverage.json --cov-report= tests/domain tests/services tests/web
	$(BIN)/python -m tests.support.machine.branch_coverage .coverage.json

bench: $(VENV)/.dev ## Measure, and print ratios and counts
	$(BIN)/python -m benchmarks

pictures: $(VENV)/.dev ## Write the README's pictures from the running program
	$(BIN)/python -m docs.pictures

lint: $(VENV)/.dev ## ruff: format and rules; vulture: what nothing uses
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/vulture

types: $(VENV)/.dev ## mypy, strict
	$(BIN)/mypy

contracts: $(VENV)/.dev ## import-linter: which room may import which
	$(BIN)/lint-imports

check: lint types contracts test ## Everything that must be green before a commit

hooks: $(VENV)/.dev ## Have git try lint, types and contracts before each commit
	$(BIN)/pre-commit install

snapshots: $(VENV)/.dev ## Write the screens' snapshots again (then look at each one)
	$(BIN)/python -m pytest -n auto --dist loadgroup --snapshot-update tests/screens tests/widgets

lock: ## Resolve the dependencies again (needs uv)
	$(COMPILE) --extra build -o requirements.txt
	$(COMPILE) --extra build --extra dev -c requirements.txt -o requirements-dev.txt

clean: ## Remove the environment and the caches
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.txt pyproject.toml portail_tui/__init__.py | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements-dev.txt
	@touch $@
