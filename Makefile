# Two commands: `make` serves the app, `make test` checks everything. `make help` lists the rest.

.DEFAULT_GOAL := run
.DELETE_ON_ERROR:
.NOTPARALLEL:
MAKEFLAGS += --no-print-directory

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input --quiet
# The oldest Python is named because uv otherwise locks for the running one and newer only.
LOCK := $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
  --no-header --no-emit-index-url --quiet
# The stamps say what the environment holds, and so live and die with it.
RUNTIME := $(VENV)/.installed-runtime
DEV := $(VENV)/.installed-dev
SOURCES := app tests

# ---------------------------------------------------------------------------- running

.PHONY: run
run: $(RUNTIME)  ## Serve on this machine and open the browser (make run ARGS="--port 9000")
	@exec $(BIN)/by-hand $(ARGS)

# Debian's python3 comes without ensurepip, so a candidate must have it as well as the version.
$(BIN)/python:
	@for candidate in $(PYTHON) python3.13 python3.12 python3.11 python3; do \
	  if "$$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    echo "Making $(VENV) with $$("$$candidate" --version)."; \
	    exec "$$candidate" -m venv --clear $(VENV); \
	  fi; \
	done; \
	echo "Python 3.11 or newer with its venv module is needed and was not found:" \
	  "install it (on Debian and Ubuntu: python3 and python3-venv), or say where it is: make PYTHON=/path/to/python3." >&2; \
	exit 1

# Compiled now, the app starts in a second also where PYTHONDONTWRITEBYTECODE keeps Python from doing so later.
$(RUNTIME): requirements.lock pyproject.toml | $(BIN)/python
	@echo "Installing what requirements.lock names."
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q app
	@touch $@

# ---------------------------------------------------------------------------- checking

$(DEV): requirements-dev.lock | $(RUNTIME)
	@echo "Installing what requirements-dev.lock names."
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

# What is compiled is kept, whatever the environment says: else each process rewrites all tests and pytest's plugins.
PYTEST := PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest

# A process takes neighbouring tests, so that what a file needs is made once, and takes from another when it is done.
.PHONY: test
test: $(DEV) browser redis lint  ## Check everything: style, types, templates and every test
	$(PYTEST) --numprocesses auto --maxprocesses 8 --dist worksteal $(ARGS)

.PHONY: long
long: $(DEV) browser  ## Try everything, not the likeliest cases: all frames and papers, 500 LaTeX sheets (two hours)
	BY_HAND_LONG=1 TEX_EXERCISES=500 ALIVE_RUNS=30 \
	  $(PYTEST) --numprocesses auto --maxprocesses 8 --dist worksteal $(ARGS)

.PHONY: fuzz
fuzz: $(DEV)  ## Try 120,000 drawn addresses, forms, bodies, files and numerals (make fuzz PART=0.1 for a tenth)
	BY_HAND_FUZZ=$(or $(PART),1) $(PYTEST) tests/web/test_hostile.py tests/web/test_any_upload.py \
	  tests/notation/test_numerals.py tests/api/test_hostile_bodies.py -k "any or description or numeral" $(ARGS)

.PHONY: lint
lint: $(DEV)  ## Check style, types and templates only
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/djlint templates --lint --quiet

# The same names, in the same order, as the tests look for.
.PHONY: browser
browser: $(DEV) webkit  ## Make sure that there is a Chrome or Chromium for the tests, and WebKit where it can be
	@for name in chromium-headless-shell google-chrome google-chrome-stable chromium chromium-browser; do \
	  if command -v "$$name" >/dev/null 2>&1; then exit 0; fi; \
	done; \
	if command -v apt-get >/dev/null 2>&1; then \
	  echo "Installing Chromium with apt-get."; \
	  if [ "$$(id -u)" = 0 ]; then as_root="env"; else as_root="sudo -n env"; fi; \
	  $$as_root apt-get update -qq </dev/null >/dev/null 2>&1; \
	  for package in chromium-headless-shell chromium; do \
	    $$as_root DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $$package \
	      </dev/null >/dev/null 2>&1 && exit 0; \
	  done; \
	fi; \
	echo "Installing Playwright's own Chromium."; \
	exec $(BIN)/playwright install chromium

# Without it the tests of WebKit are skipped, and say so.
.PHONY: webkit
webkit:
	@if command -v apt-get >/dev/null 2>&1 && \
	  ! { command -v WebKitWebDriver && command -v Xvfb; } >/dev/null 2>&1; then \
	  echo "Installing webkit2gtk-driver and xvfb with apt-get."; \
	  if [ "$$(id -u)" = 0 ]; then as_root="env"; else as_root="sudo -n env"; fi; \
	  { $$as_root apt-get update -qq && $$as_root DEBIAN_FRONTEND=noninteractive \
	      apt-get install -qq -y --no-install-recommends webkit2gtk-driver xvfb; \
	  } </dev/null >/dev/null 2>&1 || echo "They cannot be installed here: the tests of WebKit will be skipped."; \
	fi

# Without it the tests of classes that several processes share are skipped, and say so.
.PHONY: redis
redis:
	@if command -v apt-get >/dev/null 2>&1 && \
	  ! { command -v redis-server || command -v valkey-server; } >/dev/null 2>&1; then \
	  echo "Installing redis-server with apt-get."; \
	  if [ "$$(id -u)" = 0 ]; then as_root="env"; else as_root="sudo -n env"; fi; \
	  { $$as_root apt-get update -qq && $$as_root DEBIAN_FRONTEND=noninteractive \
	      apt-get install -qq -y --no-install-recommends redis-server; \
	  } </dev/null >/dev/null 2>&1 || echo "It cannot be installed here: tests of shared classes will be skipped."; \
	fi

.PHONY: bench
bench: $(DEV)  ## Measure speed and memory
	@$(BIN)/python -m tests.bench $(ARGS)

# ---------------------------------------------------------------------------- making committed files

.PHONY: lock
lock: $(DEV)  ## Write both locks anew from pyproject.toml (make lock ARGS=--upgrade for newer versions)
	$(LOCK) --all-extras --output-file requirements-dev.lock $(ARGS)
	$(LOCK) --extra build --constraint requirements-dev.lock --output-file requirements.lock $(ARGS)

.PHONY: fonts
fonts: $(DEV)  ## Make the subsets of the fonts anew (needs npm)
	@$(BIN)/python -m tests.make.fonts

.PHONY: vendor
vendor: $(DEV)  ## Fetch the vendored scripts anew (needs npm)
	@$(BIN)/python -m tests.make.vendor

.PHONY: sizes
sizes: $(DEV)  ## Write the numbered classes of static/sizes.css anew
	@$(BIN)/python -m tests.make.sizes

.PHONY: shots
shots: $(DEV) browser  ## Take the pictures of the README anew
	@$(BIN)/python -m tests.make.shots

# ---------------------------------------------------------------------------- the rest

.PHONY: clean
clean:  ## Remove everything that these commands made
	rm -rf $(VENV) build dist .hypothesis .mypy_cache .pytest_cache .ruff_cache .schemathesis test-results
	find $(SOURCES) -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: help
help:  ## Say what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
