# Gongkai's commands. On a bare machine with Python 3.11, make and the package registries, `make run` and `make test`
# do all set-up themselves.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.gongkai-setup
export PYTHONUTF8 := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Containers often forbid to keep compiled modules; then each process, and each worker of the tests, compiles all of them anew.
export PYTHONDONTWRITEBYTECODE :=
# uv is many times as fast as pip. It is told pip's registry and the machine's certificates; where it fails all the same
# (other settings of pip, which it does not read), pip does the work.
export UV_SYSTEM_CERTS := 1
UV = UV_DEFAULT_INDEX="$${UV_DEFAULT_INDEX:-$${PIP_INDEX_URL:-`$(BIN)/python -m pip config get global.index-url 2>/dev/null`}}" $(BIN)/uv

.PHONY: setup run test bench docs lint migrations requirements help

help:  ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

setup: $(STAMP)  ## .venv with everything pinned; the command is .venv/bin/gongkai

$(STAMP): requirements/dev.txt requirements/uv.txt pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install -q --require-hashes -r requirements/uv.txt
	@$(UV) pip install -q --python $(BIN)/python --require-hashes -r requirements/dev.txt \
		|| $(BIN)/python -m pip install -q --require-hashes -r requirements/dev.txt
	@$(BIN)/python -m pip install -q --no-deps --no-build-isolation -e .
	@touch $(STAMP)

run: setup  ## the site with a made-up county; make run FILES="a.html b.docx" checks files and ends
ifdef FILES
	@$(BIN)/gongkai check $(FILES) || test $$? -eq 1
else
	@$(BIN)/gongkai demo $(ADDRESS)
endif

test: setup  ## all tests
	@sh tests/browser.sh
	$(BIN)/python -m pytest -q -n auto
	$(BIN)/python tests/postgres.py

bench: setup  ## speed beside the floor and beside what people use today, in one run
	$(BIN)/python -m bench
	$(BIN)/python -m bench.clock
	$(BIN)/python -m bench.collect --files 20
	$(BIN)/python -m bench.web --items 3000 --rounds 2 --seconds 2
	$(BIN)/python -m bench.cases --cases 2000 --rounds 2
	$(BIN)/python -m bench.rollup --units 300 --rounds 3
	$(BIN)/python -m bench.reports --cases 5000

docs: setup  ## write the generated pages of docs/reference and the tutorial's outputs anew
	$(BIN)/python -m gongkai.cli.reference > docs/reference/cli.md
	$(BIN)/python -m gongkai.report.checking.registry > docs/reference/findings.md
	$(BIN)/python -m gongkai.engine.decisions_page > docs/reference/answers.md
	$(BIN)/python -m gongkai.web.applications.letters.reference > docs/reference/letter-fields.md
	$(BIN)/python -m gongkai.report.dictionary > docs/reference/data-dictionary.md
	GONGKAI_DATA=`mktemp -d` $(BIN)/python -m gongkai.web.organs.permissions_table > docs/explanation/permissions.md
	GONGKAI_WRITE_DOCS=1 $(BIN)/python -m pytest -q tests/test_docs.py -k tutorial

lint: setup  ## ruff and mypy
	$(BIN)/ruff check .
	GONGKAI_DATA=`mktemp -d` $(BIN)/mypy src/gongkai

migrations: setup  ## until the first release: the first migration of each app anew (those written by hand stay)
	@aside=`mktemp -d`; for file in src/gongkai/web/*/migrations/0*.py; do \
		case $$file in *0001_initial.py) rm $$file;; *) mkdir -p $$aside/$$file && mv $$file $$aside/$$file/;; esac; done; \
		GONGKAI_DATA=$$aside DJANGO_SETTINGS_MODULE=gongkai.web.settings $(BIN)/python -m django makemigrations -v 0 -n initial \
			common organs disclosure applications annualreport portal; \
		GONGKAI_DATA=$$aside DJANGO_SETTINGS_MODULE=gongkai.web.settings $(BIN)/python tools/fold_migrations.py \
			common organs disclosure applications annualreport; \
		for file in `cd $$aside && find src -name '0*.py' -type f`; do mv $$aside/$$file `dirname $$file`; done

requirements: setup  ## pin anew (writes requirements/*.txt with hashes and without host names)
	$(UV) pip compile -q -U --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --python-version 3.11 --universal requirements/uv.in -o requirements/uv.txt
	$(UV) pip compile -q -U --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --python-version 3.11 --universal --extra web pyproject.toml requirements/dev.in -o requirements/dev.txt
