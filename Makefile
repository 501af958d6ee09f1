# Everything a person runs. `make demo` and `make test` need only Python 3.11+, make and git.

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
DEMO_HOME ?= var/demo
PYTEST_ARGS ?=
FUZZ_COUNT ?= 10000
FUZZ_SEED ?= 1
FAULTS_ARGS ?=
NATIONAL_BUCKETS ?= 40
DEV_PORT ?= 3000
PAGES_PORT ?= 3001
# The folder of all state that `make dev` works in and serves the pages of.
STATE := $(abspath $(or $(QUARTERDAY_HOME),var))

# Commands are started by the hundred: what they import is compiled once.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup demo test test-postgres lint format dev bench bench-national fuzz faults machines clean

help:
	@echo "make demo   set up, play a quarter with invented figures, name the report to open"
	@echo "make test   set up and run the tests"
	@echo "make test-postgres   the same tests, on a PostgreSQL server made for them"
	@echo "make dev    set up and start Dagster on http://127.0.0.1:3000, reports on :3001 (DEV_PORT, PAGES_PORT)"
	@echo "make lint   style, types and import contracts"
	@echo "make bench  ratios of speed, and which goals they miss"
	@echo "make bench-national   thirty million rows by bucket against DuckDB (NATIONAL_BUCKETS of 40)"
	@echo "make fuzz   10,000 broken files through door and inbox (FUZZ_COUNT, FUZZ_SEED)"
	@echo "make faults a close cut off at every statement, and eight at work at once, on PostgreSQL"
	@echo "make machines two councils' quarters on two Celery workers, one of which is killed (needs Redis)"

setup: $(READY)

# The virtual environment is made once, and again when the locked dependencies change.
$(READY): pyproject.toml uv.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Quarterday needs Python 3.11 or newer: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@if command -v uv >/dev/null; then UV=uv; else \
		test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet --disable-pip-version-check uv; \
		UV=$(BIN)/uv; fi; \
	UV_PROJECT_ENVIRONMENT=.venv $$UV sync --frozen --inexact --compile-bytecode --quiet \
		--python $(BIN)/python
	@touch $@

demo: $(READY)
	@$(BIN)/quarterday demo --home $(DEMO_HOME)

test: $(READY)
	@$(BIN)/pytest -n auto --dist loadfile --no-loadscope-reorder $(PYTEST_ARGS)

test-postgres: $(READY)
	@$(BIN)/python -m tests.postgres -- $(BIN)/pytest -n auto --dist loadfile --no-loadscope-reorder $(PYTEST_ARGS)

lint: $(READY)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

format: $(READY)
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

# Only what goes to people is served: links to these four folders, never the whole of it.
dev: $(READY)
	@mkdir -p var/dagster $(STATE)/pages && cp pipelines/instance.yaml var/dagster/dagster.yaml
	@for page in reports receipts forms outbox; do ln -sfn ../$$page $(STATE)/pages/$$page; done
	@$(BIN)/python -m http.server $(PAGES_PORT) --bind 127.0.0.1 --directory $(STATE)/pages 2>/dev/null & \
		trap "kill $$! 2>/dev/null" EXIT INT TERM; \
		DAGSTER_HOME="$(CURDIR)/var/dagster" QUARTERDAY_PAGES=http://127.0.0.1:$(PAGES_PORT) \
		$(BIN)/dagster dev -w workspace.yaml -p $(DEV_PORT)

bench: $(READY)
	@$(BIN)/python -m tests.bench

bench-national: $(READY)
	@$(BIN)/python -m tests.bench.national $(NATIONAL_BUCKETS)

fuzz: $(READY)
	@$(BIN)/python -m tests.fuzz.run --count $(FUZZ_COUNT) --seed $(FUZZ_SEED)

faults: $(READY)
	@$(BIN)/python -m tests.faults $(FAULTS_ARGS)

machines: $(READY)
	@$(BIN)/python -m tests.live.many

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
