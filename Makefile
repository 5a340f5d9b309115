# Two commands: `make demo` and `make test`. Each sets up what it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
LOCK = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate
KILLS ?= 100
NIGHTS ?= 1000
MINUTES ?= 10
COMMIT ?= HEAD^
# Where a shell forbids it, every process of the tests would compile the whole product again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo docs test lint types layers check suite browser live soak crash damage readers mutation bench lock audit wheel
.PHONY: accuracy views truth clean cluster years fuzz

demo: $(VENV)/.product
	$(BIN)/repo-watch demo --folder demo

# Made from the database and from the imports: the tests fail while these lag behind.
docs: $(VENV)/.tests
	$(BIN)/repo-watch demo --folder build/demo
	$(BIN)/repo-watch schema --database build/demo/public/repo-watch.db >docs/schema.md
	$(BIN)/repo-watch cookbook --page --database build/demo/public/repo-watch.db >docs/cookbook.md
	$(BIN)/python docs/draw_architecture.py docs/architecture.md
	$(BIN)/python docs/print_codebook.py docs/codebook.md

test: $(VENV)/.tests browser
	$(MAKE) --no-print-directory check

# What reads the code goes on beside the tests: a type checker has one core, and half of a browser's time is waiting.
check: $(VENV)/.tests
	$(MAKE) --no-print-directory --jobs 2 lint layers types suite

suite: $(VENV)/.tests
	$(BIN)/coverage erase
	$(BIN)/pytest -n 3 --dist worksteal --cov --cov-report= -m "not slow"
	$(BIN)/coverage report --fail-under=95
	$(BIN)/coverage report --include='*/repo_watch/model.py,*/repo_watch/reading/*,*/repo_watch/judging/*' --fail-under=100
	@if [ -e $(VENV)/.no-browser ]; then echo "NOT CHECKED: a program of apt-packages.txt is missing, so some checks were skipped."; fi

lint: $(VENV)/.tests
	$(BIN)/ruff format --check
	$(BIN)/ruff check

types: $(VENV)/.tests
	$(BIN)/mypy

layers: $(VENV)/.tests
	$(BIN)/lint-imports --no-cache

browser: $(VENV)/.tests
	@sh tests/install-packages.sh $(VENV)/.no-browser

# By hand, politely: reads the live public sites once and stores nothing.
live: $(VENV)/.product
	$(BIN)/repo-watch run --dry-run

# Ten simulated years; a hundred kills; twenty thousand damaged pages. What depends on the speed of
# the machine, and on what else it does, is in `make bench` alone.
soak: $(VENV)/.tests
	$(BIN)/pytest -n 2 --dist worksteal -m slow tests/test_soak.py tests/cli/test_clock_nights.py

# `make crash KILLS=500`: runs, digests, mails, copies, migrations and restores are killed that often.
crash: $(VENV)/.tests
	KILLS=$(KILLS) $(BIN)/pytest -m slow -rP tests/test_crash.py

# `make years NIGHTS=1000`: what memory and files grow by, night after night in one process.
years: $(VENV)/.product
	$(BIN)/python bench/years.py $(NIGHTS)

# `make fuzz MINUTES=600`: damaged pages, answers, feeds and settings; goes on where it stood (build/fuzz).
fuzz: $(VENV)/.tests
	MINUTES=$(MINUTES) $(BIN)/pytest -m slow -rP tests/test_fuzz.py

damage: $(VENV)/.tests
	$(BIN)/pytest -m slow tests/reading --ignore=tests/reading/case_list/test_reading_speed.py

# What other people's programs make of our files. This installs them, but for Debian's newsboat, npm, spamassassin,
# libjaxb-java and a Java; a test whose program is not there is skipped and named.
readers: $(VENV)/.tests
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,readers]'
	mkdir -p build/readers && cp tests/readers/package.json tests/readers/*.mjs build/readers
	npm install --silent --no-package-lock --no-fund --no-audit --prefix build/readers
	$(BIN)/pytest -m slow -rs tests/analysis tests/readers

# Resumable: verdicts stand until the code changes; `rm -r mutants` begins anew.
mutation: $(VENV)/.tests
	rm -f mutants/mutmut-stats.json
	$(BIN)/mutmut run --max-children 2
	@$(BIN)/mutmut results
	@echo "Not noticed: $$($(BIN)/mutmut results | grep -cE ': (survived|no tests)$$')"

# A Dask scheduler and two workers on loopback, one of them killed in mid-work.
cluster: $(VENV)/.tests
	$(BIN)/pytest -m slow tests/test_workers.py

# `make views COMMIT=v0.2.0`: whether three worlds end in equal views, played by that commit and by what is here.
views: $(VENV)/.tests
	COMMIT=$(COMMIT) $(BIN)/pytest -m slow tests/test_equal_views.py

# After a change of what the views say that is meant.
truth: $(VENV)/.tests
	TRUTH=renew $(BIN)/pytest -m "not slow" tests/test_equal_views.py

bench: $(VENV)/.tests
	$(BIN)/python bench/nights.py
	$(BIN)/python bench/measures.py
	$(BIN)/pytest -m slow -rP tests/rendering tests/issuing tests/coding tests/reading/case_list/test_reading_speed.py

# After a change of the ranges in pyproject.toml.
lock: $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(LOCK) pyproject.toml --output-file requirements.lock
	$(LOCK) --extra dev --extra parquet --extra explore --constraint requirements.lock pyproject.toml --output-file requirements-dev.lock

# What is known of the locked releases; where no database of weaknesses can be reached, the list of them.
audit: $(VENV)/bin/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check pip-audit
	@mkdir -p build
	@$(BIN)/pip-audit --requirement requirements-dev.lock --require-hashes --disable-pip >build/audit 2>&1 \
	 && cat build/audit || if grep -q 'known vulnerabilit' build/audit; then cat build/audit; exit 1; \
	 else echo "NOT AUDITED: no database of weaknesses can be reached. These are locked:"; \
	 sed -n 's/^\([^ #]*==[^ ]*\) .*/\1/p' requirements-dev.lock; fi

# The sdist and the wheel, and the installed wheel at work.
wheel: $(VENV)/.tests
	$(BIN)/pytest -m slow tests/test_supply.py

accuracy: $(VENV)/.tests
	$(BIN)/python tests/coding/accuracy.py

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.product: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	touch $@

# Of the lock, each file by its hash. Where an index lacks one of them, the ranges have to do.
$(VENV)/.tests: pyproject.toml requirements-dev.lock | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-dev.lock \
	 || echo "NOT LOCKED: the newest releases within the ranges of pyproject.toml are tried instead."
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@ $(VENV)/.product

clean:
	rm -rf $(VENV) demo build dist mutants .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find src tests bench -name __pycache__ -prune -exec rm -rf {} +
