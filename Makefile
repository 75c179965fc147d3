# Everything here needs python3 (3.11 or newer) with venv, and nothing else.
PYTHON ?= python3
VENV ?= .venv
RUN = $(VENV)/bin

.PHONY: install demo test test-majors lint bench bench-warehouse eval clean

install: $(VENV)/.installed

$(VENV)/.installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(RUN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $@

demo: install
	$(RUN)/hearsay demo

test: install
	$(RUN)/python -m pytest -n 2 --dist loadgroup

# The warehouse with the other DuckDB major in use, and files handed from one to the other.
test-majors: install
	$(RUN)/python -m tests.majors

lint: install
	$(RUN)/ruff check .
	$(RUN)/ruff format --check .
	$(RUN)/mypy
	$(RUN)/lint-imports

bench: install
	$(RUN)/python -m tests.bench

# Two made-up warehouses, of 100,000 and of a million articles: 7 GB under the folder for temporary files, half
# an hour. KEEP=DIR keeps them there, and uses them again.
bench-warehouse: install
	$(RUN)/python -m tests.bench_warehouse $(if $(KEEP),--keep $(KEEP))

# How good claims and entities are, on annotated texts beside the repository.
eval: install
	$(RUN)/python -m tests.evaluate

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis build dist
