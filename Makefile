# Planledger from a bare machine: Python 3.11 or newer and make. Every target that needs the environment makes it.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/sh

VENV := .venv
BIN := $(VENV)/bin
OUT ?= demo-out
# The first Python on the path that is new enough and can make environments; set PYTHON to choose another.
PYTHON ?= $(shell for python in python3.13 python3.12 python3.11 python3 python python3.14; do \
	"$$python" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 \
	&& echo "$$python" && break; done)
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: help demo stop test lint check format benchmark fuzz lock data messages screenshots docs clean

help: ## this list
	@sed -n 's/^\([a-z]*\):[^#]*## /\1	/p' $(MAKEFILE_LIST) | awk -F '\t' '{ printf "make %-11s %s\n", $$1, $$2 }'

demo: $(VENV)/run.stamp ## the invented city: its report, and its ledger in the browser
	@$(BIN)/planledger run samples/documents samples/files --out $(OUT) || [ $$? -eq 1 ]
	@echo "report: $(CURDIR)/$(OUT)/report.html"
	@$(BIN)/planledger serve --demo --background --data $(OUT)/data

stop: ## end what make demo started
	@if [ -x $(BIN)/planledger ]; then $(BIN)/planledger serve --stop --data $(OUT)/data; fi

test: $(VENV)/dev.stamp ## every test, on all cores
	@$(BIN)/python -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder

lint: $(VENV)/dev.stamp ## style, types, import order
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet . || { echo "run 'make format'" >&2; exit 1; }
	@$(BIN)/mypy
	@$(BIN)/lint-imports

check: lint test ## what continuous integration runs

format: $(VENV)/dev.stamp ## rewrite the code as ruff wants it
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format .

benchmark: $(VENV)/dev.stamp ## measure accuracy, speed and memory; writes docs/benchmarks.md
	@$(BIN)/python benchmark/run.py --write docs/benchmarks.md

fuzz: $(VENV)/dev.stamp ## 100,000 mutated texts and 50,000 mutated files; nothing but our own problems may come back
	@$(BIN)/python benchmark/fuzz.py

data: $(VENV)/dev.stamp ## compile the YAML files that changed
	@$(BIN)/python -m planledger.catalogue.compiling

messages: $(VENV)/dev.stamp ## collect and compile the texts of the web application; says what is not translated
	@$(BIN)/python tools/messages.py

screenshots: $(VENV)/dev.stamp ## take the pictures of the web application in docs/pictures anew
	@$(BIN)/python tools/screenshots.py

docs: $(VENV)/dev.stamp ## rewrite the generated reference pages
	@$(BIN)/python docs/generate.py

lock: $(VENV)/dev.stamp ## resolve the dependencies anew, with hashes
	@for lock in "requirements.txt build" "requirements-dev.txt dev"; do set -- $$lock; \
		$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --upgrade --generate-hashes --no-header \
			--no-annotate --no-emit-index-url --no-emit-find-links --no-config \
			--extra $$2 --output-file $$1 pyproject.toml || exit 1; done

clean: stop ## remove what the targets made
	rm -rf $(VENV) $(OUT) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Planledger needs Python 3.11 or newer with its venv module, and none was found." \
		"Install one (Debian, Ubuntu: apt-get install python3-venv) or name it: make PYTHON=/path/to/python3.12" >&2; exit 1; }
	@echo "making $(VENV) with $(PYTHON)" >&2
	@$(PYTHON) -m venv $(VENV)

# requirements.txt is what a run needs and the build backend; requirements-dev.txt adds the tools.
$(VENV)/run.stamp: requirements.txt pyproject.toml | $(BIN)/python
	@$(PIP) install --require-hashes -r requirements.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt pyproject.toml | $(BIN)/python
	@$(PIP) install --require-hashes -r requirements-dev.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@ $(VENV)/run.stamp
