.PHONY: run test lint bench machines
PYTHON ?= python3

run:
	$(PYTHON) manage.py start

test:
	$(PYTHON) manage.py test

lint:
	$(PYTHON) manage.py test tests/site/test_house.py tests/site/test_imports.py

bench:
	$(PYTHON) manage.py version
	.venv/bin/python -m benchmarks.render
	.venv/bin/python -m benchmarks.merge
	.venv/bin/python -m benchmarks.loading
	.venv/bin/python -m benchmarks.paper
	.venv/bin/python -m benchmarks.comparing
	.venv/bin/python -m benchmarks.lists
	.venv/bin/python -m benchmarks.writing
	.venv/bin/python -m benchmarks.finding
	.venv/bin/python -m benchmarks.finding postgresql

machines:
	$(PYTHON) manage.py test --version
	.venv/bin/python -m tests.machines 1000
