# What a person types to run, test and keep Hazardline; `make` alone lists it.

PYTHON ?= python3
# The version of uv, which reads pyproject.toml and writes the lock files.
UV := 0.13.9
# The version of pip-audit, which asks about known weaknesses.
PIP_AUDIT := 2.9.0
# The version of atheris, which leads hostile bytes by the code they reach.
ATHERIS := 3.0.0
# For how long `make fuzz` tries each parser, and which ones: all, unless they are named.
SECONDS_EACH ?= 60
TARGETS ?=

VENV := .venv
PIP := $(VENV)/bin/python -m pip --disable-pip-version-check
# Every file that is fetched is named in a lock with its hash, and none is built here.
INSTALL := $(PIP) install --quiet --require-hashes --only-binary :all: --requirement
INSTALL_PROJECT := $(PIP) install --quiet --no-deps --no-build-isolation --editable .
# pip writes RECORD last: a package without one was cut short, and pip would take it for whole.
DROP_UNFINISHED := for package in $(VENV)/lib/python3*/site-packages/*.dist-info; do \
	test -f "$$package/RECORD" || rm -rf "$$package"; done
# Debian's packages for the browser tests and the handbook's pictures: Chromium, what playwright's driver links to, Chinese letters, the three lights.
BROWSER := chromium libatomic1 fonts-noto-cjk fonts-noto-color-emoji
# Stamps: each is written when its step is complete, so that an interrupted step is done again.
RUNTIME := $(VENV)/.runtime-is-installed
TESTS := $(VENV)/.tests-are-installed

# The tests start over a hundred processes: none should have to compile the code anew.
unexport PYTHONDONTWRITEBYTECODE

# One more than there are cores: some tests wait for processes and for the limits of platforms.
WORKERS = $(shell $(PYTHON) -c 'import os; print((os.cpu_count() or 1) + 1)')

.DEFAULT_GOAL := help
.PHONY: help run test test-browser lint audit-dependencies fuzz bench bench-clock bench-board bench-ledger bench-audit tamper bench-nlp bench-backup kill-backups kill-rotation simulate-year storm transcripts handbook lock clean

help: ## Lists these commands.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-18s %s\n", $$1, $$2}' Makefile

run: $(RUNTIME) ## Installs what is missing, and starts the demo company on http://127.0.0.1:8080.
	@exec $(VENV)/bin/hazardline demo

test: $(TESTS) ## Runs the tests on SQLite, and on PostgreSQL where HAZARDLINE_TEST_POSTGRES names a server.
	@$(VENV)/bin/python -m pytest --numprocesses $(WORKERS) --dist worksteal
	@test -n "$$HAZARDLINE_TEST_POSTGRES" || echo "PostgreSQL was not given (HAZARDLINE_TEST_POSTGRES): only SQLite was tested."

test-browser: $(TESTS) ## Runs the browser tests; installs Debian's chromium where there is none (as root).
	@command -v chromium >/dev/null && $(VENV)/bin/playwright --version >/dev/null 2>&1 || { \
		apt-get update && apt-get install --yes --no-install-recommends $(BROWSER); }
	@$(VENV)/bin/python -m pytest -m browser

lint: $(TESTS) ## Checks style with ruff and types with mypy --strict.
	@$(VENV)/bin/ruff check
	@$(VENV)/bin/mypy

audit-dependencies: ## Asks pip-audit, over the network, whether any locked package has a known weakness.
	@folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && \
	$(PYTHON) -m venv "$$folder" && \
	"$$folder/bin/python" -m pip install --quiet --disable-pip-version-check pip-audit==$(PIP_AUDIT) && \
	"$$folder/bin/pip-audit" --strict --require-hashes --disable-pip --requirement requirements.lock

fuzz: $(TESTS) ## Tries hostile bytes on every parser of bytes from outside, SECONDS_EACH=600 for ten minutes each. Installs atheris.
	@$(VENV)/bin/python -c "import atheris" 2>/dev/null || $(PIP) install --quiet --only-binary :all: atheris==$(ATHERIS)
	@$(VENV)/bin/python -m tests.fuzz --seconds $(SECONDS_EACH) $(TARGETS)

bench: $(TESTS) ## Measures turns per second, latency, start and memory, beside two well-known libraries.
	@$(VENV)/bin/python -m tests.bench

bench-clock: $(TESTS) ## Measures the clock, a manager's digest and the figures where a million cases are; PostgreSQL where HAZARDLINE_TEST_POSTGRES names it.
	@$(VENV)/bin/python -m tests.bench.clock
	@$(VENV)/bin/python -m tests.bench.digest
	@$(VENV)/bin/python -m tests.bench.indicators

bench-board: $(TESTS) ## Measures the board where a million cases are, and 200 open ones; CASES=10000 for fewer; on PostgreSQL too where HAZARDLINE_TEST_POSTGRES names it.
	@$(VENV)/bin/python -m tests.bench.board --cases $(or $(CASES),1000000)

bench-ledger: $(TESTS) ## Measures `hazardline ledger` over 100,000 rows; on PostgreSQL too where HAZARDLINE_TEST_POSTGRES names it.
	@$(VENV)/bin/python -m tests.bench.ledger

bench-audit: $(TESTS) ## Measures `hazardline audit verify` over a million linked rows; on PostgreSQL too where HAZARDLINE_TEST_POSTGRES names it.
	@$(VENV)/bin/python -m tests.bench.audit

tamper: $(TESTS) ## Changes what is on record in a thousand ways, looks a thousand times at what nobody touched; on PostgreSQL too where HAZARDLINE_TEST_POSTGRES names it.
	@$(VENV)/bin/python -m tests.bench.tamper

bench-nlp: $(TESTS) ## Measures the judgement: DATA names the folder with the real sentences. Installs torch.
	@test -d "$(DATA)" || { echo "Say where the sentences are: make bench-nlp DATA=FOLDER"; exit 1; }
	@$(VENV)/bin/python -c "import torch, transformers, onnxscript, rapidfuzz" 2>/dev/null || $(PIP) install --quiet --editable ".[train]"
	@$(VENV)/bin/python -m tests.bench.judgement.category "$(DATA)"
	@$(VENV)/bin/python -m tests.bench.judgement.slips "$(DATA)"
	@$(VENV)/bin/python -m tests.bench.judgement.major --data "$(DATA)"
	@$(VENV)/bin/python -m tests.bench.judgement.quality "$(DATA)"
	@$(VENV)/bin/python -m tests.bench.judgement.similar --given "$(DATA)/duplicate_pairs.jsonl"
	@$(VENV)/bin/python -m tests.bench.judgement.similar --cases 100000
	@$(VENV)/bin/python -m tests.bench.judgement.search --cases 100000
	@$(VENV)/bin/python -m tests.bench.judgement.speed

kill-rotation: $(TESTS) ## Kills a rotation of the keys a hundred times while messages are taken; on PostgreSQL, too, where HAZARDLINE_TEST_POSTGRES names it.
	@HAZARDLINE_TEST_KILLS=100 $(VENV)/bin/python -m pytest --quiet tests/scenarios/test_keys_killed.py

kill-backups: $(TESTS) ## Kills backups and restores at a hundred moments in all, and tells the figures; on PostgreSQL, too, where HAZARDLINE_TEST_POSTGRES names it.
	@HAZARDLINE_TEST_KILLS=50 $(VENV)/bin/python -m pytest --quiet --capture no tests/storage/test_kill_backup.py

bench-backup: $(TESTS) ## Backs a company of 100,000 cases up and restores it, while messages arrive; CASES=10000 for a smaller one; on PostgreSQL, too, where HAZARDLINE_TEST_POSTGRES names it.
	@$(VENV)/bin/python -m tests.bench.backup $(or $(CASES),100000)

simulate-year: $(TESTS) ## Lets 300 people live through a year, and checks everything that was told in it.
	@$(VENV)/bin/python -m tests.simulation

storm: $(TESTS) ## Lets a storm loose over each platform, sends a digest to 3,000 people on a simulated clock, and tells the figures.
	@$(VENV)/bin/python -m pytest --capture no --quiet -m storm tests/platforms
	@$(VENV)/bin/python -m pytest --capture no --quiet tests/platforms/test_broadcast.py

transcripts: $(TESTS) ## Writes docs/transcripts anew: every story as the product tells it, in both languages.
	@$(VENV)/bin/python -m tests.transcripts

handbook: $(TESTS) ## Takes the pictures of docs/handbook anew: the demo company lives through a day in a browser, in both languages.
	@command -v chromium >/dev/null && $(VENV)/bin/playwright --version >/dev/null 2>&1 || { \
		apt-get update && apt-get install --yes --no-install-recommends $(BROWSER); }
	@$(VENV)/bin/python -m tests.handbook

lock: ## Writes both lock files anew from pyproject.toml, keeping every version that still fits.
	@folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && \
	$(PYTHON) -m venv "$$folder" && \
	"$$folder/bin/python" -m pip install --quiet --disable-pip-version-check uv==$(UV) && \
	compile() { "$$folder/bin/uv" pip compile --quiet --generate-hashes --no-emit-index-url --universal \
		--python-version 3.11 --annotation-style line --custom-compile-command "make lock" \
		pyproject.toml --group build "$$@"; } && \
	compile --extra test --output-file tests/requirements.lock && \
	compile --constraint tests/requirements.lock --output-file requirements.lock

clean: ## Removes what these commands made, and leaves data/ alone.
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(RUNTIME): requirements.lock pyproject.toml | $(VENV)/bin/pip
	@echo "Installing what Hazardline needs ..."
	@$(DROP_UNFINISHED)
	@$(INSTALL) requirements.lock
	@$(INSTALL_PROJECT)
	@touch $@

$(TESTS): tests/requirements.lock pyproject.toml | $(VENV)/bin/pip
	@echo "Installing what the tests need ..."
	@$(DROP_UNFINISHED)
	@$(INSTALL) tests/requirements.lock
	@$(INSTALL_PROJECT)
	@touch $@ $(RUNTIME)

$(VENV)/bin/pip:
	@$(PYTHON) -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Python 3.11 or newer with venv is needed (Debian: apt-get install python3-venv; or make PYTHON=...)."; \
		exit 1; }
	@$(PYTHON) -m venv --clear $(VENV)
