# Everything runs in .venv, installed from the lock file with its hashes checked.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
OUTPUT ?= output
OUTLETS ?=

.PHONY: crawl test lint format quality bench bench-peers slow bench-stores soak bench-reprints attack faults fuzz-values patience fuzz-archives fuzz-lists fuzz-walk bench-crawl lock install clean

crawl: install  ## crawl OUTLETS (default: the demo press on loopback) into OUTPUT, then show one article
	$(BIN)/newsspider crawl $(or $(OUTLETS),--demo) --output $(OUTPUT)
	@echo "The newest article:"
	@tail -n 1 "$$(ls $(OUTPUT)/articles/*.jsonl | tail -n 1)" | $(BIN)/python -m json.tool --no-ensure-ascii

test: install  ## the whole test suite: offline, loopback only
	$(BIN)/python -m pytest -n auto

lint: install  ## ruff and the type check
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: install
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

quality: install  ## how well newsroom lines are read: 20,000 generated ones by printed form, the marked pages beside the checkout, and all again without parts of the lexicon
	$(BIN)/python -m benchmarks.quality --jobs 2

bench: install  ## extraction beside lxml and the peers that are installed (make bench-peers; BESIDE=DIR: another checkout, too), the stores, the whole crawl
	$(BIN)/python -m benchmarks.extraction $(if $(BESIDE),--beside $(BESIDE))
	$(BIN)/python -m benchmarks.stores
	$(BIN)/python -m benchmarks.crawl

bench-peers: install  ## quality on all marked pages beside the peers, which are installed first (pip of 2023 cannot)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[bench]"
	$(BIN)/python -m benchmarks.extraction --quality

slow: install  ## 3,500 hostile and ordinary inputs of 1 MB: none may take a second
	$(BIN)/python -m benchmarks.slow

bench-stores: install  ## articles a second into SQLite, PostgreSQL and MariaDB, and the cost of the ledger
	$(BIN)/python -m benchmarks.stores

soak: install  ## the scheduler before the demo press for some minutes, killed now and then
	$(BIN)/python -m benchmarks.schedule --minutes 4

bench-reprints: install  ## how well and how fast reprints are found, up to a store of a million articles
	$(BIN)/python -m benchmarks.reprints

attack: install  ## a hostile press on loopback: what each attack costs the good articles beside it
	$(BIN)/python -m benchmarks.attack

faults: install  ## kill -9 at 50 random moments of crawls of 2,000 articles, for SQLite and for PostgreSQL: what was lost or came twice
	$(BIN)/python -m benchmarks.faults

fuzz-values: install  ## 400,000 random addresses, 100,000 JSON texts and 100,000 dates at every door: none may break anything (ten minutes)
	$(BIN)/python -m benchmarks.fuzz_values

patience: install  ## hosts that ask for patience, in real time (some minutes): what their own logs show, and what the shared pace costs
	$(BIN)/python -m benchmarks.patience

fuzz-archives: install  ## 5,000 damaged archives: what of each must be read, and must be told, is known
	$(BIN)/python -m benchmarks.fuzz_archives

fuzz-lists: install  ## 5,000 damaged feeds and sitemaps: no address but their own may be read, and nothing may pass in silence
	$(BIN)/python -m benchmarks.fuzz_lists

fuzz-walk: install  ## 10,000 damaged pages walked by compiled code and in Python: the same, value by value
	$(BIN)/python -m benchmarks.fuzz_walk

bench-crawl: install  ## the whole crawl beside a Scrapy spider that only yields URLs, same pages
	$(BIN)/python -m benchmarks.crawl

lock:  ## write requirements.lock anew from pyproject.toml
	uv pip compile --universal --generate-hashes --no-header --no-annotate --group dev --python-version 3.11 pyproject.toml -o requirements.lock

install: $(VENV)/installed

$(VENV)/installed: requirements.lock pyproject.toml hatch_build.py $(wildcard newsspider/*/*.[ch])
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

clean:
	rm -rf $(VENV) .venv-peers .mypy_cache .ruff_cache .hypothesis
