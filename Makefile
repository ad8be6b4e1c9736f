# Two commands do all their own set-up: make demo, make test.
# They need Python 3.11 or later (with its venv module) and make; nothing else.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin

.PHONY: demo test check lint real docs docs-check clean

$(VENV)/installed: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Cenotaph needs Python 3.11 or later; set PYTHON=python3.x")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	touch $@

$(VENV)/installed-test: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --group test
	touch $@

demo: $(VENV)/installed
	$(BIN)/cenotaph demo cenotaph-demo

test: $(VENV)/installed-test
	$(BIN)/python -m pytest -n 2

lint: $(VENV)/installed-test
	$(BIN)/ruff check . && $(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check: lint test

real: $(VENV)/installed
	$(BIN)/python examples/real/run.py

docs: $(VENV)/installed
	$(BIN)/python docs/make_reference.py

docs-check: $(VENV)/installed
	$(BIN)/python docs/make_reference.py --check

clean:
	rm -rf $(VENV) cenotaph-demo
