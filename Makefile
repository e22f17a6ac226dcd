# Two commands are enough: `make run` starts the product, `make test` tests it. `make help` lists the others.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
# A worker that has nothing left takes over from the other: tests take from a millisecond to a minute.
TEST := $(BIN)/pytest -q -n 2 --dist worksteal
WALK := $(BIN)/pytest -q -n 3 --dist worksteal tests/journeys
SIDE_BY_SIDE := --no-print-directory -j2 --output-sync=target
# What several runs begin with, such as the sample, is made by the first for all of them.
WITH_ONE_SAMPLE := made=$$(mktemp -d) && trap 'rm -rf "$$made"' EXIT && LANTOA_TEST_RUN=$$made
export PYTHON
# Uncompiled, Django takes a second longer at every start, and a test run starts many processes.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run setup setup-dev test test-all test-fast lint types unit unit-postgres journeys journeys-postgres chaos format messages docs migrated pictures clean

help: ## these lines
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1|/' | column -t -s '|'

run: setup ## prepare what is missing and serve until Ctrl-C; PORT=8000
	@exec $(BIN)/lantoa up --port $(PORT)

setup: ## the environment in .venv
	@tools/setup.sh

setup-dev: ## the environment with the tools for development, and what tests need from the system
	@tools/setup.sh dev
	@tools/debian.sh

# Browsers wait for their servers for a fifth of their time, so that a third one finds room on two cores.
test: setup-dev ## everything that must pass, on SQLite and PostgreSQL
	@$(MAKE) $(SIDE_BY_SIDE) lint types
	@$(WITH_ONE_SAMPLE) $(MAKE) --no-print-directory unit journeys
	@$(WITH_ONE_SAMPLE) $(BIN)/python tools/postgres.py $(MAKE) --no-print-directory unit journeys

test-all: ## each night and before a release: also what something cheaper stands for in `make test`
	@LANTOA_TESTS=all $(MAKE) --no-print-directory test

test-fast: ## unit tests on SQLite alone
	$(TEST) --ignore=tests/journeys

lint:
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports --no-cache
	find lantoa -name '*.html' -exec $(BIN)/djade --target-version 5.2 --check {} +

types:
	@# On a busy machine its workers may not answer in the seconds they have; that is no word about types.
	$(BIN)/mypy -n 2 || { test $$? -eq 2 && $(BIN)/mypy; }

unit: test-fast

unit-postgres:
	$(BIN)/python tools/postgres.py $(TEST) --ignore=tests/journeys

journeys:
	$(WALK)

journeys-postgres:
	$(BIN)/python tools/postgres.py $(WALK)

chaos: ## kill the server a hundred times while people work, send ten thousand requests nobody thought of; on both databases
	LANTOA_CHAOS_ROUNDS=100 $(BIN)/pytest -q -s tests/journeys/test_kill.py
	LANTOA_TESTS=all LANTOA_CHAOS_ROUNDS=30 $(BIN)/pytest -q -s tests/doors/cli/keeping -k killed_at_any_moment
	LANTOA_CHAOS_REQUESTS=10000 $(BIN)/pytest -q tests/test_random_requests.py
	LANTOA_TESTS=all LANTOA_CHAOS_ROUNDS=100 $(BIN)/python tools/postgres.py $(BIN)/pytest -q -s tests/journeys/test_kill.py
	LANTOA_TESTS=all LANTOA_CHAOS_ROUNDS=30 $(BIN)/python tools/postgres.py $(BIN)/pytest -q -s tests/doors/cli/keeping -k killed_at_any_moment
	LANTOA_CHAOS_REQUESTS=10000 $(BIN)/python tools/postgres.py $(BIN)/pytest -q tests/test_random_requests.py

format: ## write code and templates in the house style
	$(BIN)/ruff check --fix --exit-zero
	$(BIN)/ruff format
	find lantoa -name '*.html' -exec $(BIN)/djade --target-version 5.2 {} +

messages: ## collect, merge and compile the texts of the interface and of the packages
	$(BIN)/python -m tools.messages && $(BIN)/python -m tools.library_messages

docs: ## the pages that are made from data
	$(BIN)/python tools/vocabulary_page.py

migrated: ## what new databases begin with, before a release
	$(BIN)/python -m tools.migrated

pictures: ## the README's, as the journeys see them
	LANTOA_TESTS=all LANTOA_PICTURES=docs/images $(BIN)/pytest -q tests/journeys

clean: ## remove what tools left; data in var/ stays
	rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis build *.egg-info
	find lantoa tests tools -name __pycache__ -prune -exec rm -rf {} +
