# Everything there is to remember. PYTHON names the interpreter that makes .venv.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed

.PHONY: serve test check bench format model page-model clean

serve: $(STAMP)        ## run the service on 127.0.0.1:8000 with a demo site
	$(BIN)/hamgate serve --demo

test: $(STAMP)         ## run the whole suite
	$(BIN)/python -m pytest $(TESTFLAGS)

check: $(STAMP)        ## format, lint, types, import contracts, documentation
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest tests/test_docs.py

bench: $(STAMP)        ## measure, side by side in one run
	$(BIN)/python -m benchmarks

format: $(STAMP)       ## format and mend what can be mended
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

model: $(STAMP)        ## train the shipped model again from HAMGATE_DATASETS
	@test -n "$(HAMGATE_DATASETS)" || { echo 'HAMGATE_DATASETS must name the data sets'; exit 2; }
	$(BIN)/python -m training.shipped $(HAMGATE_DATASETS) --out data/models/default

page-model: $(STAMP)   ## train the shipped page model again from HAMGATE_DATASETS
	@test -n "$(HAMGATE_DATASETS)" || { echo 'HAMGATE_DATASETS must name the data sets'; exit 2; }
	$(BIN)/hamgate train-pages $(HAMGATE_DATASETS) --out data/models/pages

clean:                 ## forget .venv and all caches; the data folder var/ stays
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis build dist

$(STAMP): pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	touch $(STAMP)
