# Every target below sets up what is missing first; `make help` lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PURE := table grits canonicalize pipeline
CODE := $(PURE) app bench tablewright training workers tests tools
# glibc keeps an OCR engine's large buffers for its next picture: a twentieth of the time of a run over pictures, a tenth more memory
KEEP_MEMORY := MALLOC_MMAP_THRESHOLD_=33554432 MALLOC_TRIM_THRESHOLD_=536870912

.DEFAULT_GOAL := help
.PHONY: help setup sample serve test test-all fuzz check fix bench scores debug golden replay examples chaos clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' Makefile

setup: ## Create .venv and install everything with the exact versions of constraints.txt
	@PYTHON=$(PYTHON) tools/install.sh $(VENV) '[dev]'

sample: setup ## Extract the tables of examples/sample.pdf into out/sample and print them
	$(BIN)/tablewright extract examples/sample.pdf -o out/sample --format html,json,csv --overlay

serve: setup ## Serve the web page and POST /v1/extract on port 8000
	$(BIN)/tablewright serve

test: setup ## Run the tests that need no weights (seconds to a minute)
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest -q -m "not model and not slow"

test-all: setup ## Run all tests, with models
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest -q

fuzz: setup ## Run the property tests on new examples, a thousand each (minutes)
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest -q -m "not model" --fuzz $$(grep -rl "^@given" tests)

check: setup ## Lint, format, types, import contracts, sizes and duplicates
	$(BIN)/ruff check $(CODE)
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/mypy --strict $(filter-out tests,$(CODE))
	$(BIN)/lint-imports
	$(BIN)/python tools/check_sizes.py

fix: setup ## Repair what can be repaired automatically
	$(BIN)/ruff check --fix $(CODE)
	$(BIN)/ruff format $(CODE)

bench: setup ## Score a folder with ground truth: make bench DATA=folder
	$(BIN)/tablewright evaluate $(DATA)

scores: setup ## All development sets below a folder: make scores DATA=folder [SCORES=--quick]
	OMP_NUM_THREADS=1 $(KEEP_MEMORY) $(BIN)/python -m bench.scores --data $(DATA) $(SCORES) -o out/scores.json

debug: setup ## Draw every step of a document: make debug DOC=x.pdf
	$(BIN)/tablewright extract $(DOC) --quiet --debug out/debug --save-objects out/objects.json

golden: setup ## Write the expectations of tests/golden anew: for a change of the rules that is meant
	$(BIN)/python -m tools.record_golden

replay: setup ## Everything after the models from the last make debug: make replay DOC=x.pdf
	$(BIN)/tablewright extract $(DOC) --from-objects out/objects.json --debug out/replay

examples: setup ## Write examples/output anew
	$(BIN)/tablewright extract examples/sample.pdf -o examples/output --format html,json,csv,md,xlsx --overlay
	$(BIN)/tablewright extract examples/orders-2023.pdf -o examples/output --format html,xlsx,records,chunks --quiet
	$(BIN)/tablewright diff examples/orders-2023.pdf examples/orders-2024.pdf -o examples/output/orders.diff.txt
	$(BIN)/tablewright diff examples/orders-2023.pdf examples/orders-2024.pdf --format html -o examples/output/orders.diff.html

chaos: setup ## Kill workers, the service and the queue's server in the middle of jobs (10 minutes)
	OMP_NUM_THREADS=1 $(BIN)/python tools/chaos.py --rounds 3

clean: ## Remove the environment and all outputs
	rm -rf $(VENV) out
