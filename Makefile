# Two commands do everything on a machine with Python 3.11 or newer: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
SPARK := $(VENV)/.spark

.PHONY: demo test lint types generate bench elsewhere fuzz pins clean

$(READY): requirements-dev.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(READY)

$(SPARK): requirements-spark.txt $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-spark.txt
	@touch $(SPARK)

demo: $(READY)            ## import, validate and report on the shipped example
	$(BIN)/harmscope demo --out demo-out

test: lint types $(SPARK) ## everything that is checked
	$(BIN)/pytest

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: $(READY)
	$(BIN)/mypy

generate: $(READY)        ## write everything that is generated
	$(BIN)/python -m harmscope.generate

bench: $(READY)           ## measurements, as ratios of pairs; call it again until nothing is left
	$(BIN)/python -m benchmarks

elsewhere: $(READY)       ## the command line's tests on a system without POSIX, as far as it can be played
	PYTHONPATH=tests/elsewhere PYTHONIOENCODING=cp1252 $(BIN)/python -m pytest -n 0 -p no:faulthandler \
	  -k "not postgresql" tests/unit/cli tests/e2e/test_line_ends.py

fuzz: $(READY)            ## the long property and crash tests
	HYPOTHESIS_PROFILE=fuzz $(BIN)/pytest -m fuzz

pins: pyproject.toml      ## renew the hashed pins (needs uv)
	uv pip compile pyproject.toml --extra pdf --extra registry --group dev --generate-hashes --no-emit-index-url --universal \
	  --python-version 3.11 --quiet --output-file requirements-dev.txt --custom-compile-command "make pins"

clean:
	rm -rf $(VENV) demo-out dist build
