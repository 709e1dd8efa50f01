.PHONY: run test lint bench performance comparison machines
PYTHON ?= python3

run:
	$(PYTHON) manage.py start

test:
	$(PYTHON) manage.py test

lint:
	$(PYTHON) manage.py test tests/site/test_house.py tests/site/test_imports.py

bench:
	$(PYTHON) manage.py version
	.venv/bin/python -m benchmarks.requests
	.venv/bin/python -m benchmarks.page
	.venv/bin/python -m benchmarks.ratios
	.venv/bin/python -m benchmarks.ratios postgresql
	.venv/bin/python -m benchmarks.cold
	.venv/bin/python -m benchmarks.memory
	.venv/bin/python -m benchmarks.loading
	.venv/bin/python -m benchmarks.finding
	.venv/bin/python -m benchmarks.finding postgresql
	.venv/bin/python -m benchmarks.lists
	.venv/bin/python -m benchmarks.writing
	.venv/bin/python -m benchmarks.comparing
	.venv/bin/python -m benchmarks.merge
	.venv/bin/python -m benchmarks.paper
	.venv/bin/python -m benchmarks.render
	.venv/bin/python -m benchmarks.report

performance:
	.venv/bin/python -m benchmarks.report

# Wagtail, which is measured beside the portal, in an environment of its own.
comparison:
	$(PYTHON) -m venv .venv-comparison
	.venv-comparison/bin/pip install --quiet --only-binary :all: --require-hashes -r requirements-comparison.txt

machines:
	$(PYTHON) manage.py test --version
	.venv/bin/python -m tests.machines 1000
