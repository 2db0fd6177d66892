# make demo    the portal with a made-up county on this machine (PORT=8000 HOST=127.0.0.1)
# make test    set-up, every check, every test
# make check   the checks without the tests
# make soak    what takes longer: all junk through every door, every page at both widths in both languages,
#              ten thousand lives of the ledger
# make bench   the speeds promised, written to docs/benchmarks.md
# make setup   what a server needs, and all of the above

PYTHON ?= python3
BIN := .venv/bin
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:

# Node does not read the system's certificates by itself: pass on the ones that pip and uv use.
ifndef NODE_EXTRA_CA_CERTS
NODE_EXTRA_CA_CERTS := $(firstword $(wildcard $(SSL_CERT_FILE) $(REQUESTS_CA_BUNDLE) $(PIP_CERT) \
  /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt))
endif
ifneq ($(NODE_EXTRA_CA_CERTS),)
export NODE_EXTRA_CA_CERTS
endif

# Python keeps what it compiled, whatever it was told outside: each of a dozen processes starts in half
# the time.
unexport PYTHONDONTWRITEBYTECODE

INSTALL := $(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --require-hashes

.PHONY: setup demo test check soak bench lock clean

setup:
	@$(MAKE) --no-print-directory --jobs=2 .venv/node.done .venv/translations.done

# What tests, checks and benchmarks need besides.
.PHONY: tools
tools: setup
	@$(MAKE) --no-print-directory .venv/tools.done

demo: setup
	@exec $(BIN)/python manage.py demo $(if $(PORT),--port $(PORT)) $(if $(HOST),--host $(HOST))

test: check
	@$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(PYTEST)

# What `check --deploy` is told: production, with secrets that are none.
PRODUCTION := PORTAL_PRODUCTION=1 DATABASE_URL=postgresql://portal@localhost/portal REDIS_URL=redis://localhost \
  PORTAL_ALLOWED_HOSTS=portal.example PORTAL_FIELD_KEY=none \
  PORTAL_SECRET_KEY=0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ

check: tools
	@$(MAKE) --no-print-directory --keep-going --jobs=2 --output-sync $(CHECKS)

CHECKS := check-types check-style check-imports check-migrations check-deploy check-messages
.PHONY: $(CHECKS)

check-types:
	@$(BIN)/mypy
check-style:
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .
check-imports:
	@said=$$($(BIN)/lint-imports --no-logo 2>&1) || { echo "$$said" >&2; exit 1; }
check-migrations:
	@$(BIN)/python manage.py makemigrations --check --dry-run
check-deploy:
	@$(PRODUCTION) $(BIN)/python manage.py check --deploy --fail-level WARNING
check-messages:
	@$(BIN)/python manage.py messages --check

soak: tools
	@SOAK=1 $(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder tests/test_every_door_holds.py tests/web/test_junk_in_addresses.py tests/funding/test_ledger_model.py tests/browser $(PYTEST)

bench: tools
	@$(BIN)/python -m benchmarks

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; say which with make PYTHON=python3.12")'
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo "python3 -m venv failed. On Debian: apt-get install python3-venv" >&2; exit 1; }

.venv/python.done: requirements.txt | .venv/bin/python
	@echo "Installing Python packages (some twenty seconds) ..."
	@$(INSTALL) --no-compile -r requirements.txt
	@touch $@

.venv/tools.done: requirements-dev.txt .venv/python.done
	@echo "Installing what tests and checks need ..."
	@$(INSTALL) -r requirements-dev.txt
	@touch $@

.venv/node.done: package.json package-lock.json .npmrc .venv/python.done
	@echo "Installing front-end files ..."
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/npm ci --silent || { echo "npm ci failed. Behind a proxy that inspects TLS, set NODE_EXTRA_CA_CERTS to its certificate file." >&2; exit 1; }
	@touch $@

.venv/translations.done: $(wildcard portal/locale/*/LC_MESSAGES/*.po) .venv/python.done
	@for po in $(wildcard portal/locale/*/LC_MESSAGES/*.po); do $(BIN)/pybabel --quiet compile --input-file=$$po --output-file=$${po%.po}.mo; done
	@touch $@

# The lock files, after a change of requirements*.in or package.json; needs uv.
LOCK := uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-emit-find-links --python-version 3.11 --upgrade
lock:
	$(LOCK) requirements.in -o requirements.txt
	$(LOCK) --constraints requirements.txt requirements-dev.in -o requirements-dev.txt
	$(BIN)/npm install --package-lock-only

clean:
	rm -rf .venv node_modules .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
