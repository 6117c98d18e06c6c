# Two commands do everything on a machine with Python 3.11 or newer: `make demo` and `make test`.
PYTHON ?= python3
CONTAINERS ?= podman
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
SPARK := $(VENV)/.spark
DEMO := $(VENV)/.demo
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: demo test suite lint types generate dist image image-server sbom bench elsewhere fuzz pins site screenshots notebook clean

$(READY): requirements-dev.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(PIP) --require-hashes -r requirements-dev.txt
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $(READY) $(DEMO)

$(DEMO): requirements.txt pyproject.toml
	@echo "1 of 3  making an environment in $(VENV)"
	@$(PYTHON) -m venv $(VENV)
	@echo "2 of 3  installing what counting and reports need (some 600 MB; no development tools)"
	@$(PIP) --require-hashes -r requirements.txt
	@$(PIP) --no-deps --editable .
	@touch $(DEMO)

$(SPARK): requirements-spark.txt $(READY)
	$(PIP) --require-hashes -r requirements-spark.txt
	@touch $(SPARK)

demo: $(DEMO)             ## import, validate and report on the shipped example
	@echo "3 of 3  importing, checking and counting the shipped example"
	@$(BIN)/harmscope demo --out demo-out
	@echo "To use harmscope yourself: . $(BIN)/activate"

test: $(SPARK)            ## everything that is checked, at once: whichever finds a fault says so
	@$(MAKE) --no-print-directory --jobs lint types suite

suite: $(SPARK)           ## the tests alone
	$(BIN)/pytest

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: $(READY)
	$(BIN)/mypy

generate: $(READY)        ## write everything that is generated
	$(BIN)/python -m harmscope.generate

dist: $(READY)            ## wheel and sdist in dist/: the same bytes for the same commit
	rm -rf dist
	SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct 2>/dev/null || echo 1580601600) \
	  $(BIN)/python -m hatchling build

# $(call needs,PROGRAM,what to do without it): stops in one line where PROGRAM is not installed.
needs = @command -v $(1) >/dev/null || { echo "make $@: $(1) is not installed: $(2)" >&2; exit 1; }

image:                    ## a container (CONTAINERS=docker, if you have no podman)
	$(call needs,$(CONTAINERS),install it or use docker with: make image CONTAINERS=docker)
	@$(MAKE) --no-print-directory dist
	$(CONTAINERS) build --file Containerfile --tag harmscope .

image-server: dist        ## a container of the web app (docs/server.md)
	$(CONTAINERS) build --file deploy/Containerfile --tag harmscope-server .

SBOM = build/sbom
sbom:                     ## dist/sbom.cdx.json: what harmscope[report] brings, with licences (needs uv)
	$(call needs,uv,install it with: pip install uv)
	@$(MAKE) --no-print-directory dist
	uv venv --quiet --clear $(SBOM)
	uv pip install --quiet --python $(SBOM) --require-hashes -r requirements.txt
	uv pip install --quiet --python $(SBOM) --no-deps dist/*.whl
	uvx --quiet --from cyclonedx-bom==7.5.0 cyclonedx-py environment $(SBOM) --pyproject pyproject.toml \
	  --mc-type application --spec-version 1.6 --output-reproducible --output-file dist/sbom.cdx.json

site: $(READY)            ## build/docs/site: the documents as a site (Zensical), readable from the disk
	$(BIN)/python -m tools.site

screenshots: $(READY)     ## docs/images: pictures of the pages that harmscope writes (needs Chromium)
	$(BIN)/python -m tools.screenshots

notebook: $(READY)        ## run the notebook of the examples and store its outputs
	$(BIN)/python -m tools.notebook

bench: $(READY)           ## measurements, as ratios of pairs; call it again until nothing is left
	$(BIN)/python -m benchmarks

elsewhere: $(READY)       ## the command line's tests on a system without POSIX, as far as it can be played
	PYTHONPATH=tests/elsewhere PYTHONIOENCODING=cp1252 $(BIN)/python -m pytest -n 0 -p no:faulthandler \
	  tests/unit/cli tests/e2e/test_line_ends.py

fuzz: $(READY)            ## the long property and crash tests
	HYPOTHESIS_PROFILE=fuzz $(BIN)/pytest -m fuzz

COMPILE = uv pip compile pyproject.toml --generate-hashes --no-emit-index-url --universal --python-version 3.11 --quiet \
  --custom-compile-command "make pins"

pins: pyproject.toml      ## renew the hashed pins (needs uv)
	$(call needs,uv,install it with: pip install uv)
	$(COMPILE) --extra pdf --extra server --group dev --output-file requirements-dev.txt
	$(COMPILE) --extra report --constraints requirements-dev.txt --output-file requirements.txt
	$(COMPILE) --extra server --constraints requirements-dev.txt --output-file requirements-server.txt

clean:
	rm -rf $(VENV) demo-out dist build
